// One form for the many ways in which the same letter, digit, space and dash are written.

/// Folding of single scalars.
enum ScalarFolding {
    /// Lower case, ASCII digits, `-`, space and `\n` in place of their likes; 0 for what is not seen.
    static func fold(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 {
            switch scalar {
            case 0x41...0x5A: return scalar | 0x20
            case 0x09, 0x0B, 0x0C: return 0x20
            case 0x0D: return 0x0A
            case 0x00...0x08, 0x0E...0x1F, 0x7F: return 0
            default: return scalar
            }
        }
        if scalar < 0x180 { return latin[Int(scalar) - 0x80] }
        if scalar < 0x530 { return foldGreekAndCyrillic(scalar) }
        if scalar == 0x93C { return 0 }
        if let base = withoutNukta(scalar) { return base }
        if let digit = digit(scalar) { return 0x30 + digit }
        if isInvisible(scalar) { return 0 }
        return foldSymbol(scalar)
    }

    /// Letters and the marks that belong to words, of folded scalars.
    static func isLetter(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return scalar &- 0x61 < 26 }
        switch scalar {
        case 0xB5, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2AF, 0x300...0x36F, 0x370...0x37D, 0x37F...0x386, 0x388...0x52F,
            0x531...0x587, 0x591...0x5BD, 0x5D0...0x5EA, 0x610...0x61A, 0x620...0x65F, 0x66E...0x6D3, 0x6D5...0x6ED,
            0x900...0x963, 0x971...0x0DFF, 0xE01...0xE3A, 0xE40...0xE4E, 0x10A0...0x10FF, 0x1100...0x11FF,
            0x1E00...0x1FFF, 0x3005...0x3007, 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC, 0x3400...0x4DBF,
            0x4E00...0x9FFF,
            0xAC00...0xD7A3, 0xF900...0xFAFF:
            return true
        case 0..<0x1000, 0x2000...0x2BFF, 0x3000...0x30FF, 0xFE00...0xFE0F, 0x1F000...0x1FAFF: return false
        default: return Unicode.Scalar(scalar)?.properties.isAlphabetic ?? false
        }
    }

    /// Han, kana, Thai and the like: written without a space between words.
    static func isUnspaced(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xE00...0xE7F, 0x3005...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF: true
        default: false
        }
    }

    private static func foldGreekAndCyrillic(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x300...0x36F: 0
        case 0x391...0x3A9, 0x410...0x42F: scalar + 0x20
        case 0x400...0x40F: scalar + 0x50
        default: scalar
        }
    }

    /// Devanagari letters that may be written as one scalar or as two.
    private static func withoutNukta(_ scalar: UInt32) -> UInt32? {
        guard (0x958...0x95F).contains(scalar) else { return nil }
        return [0x915, 0x916, 0x917, 0x91C, 0x921, 0x922, 0x92B, 0x92F][Int(scalar - 0x958)]
    }

    private static func foldSymbol(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0x1680, 0x2800: 0x20
        case 0x2028, 0x2029: 0x0A
        case 0x2010...0x2015, 0x2212, 0x2043, 0xFE58, 0xFE63: 0x2D
        // "ー" between digits is a dash to many, and a letter elsewhere: the phone finder knows.
        case 0x2024, 0x3002, 0xFF0E, 0xFF61: 0x2E
        case 0xFE6B: 0x40
        case 0xFF21...0xFF3A: scalar - 0xFF21 + 0x61
        case 0xFF01...0xFF5E: scalar - 0xFF01 + 0x21
        default: scalar
        }
    }

    /// Joiners, directions, variation selectors, soft hyphens, the frame of a keycap, harakat.
    private static func isInvisible(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF, 0x180B...0x180E, 0x20E3, 0x61C,
            0x64B...0x652, 0x640, 0xE0000...0xE0FFF, 0x1F3FB...0x1F3FF:
            true
        default: false
        }
    }

    /// U+0080 to U+017F: accents off, lower case.
    private static let latin: [UInt32] = {
        var table = (0x80..<0x180).map { UInt32($0) }
        for index in 0..<0x20 { table[index] = 0 }
        table[0xA0 - 0x80] = 0x20
        table[0xAD - 0x80] = 0
        for (letter, variants) in [
            ("a", "àáâãäåÀÁÂÃÄÅāăąĀĂĄ"), ("c", "çÇćĉċčĆĈĊČ"), ("d", "ďđĎĐ"), ("e", "èéêëÈÉÊËēĕėęěĒĔĖĘĚ"),
            ("g", "ĝğġģĜĞĠĢ"), ("h", "ĥħĤĦ"), ("i", "ìíîïÌÍÎÏĩīĭįıĨĪĬĮİ"), ("j", "ĵĴ"), ("k", "ķĶ"),
            ("l", "ĺļľŀłĹĻĽĿŁ"),
            ("n", "ñÑńņňŃŅŇ"), ("o", "òóôõöøÒÓÔÕÖØōŏőŌŎŐ"), ("r", "ŕŗřŔŖŘ"), ("s", "śŝşšŚŜŞŠ"), ("t", "ţťŧŢŤŦ"),
            ("u", "ùúûüÙÚÛÜũūŭůűųŨŪŬŮŰŲ"), ("w", "ŵŴ"), ("y", "ýÿÝŷŶŸ"), ("z", "źżžŹŻŽ"), ("0", "⁰"), ("1", "¹"),
            ("2", "²"), ("3", "³"), ("æ", "Æ"), ("œ", "Œ"), ("þ", "Þ"),
        ] {
            let folded = letter.unicodeScalars.first?.value ?? 0
            for variant in variants.unicodeScalars where (0x80..<0x180).contains(variant.value) {
                table[Int(variant.value) - 0x80] = folded
            }
        }
        return table
    }()
}
