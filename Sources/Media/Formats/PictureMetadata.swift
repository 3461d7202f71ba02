// What a picture says beside its pixels: where it was taken, by whom, with what. Cut out of its container, whatever wrote
// that; nothing is decoded.

/// The server's own emoji stay as they were sent, and some versions of libvips leave all of it in a WebP file.
public enum PictureMetadata {
    /// The same picture without it; nil for what is no whole PNG, GIF or WebP file.
    public static func stripped(_ bytes: [UInt8]) -> [UInt8]? {
        switch FileFormat.sniff(bytes) {
        case .png: png(bytes)
        case .gif: gif(bytes)
        case .webp: webp(bytes)
        default: nil
        }
    }

    /// Chunks that pixels need (PNG, third edition, 11.2 and 11.3): all critical ones, transparency, colours, frames.
    private static let wanted: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "sRGB", "iCCP", "cICP", "sBIT", "acTL", "fcTL", "fdAT",
    ]

    private static func png(_ bytes: [UInt8]) -> [UInt8]? {
        var reader = ByteReader(bytes, at: 8)
        var kept = Array(bytes.prefix(8))
        while true {
            let start = reader.place
            guard let length = reader.big(4), let kind = name(bytes, at: reader.place), reader.skip(4),
                reader.skip(length), reader.skip(4)
            else { return nil }
            if wanted.contains(kind) { kept += bytes[start..<reader.place] }
            // What comes after the end is no picture.
            if kind == "IEND" { return kept }
        }
    }

    private static let loops = ["NETSCAPE2.0", "ANIMEXTS1.0"]

    /// Extensions that pixels need (GIF 89a, sections 23 to 26): delays and transparency, and how often it runs.
    private static func gif(_ bytes: [UInt8]) -> [UInt8]? {
        var reader = ByteReader(bytes, at: 10)
        guard let flags = reader.byte(), reader.skip(2 + table(flags)) else { return nil }
        var kept = Array(bytes.prefix(reader.place))
        while true {
            let start = reader.place
            switch reader.byte() {
            case 0x21:
                guard let label = reader.byte() else { return nil }
                let isLoop = label == 0xFF && name(bytes, at: reader.place + 1, 11).map(loops.contains) == true
                guard reader.skipBlocks() else { return nil }
                if label == 0xF9 || isLoop { kept += bytes[start..<reader.place] }
            case 0x2C:
                guard reader.skip(8), let flags = reader.byte(), reader.skip(table(flags) + 1), reader.skipBlocks()
                else { return nil }
                kept += bytes[start..<reader.place]
            // Many end without their mark.
            case 0x3B, nil: return kept + [0x3B]
            default: return nil
            }
        }
    }

    private static func table(_ flags: Int) -> Int { flags & 0x80 == 0 ? 0 : 3 << (flags & 7 + 1) }

    /// RFC 9649, section 2.7. The flags of the header say which chunks there are.
    private static func webp(_ bytes: [UInt8]) -> [UInt8]? {
        var reader = ByteReader(bytes, at: 4)
        guard let size = reader.little(4), size >= 4, size + 8 <= bytes.count, reader.skip(4) else { return nil }
        var kept: [UInt8] = []
        while reader.place + 8 <= size + 8 {
            let start = reader.place
            guard let kind = name(bytes, at: start), reader.skip(4), let length = reader.little(4),
                reader.skip(length + length & 1) || length & 1 == 1 && reader.place == bytes.count
            else { return nil }
            guard ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"].contains(kind) else { continue }
            kept += bytes[start..<reader.place]
            if kind == "VP8X" {
                guard length == 10 else { return nil }
                // ICC profile, Exif and XMP.
                kept[kept.count - length] &= ~(0x20 | 0x08 | 0x04)
            }
        }
        guard !kept.isEmpty else { return nil }
        if kept.count & 1 == 1 { kept.append(0) }
        let count = UInt32(kept.count + 4)
        let length = (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
        return Array("RIFF".utf8) + length + Array("WEBP".utf8) + kept
    }

    private static func name(_ bytes: [UInt8], at place: Int, _ count: Int = 4) -> String? {
        guard place >= 0, count <= bytes.count - place else { return nil }
        return String(decoding: bytes[place..<(place + count)], as: UTF8.self)
    }
}
