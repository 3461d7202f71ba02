// Entity tags of answers that are the same for everybody (RFC 9110 §8.8.3).

enum EntityTag {
    /// A strong tag with its quotes. FNV-1a over words of 8 bytes: tells one answer from another; nothing secret hangs on it.
    static func of(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(bytes.count)
        bytes.withUnsafeBytes { raw in
            var place = 0
            while place + 8 <= raw.count {
                hash = (hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x100_0000_01b3
                hash ^= hash >> 29
                place += 8
            }
            while place < raw.count {
                hash = (hash ^ UInt64(raw[place])) &* 0x100_0000_01b3
                place += 1
            }
        }
        return "\"" + String(hash, radix: 36) + "\""
    }

    /// Whether `If-None-Match` has the tag: a list, compared weakly, or `*` (RFC 9110 §13.1.2).
    static func isAmong(_ header: String, _ etag: String) -> Bool {
        header.split(separator: ",").contains { part in
            var part = part.drop { $0 == " " || $0 == "\t" }
            while part.last == " " || part.last == "\t" { part.removeLast() }
            if part == "*" { return true }
            if part.hasPrefix("W/") { part = part.dropFirst(2) }
            return part == etag
        }
    }
}
