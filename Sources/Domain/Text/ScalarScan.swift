// Reading Unicode scalars out of a byte array at any index, forwards and backwards, and the classes that text rules ask for.

/// Scalars of UTF-8 bytes. The bytes come from a String and are valid; a stray byte reads as U+FFFD of length 1.
enum ScalarScan {
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

extension Unicode.Scalar {
    /// Letters and letter-like numbers: what makes a hashtag more than a number.
    var isTagLetter: Bool {
        if value < 0x80 { return ASCIIClass.isLetter(value) }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber: return true
        default: return false
        }
    }

    /// Combining marks that belong to writing. Variation selectors 1–16 and enclosing marks are left out: with them an
    /// emoji, as "❤️" or "#️⃣", would count as a word.
    var isWritingMark: Bool {
        guard value >= 0x300, !(0xFE00...0xFE0F).contains(value) else { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    /// Letters, marks, numbers and connector punctuation of every script.
    var isWord: Bool {
        if value < 0x80 { return ASCIIClass.isLetter(value) || value &- 0x30 < 10 || value == 0x5F }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber,
            .decimalNumber, .otherNumber, .connectorPunctuation:
            return true
        default: return isWritingMark
        }
    }

    /// Punctuation that may stand inside a hashtag, never at its ends: the medial characters of UAX #31 that words
    /// are written with (middle dot, katakana middle dot, the joiners, geresh and gershayim, tsheg).
    var isTagSeparator: Bool {
        switch value {
        case 0xB7, 0x30FB, 0xFF65, 0x200C, 0x200D, 0x05F3, 0x05F4, 0x0F0B: true
        default: false
        }
    }

    var isLatinWithAccent: Bool {
        (0xC0...0x24F).contains(value) && value != 0xD7 && value != 0xF7
            || (0x300...0x36F).contains(value) || (0x1E00...0x1EFF).contains(value)
    }
}

enum ASCIIClass {
    static func isLetter(_ value: UInt32) -> Bool { (value | 0x20) &- 0x61 < 26 }
}
