// Secrets that cannot be guessed: access tokens, client secrets, session and authorization codes.

/// Random text from the system's generator.
public enum RandomToken {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// `length` characters of the base64url alphabet: 6 bits of entropy each.
    public static func make(length: Int = 43) -> String {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        while bytes.count < length {
            var word: UInt64 = generator.next()
            for _ in 0..<min(10, length - bytes.count) {
                bytes.append(alphabet[Int(word & 63)])
                word >>= 6
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a text has no character but those of tokens.
    public static func mayBe(_ text: String) -> Bool { text.utf8.allSatisfy(alphabet.contains) }

    /// `count` random bytes.
    public static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
