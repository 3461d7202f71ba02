// Base64 as signatures, digests and PEM have it: the padded alphabet of RFC 4648 §4.

internal import Basics

enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Collection<UInt8>) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var rest = bytes[...]
        while let first = rest.popFirst() {
            let (second, third) = (rest.popFirst(), rest.popFirst())
            let word = UInt32(first) << 16 | UInt32(second ?? 0) << 8 | UInt32(third ?? 0)
            for shift: UInt32 in [18, 12, 6, 0] { out.append(alphabet[Int(word >> shift & 63)]) }
            if third == nil { out[out.count - 1] = UInt8(ascii: "=") }
            if second == nil { out[out.count - 2] = UInt8(ascii: "=") }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Either alphabet, with or without padding; nil for anything else.
    static func decode(_ text: some StringProtocol) -> [UInt8]? { Base64URL.decode(String(text)) }
}
