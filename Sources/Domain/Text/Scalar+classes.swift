// The classes of Unicode scalars that the rules for tokens ask for.

extension Unicode.Scalar {
    /// Ranges that are letters throughout: an answer without a look into the Unicode tables.
    private var isCommonLetter: Bool {
        switch value {
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x17F, 0x400...0x481, 0x5D0...0x5EA, 0x620...0x64A, 0x904...0x939,
            0xE01...0xE30, 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
            true
        default: false
        }
    }

    /// Letters and letter-like numbers: what makes a hashtag more than a number.
    var isTagLetter: Bool {
        if value < 0x80 { return (value | 0x20) &- 0x61 < 26 }
        if isCommonLetter { return true }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
            return true
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
        if value < 0x80 { return (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10 || value == 0x5F }
        if isCommonLetter { return true }
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
