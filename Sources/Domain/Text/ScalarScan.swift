// Reading Unicode scalars out of a byte array at any index, forwards and backwards.

/// Scalars of UTF-8 bytes. The bytes come from a String and are valid; a stray byte reads as U+FFFD of length 1.
enum ScalarScan {
    @inline(__always)
    static func scalar(_ bytes: [UInt8], at index: Int) -> (scalar: Unicode.Scalar, next: Int) {
        let first = bytes[index]
        if first < 0x80 { return (Unicode.Scalar(first), index + 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard first >= 0xC2, index + length <= bytes.count else { return ("\u{FFFD}", index + 1) }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", index + length)
    }

    /// The scalar that ends right before `index`; nil at the start.
    static func scalar(_ bytes: [UInt8], before index: Int) -> Unicode.Scalar? {
        guard index > 0 else { return nil }
        var start = index - 1
        while start > 0, start > index - 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(bytes, at: start).scalar
    }
}
