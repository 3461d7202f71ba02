// Base58 with Bitcoin's alphabet, as multibase `z` has it. Its cost grows with the square of the length, so that is bounded.

/// Text of keys and proofs: multibase (`z` and Base58).
enum Multibase {
    /// Longest text read: a proof has 89 characters, a key 49, an RSA key of 4096 bits about 720.
    static let longest = 1500

    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
    private static let values: [UInt8: UInt32] = Dictionary(
        uniqueKeysWithValues: alphabet.enumerated().map { ($1, UInt32($0)) }
    )

    static func encode(_ bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        var digits: [UInt8] = []
        for byte in bytes.dropFirst(zeros) {
            var carry = UInt32(byte)
            for place in digits.indices {
                carry += UInt32(digits[place]) << 8
                digits[place] = UInt8(carry % 58)
                carry /= 58
            }
            while carry > 0 {
                digits.append(UInt8(carry % 58))
                carry /= 58
            }
        }
        let text = [UInt8](repeating: alphabet[0], count: zeros) + digits.reversed().map { alphabet[Int($0)] }
        return "z" + String(decoding: text, as: UTF8.self)
    }

    /// Nil for another base, other characters, or too long a text.
    static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= longest, text.utf8.first == UInt8(ascii: "z") else { return nil }
        let digits = text.utf8.dropFirst()
        let zeros = digits.prefix { $0 == alphabet[0] }.count
        var bytes: [UInt8] = []
        for digit in digits.dropFirst(zeros) {
            guard var carry = values[digit] else { return nil }
            for place in bytes.indices {
                carry += UInt32(bytes[place]) * 58
                bytes[place] = UInt8(carry & 255)
                carry >>= 8
            }
            while carry > 0 {
                bytes.append(UInt8(carry & 255))
                carry >>= 8
            }
        }
        return [UInt8](repeating: 0, count: zeros) + bytes.reversed()
    }
}
