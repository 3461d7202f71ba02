// The secret of an authenticator app, read back from the text that people are shown.

public enum Base32Text {
    /// The bytes of Base32 (RFC 4648, section 6); spaces are passed over. Nil for other characters.
    public static func bytes(_ text: String) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (out, buffer, bits): ([UInt8], UInt32, UInt32) = ([], 0, 0)
        for character in text where character != " " {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            buffer = (buffer << 5 | UInt32(value)) & 0xFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        return out
    }
}
