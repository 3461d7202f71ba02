// The server's own emoji: small pictures that stand in texts as `:shortcode:`.

/// A picture that people may put into their texts.
public struct CustomEmoji: Sendable, Equatable {
    public var id: Int64
    public var shortcode: String
    /// Groups emoji in an app's picker.
    public var category: String?
    /// `image/png`, `image/gif` or `image/webp`.
    public var mediaType: String
    /// Whether there is a picture of its own that does not move.
    public var hasStill: Bool

    public init(id: Int64, shortcode: String, category: String?, mediaType: String, hasStill: Bool) {
        self.id = id
        self.shortcode = shortcode
        self.category = category
        self.mediaType = mediaType
        self.hasStill = hasStill
    }

    /// The largest picture, in bytes, as on Mastodon.
    public static let byteLimit = 256 * 1024

    /// Letters of ASCII, digits and underscores, 2 to 128 of them.
    public static func isShortcode(_ text: String) -> Bool {
        (2...128).contains(text.utf8.count) && text.utf8.allSatisfy(Shortcodes.isPart)
    }

    /// The type of a picture by its first bytes; nil for all that is not taken.
    public static func mediaType(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if bytes.starts(with: Array("GIF87a".utf8)) || bytes.starts(with: Array("GIF89a".utf8)) { return "image/gif" }
        if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            return "image/webp"
        }
        return nil
    }
}

/// Finding `:shortcode:` in texts.
public enum Shortcodes {
    static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// The shortcodes that stand between two colons, with neither a letter, a digit nor a colon right outside of them.
    /// In order, as often as they stand there. The time is linear in the text's length.
    public static func found(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        return ranges(in: bytes[...]).map {
            String(decoding: bytes[($0.lowerBound + 1)..<($0.upperBound - 1)], as: UTF8.self)
        }
    }

    /// Where these shortcodes are in UTF-8 text, colons included.
    public static func ranges(in bytes: ArraySlice<UInt8>) -> [Range<Int>] {
        let colon = UInt8(ascii: ":")
        guard var index = bytes.firstIndex(of: colon) else { return [] }
        var found: [Range<Int>] = []
        while index < bytes.endIndex {
            guard bytes[index] == colon else {
                index += 1
                continue
            }
            var end = index + 1
            while end < bytes.endIndex, isPart(bytes[end]) { end += 1 }
            let isFree = index == bytes.startIndex || !isWord(bytes[index - 1])
            if end < bytes.endIndex, bytes[end] == colon, end - index > 2, isFree,
                end + 1 == bytes.endIndex || !isWord(bytes[end + 1])
            {
                found.append(index..<(end + 1))
                index = end + 1
            } else {
                index = max(end, index + 1)
            }
        }
        return found
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || (isPart(byte) && byte != UInt8(ascii: "_")) || byte >= 0x80
    }
}
