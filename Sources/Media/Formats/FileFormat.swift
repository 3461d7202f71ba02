// What a file is, told by its first bytes alone: neither its name nor what the app says of it counts.

/// Formats that are taken.
public enum FileFormat: String, Sendable, CaseIterable {
    case jpeg, png, gif, webp, heif, avif
    case mp4, quicktime, threegp, matroska
    case m4a, mp3, ogg, wav, flac, adts

    /// Bytes needed to tell.
    public static let prefix = 64

    /// Whether pictures are made of it (one that moves is told later).
    public var isImage: Bool {
        switch self {
        case .jpeg, .png, .gif, .webp, .heif, .avif: true
        default: false
        }
    }

    /// The one reader of ffmpeg that may look at it: none that opens further files or addresses.
    var demuxer: String {
        switch self {
        case .mp4, .quicktime, .threegp, .m4a: "mov"
        case .matroska: "matroska"
        case .mp3: "mp3"
        case .ogg: "ogg"
        case .wav: "wav"
        case .flac: "flac"
        case .adts: "aac"
        case .gif: "gif"
        // Asked of a PNG that moves alone.
        case .png: "apng"
        // Of sequences alone.
        case .heif, .avif: "mov"
        case .jpeg, .webp: "image2"
        }
    }

    /// MIME types under which apps know it.
    public var types: [String] {
        switch self {
        case .jpeg: ["image/jpeg"]
        case .png: ["image/png"]
        case .gif: ["image/gif"]
        case .webp: ["image/webp"]
        case .heif: ["image/heic", "image/heif"]
        case .avif: ["image/avif"]
        case .mp4: ["video/mp4"]
        case .quicktime: ["video/quicktime"]
        case .threegp: ["video/3gpp"]
        case .matroska: ["video/webm"]
        case .m4a: ["audio/mp4", "audio/m4a", "audio/x-m4a"]
        case .mp3: ["audio/mpeg", "audio/mp3"]
        case .ogg: ["audio/ogg", "audio/vorbis"]
        case .wav: ["audio/wave", "audio/wav", "audio/x-wav", "audio/x-pn-wave"]
        case .flac: ["audio/flac"]
        case .adts: ["audio/aac"]
        }
    }

    /// Nil for all that is none of these, such as SVG, HTML, archives and playlists.
    public static func sniff(_ bytes: [UInt8]) -> FileFormat? {
        func has(_ text: StaticString, at place: Int = 0) -> Bool {
            text.withUTF8Buffer { bytes.count >= place + $0.count && bytes[place...].starts(with: $0) }
        }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if has("GIF87a") || has("GIF89a") { return .gif }
        if has("RIFF") { return has("WEBP", at: 8) ? .webp : has("WAVE", at: 8) ? .wav : nil }
        if has("ftyp", at: 4) { return brand(bytes) }
        if bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return .matroska }
        if has("OggS") { return .ogg }
        if has("fLaC") { return .flac }
        if has("ID3") { return .mp3 }
        guard bytes.count > 3, bytes[0] == 0xFF else { return nil }
        if bytes[1] & 0xF6 == 0xF0 { return .adts }
        // Layer III of MPEG 1 and 2, with a bit rate and a sample rate.
        let isLayer3 = bytes[1] & 0xE6 == 0xE2 && bytes[1] & 0x18 != 0x08
        return isLayer3 && bytes[2] & 0xF0 != 0xF0 && bytes[2] & 0x0C != 0x0C ? .mp3 : nil
    }

    /// Whether a PNG moves: it has a chunk `acTL` before its first `IDAT` (PNG, third edition, 11.3.6.1).
    ///
    /// - Parameter bytes: the first of them, as many as all that comes before the picture may take.
    static func isAnimated(png bytes: [UInt8]) -> Bool {
        var place = 8
        while place + 8 <= bytes.count {
            let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            switch String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self) {
            case "acTL": return true
            case "IDAT": return false
            default: place += 12 + length
            }
        }
        return false
    }

    /// Whether a WebP file moves: its header says so (RFC 9649, section 2.7.1).
    static func isAnimated(webp bytes: [UInt8]) -> Bool {
        bytes.count > 20 && bytes[12..<16].elementsEqual("VP8X".utf8) && bytes[20] & 0x02 != 0
    }

    /// Whether a WebP file that does not move has its pixels as they were (RFC 9649, section 2.6).
    static func isLossless(webp bytes: [UInt8]) -> Bool {
        var reader = ByteReader(bytes, at: 12)
        while let kind = reader.big(4), let length = reader.little(4) {
            if kind == 0x5650_384C { return true }  // VP8L
            guard kind != 0x5650_3820, reader.skip(length + length & 1) else { return false }  // VP8
        }
        return false
    }

    /// Whether HEIF or AVIF is a sequence of pictures: its major brand says so (ISO/IEC 23008-12, 10.3; AVIF 1.1, 8.2).
    static func isSequence(heif bytes: [UInt8]) -> Bool {
        bytes.count > 12 && ["avis", "msf1", "hevc", "hevx"].contains(String(decoding: bytes[8..<12], as: UTF8.self))
    }

    /// Whether the colours of HEIF or AVIF are those of Display P3 by its code points (ISO/IEC 23091-2: primaries 12, with the curve of
    /// sRGB, one that looks much like it, or none said).
    ///
    /// - Parameter bytes: the first of them, as many as its properties may take.
    static func isDisplayP3(heif bytes: [UInt8]) -> Bool {
        let name = Array("colrnclx".utf8)
        guard bytes.count > 12, bytes[4..<8].elementsEqual("ftyp".utf8),
            let place = bytes.indices.first(where: { bytes[$0] == name[0] && bytes[$0...].starts(with: name) })
        else { return false }
        var reader = ByteReader(bytes, at: place + name.count)
        guard reader.big(2) == 12, let curve = reader.big(2) else { return false }
        return [1, 2, 6, 13].contains(curve)
    }

    /// The brand of an ISO base media file (ISO/IEC 14496-12 §4.3), and those it is compatible with.
    private static func brand(_ bytes: [UInt8]) -> FileFormat? {
        let names = stride(from: 8, to: min(bytes.count - 3, prefix), by: 4).filter { $0 != 12 }.map { place in
            String(decoding: bytes[place..<(place + 4)], as: UTF8.self)
        }
        guard let major = names.first else { return nil }
        switch major {
        case "avif", "avis": return .avif
        case "heic", "heix", "heim", "heis", "hevc", "hevx": return .heif
        case "mif1", "msf1": return names.contains("avif") || names.contains("avis") ? .avif : .heif
        case "qt  ": return .quicktime
        case "M4A ", "M4B ": return .m4a
        default: return major.hasPrefix("3g") ? .threegp : .mp4
        }
    }
}
