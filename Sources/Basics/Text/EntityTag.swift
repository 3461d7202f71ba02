// Entity tags of answers that are the same for everybody (RFC 9110 §8.8.3).

public enum EntityTag {
    /// A strong tag with its quotes: tells one answer from another; nothing secret hangs on it.
    ///
    /// FNV-1a over words of 8 bytes, in four lanes that do not wait for each other.
    public static func of(_ bytes: [UInt8]) -> String {
        var (a, b, c, d) = (
            0xcbf2_9ce4_8422_2325 as UInt64, 0x8422_2325_cbf2_9ce4 as UInt64, 0x9ce4_8422_2325_cbf2 as UInt64,
            UInt64(bytes.count)
        )
        bytes.withUnsafeBytes { raw in
            func word(_ place: Int) -> UInt64 { raw.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
            var place = 0
            while place + 32 <= raw.count {
                a = mix(a, word(place))
                b = mix(b, word(place + 8))
                c = mix(c, word(place + 16))
                d = mix(d, word(place + 24))
                place += 32
            }
            while place < raw.count {
                a = mix(a, UInt64(raw[place]))
                place += 1
            }
        }
        return "\"" + String(mix(mix(mix(a, b), c), d), radix: 36) + "\""
    }

    private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = (hash ^ word) &* 0x100_0000_01b3
        return mixed ^ (mixed >> 29)
    }

    /// Whether `If-None-Match` has the tag: a list, compared weakly, or `*` (RFC 9110 §13.1.2).
    public static func isAmong(_ header: String, _ etag: String) -> Bool {
        header.split(separator: ",").contains { part in
            var part = part.drop { $0 == " " || $0 == "\t" }
            while part.last == " " || part.last == "\t" { part.removeLast() }
            if part == "*" { return true }
            if part.hasPrefix("W/") { part = part.dropFirst(2) }
            return part == etag
        }
    }
}
