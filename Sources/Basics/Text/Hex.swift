// Bytes as hexadecimal text (RFC 4648, section 8, in lower case).

/// Hexadecimal text.
public enum Hex {
    /// Two lower-case digits a byte.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        for byte in bytes {
            out.append(digit(byte >> 4))
            out.append(digit(byte & 15))
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The bytes of hexadecimal text in either case; nil for an odd length or any other character.
    public static func decode(_ text: String) -> [UInt8]? {
        var out: [UInt8] = []
        var high: UInt8?
        for byte in text.utf8 {
            guard let value = ASCII.hexValue(byte) else { return nil }
            if let first = high {
                out.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? out : nil
    }

    /// The digit for 0–15.
    static func digit(_ value: UInt8, uppercase: Bool = false) -> UInt8 {
        value < 10 ? value &+ 0x30 : value &+ (uppercase ? 0x37 : 0x57)
    }
}
