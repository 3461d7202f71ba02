// Near-identical texts, in every script: the least hashes of a text's short runs of letters (Broder, "On the resemblance and
// containment of documents", 1997), a byte of each.

public enum TextFingerprint {
    /// 32 rows of a byte. Of two texts as many rows are equal, of 32, as of their runs of letters they share.
    public typealias Print = SIMD4<UInt64>

    /// The print of a text that tells nothing.
    public static let none = Print.zero

    /// So many equal rows make texts near: of a dozen words one changed leaves 24 in the median, two leave 19; people who write
    /// about the same in their own words have fewer than 10.
    public static let nearRows = 18

    /// Signs that are read at most, and letters.
    private static let mostSigns = 16_384
    static let mostLetters = 2048

    /// The print of a text; `none` where it is too short besides its tags, mentions and links. Case, punctuation, digits, accents
    /// that are signs of their own, and letters that are repeated do not matter.
    public static func of(_ text: String) -> Print {
        var reader = LetterReader()
        for sign in text.unicodeScalars.prefix(mostSigns) {
            reader.take(sign)
            if reader.letters >= mostLetters { break }
        }
        return reader.print
    }

    /// The prints of a text and of each of its sentences and lines: who pastes a part of it has the print of that.
    public static func ofParts(_ text: String) -> [Print] {
        let whole = of(text)
        guard whole != none else { return [] }
        let ends: Set<Unicode.Scalar> = [
            "\n", ".", "!", "?", ":", "\"", "\u{201C}", "\u{201D}", "\u{201E}", "\u{3002}", "\u{FF01}", "\u{FF1F}",
        ]
        let parts = text.unicodeScalars.prefix(mostSigns).split(maxSplits: 64) { ends.contains($0) }
        return [whole] + parts.map { of(String($0)) }.filter { $0 != none && $0 != whole }
    }

    public static func areNear(_ first: Print, _ second: Print) -> Bool {
        first != none && second != none && equalRows(first, second) >= nearRows
    }

    @inline(__always)
    static func equalRows(_ first: Print, _ second: Print) -> Int {
        Int(equalBytes(first[0], second[0]) + equalBytes(first[1], second[1]))
            + Int(equalBytes(first[2], second[2]) + equalBytes(first[3], second[3]))
    }

    /// A byte is equal where neither its lower seven bits carry into the highest, nor that is set.
    @inline(__always)
    private static func equalBytes(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let (difference, low) = (first ^ second, UInt64(0x7f7f_7f7f_7f7f_7f7f))
        let equal = ~((difference & low &+ low) | difference | low)
        return ((equal >> 7) &* 0x0101_0101_0101_0101) >> 56
    }
}

/// Reads a text sign by sign, and keeps the least hash of each row.
private struct LetterReader {
    private enum Place { case text, tag, mention, link }

    /// Letters that are taken, those of scripts with large ones, and words.
    private(set) var letters = 0
    private var wideLetters = 0
    private var words = 0
    private var place = Place.text
    private var lettersOfWord = 0
    /// The last four letters, the newest in the lowest bits.
    private var last = SIMD4<UInt32>(repeating: 0)
    private var least = [UInt32](repeating: .max, count: 32)

    /// Fewer words than this tell nothing: of a movement's posts half say but "me too". Where words are not parted, letters
    /// are counted: six for a word, or two of scripts in which a letter says more.
    private var tells: Bool { words >= 6 && letters >= 24 || letters + 2 * wideLetters >= 36 }

    var print: TextFingerprint.Print {
        guard tells else { return TextFingerprint.none }
        var print = TextFingerprint.Print.zero
        for (place, hash) in least.enumerated() {
            print[place / 8] |= UInt64(hash >> 3 & 0xff) << UInt64(place % 8 * 8)
        }
        return print == TextFingerprint.none ? TextFingerprint.Print(1, 0, 0, 0) : print
    }

    mutating func take(_ sign: Unicode.Scalar) {
        if sign.value <= 0x20 || sign.value >= 0x80 && sign.properties.isWhitespace {
            (place, lettersOfWord) = (.text, 0)
            return
        }
        switch place {
        case .link: return
        case .tag, .mention:
            if isOfName(sign) { return }
            place = .text
        case .text: break
        }
        switch sign {
        case "#", "\u{FF03}": place = .tag
        case "@", "\u{FF20}": place = .mention
        case ":" where lettersOfWord <= 4 && isScheme: place = .link
        default: if let letter = Self.fold(sign) { take(letter: letter) }
        }
    }

    /// Of a tag or an address.
    private func isOfName(_ sign: Unicode.Scalar) -> Bool {
        switch sign.value {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        case 0x2D, 0x2E, 0x40: place == .mention
        case 0x80...: sign.properties.isXIDContinue
        default: false
        }
    }

    /// "http" and "https", the double letter of which is one here.
    private var isScheme: Bool {
        let word = (0..<4).map { last[$0] }
        return lettersOfWord == 3 && word.prefix(3) == [0x70, 0x74, 0x68] || word == [0x73, 0x70, 0x74, 0x68]
    }

    private mutating func take(letter: UInt32) {
        guard letter != last[0] else { return }
        let isWide = Self.isWide(letter)
        let runIsWide = isWide && Self.isWide(last[0])
        if lettersOfWord == 0 { words += 1 }
        lettersOfWord += 1
        letters += 1
        wideLetters += isWide ? 1 : 0
        last = SIMD4(letter, last[0], last[1], last[2])
        if runIsWide {
            add(Self.hash(SIMD4(last[0], last[1], 0, 0)))
        } else if letters >= 4 {
            add(Self.hash(last))
        }
    }

    private mutating func add(_ hash: UInt32) {
        least.withUnsafeMutableBufferPointer { least in
            // An odd factor, another one for each row.
            var factor: UInt32 = 0x9e37_79b9
            for row in least.indices {
                least[row] = min(least[row], hash &* factor)
                factor = factor &* 0x2c92_77b5
            }
        }
    }

    @inline(__always)
    private static func hash(_ run: SIMD4<UInt32>) -> UInt32 {
        var value = UInt64(run[0]) | UInt64(run[1]) << 32
        value = (value ^ value >> 33) &* 0xff51_afd7_ed55_8ccd ^ (UInt64(run[2]) | UInt64(run[3]) << 32)
        value = (value ^ value >> 33) &* 0xc4ce_b9fe_1a85_ec53
        value = (value ^ value >> 29) &* 0x9fb2_1c65_1e98_df25
        return UInt32(truncatingIfNeeded: value >> 32)
    }

    /// A letter in its small and narrow form; nil for all else.
    private static func fold(_ sign: Unicode.Scalar) -> UInt32? {
        switch sign.value {
        case 0x61...0x7A: return sign.value
        case 0x41...0x5A: return sign.value | 0x20
        case 0..<0x80: return nil
        case 0xFF21...0xFF3A: return sign.value - 0xFF21 + 0x61
        case 0xFF41...0xFF5A: return sign.value - 0xFF41 + 0x61
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: return sign.value
        default: break
        }
        switch sign.properties.generalCategory {
        case .lowercaseLetter, .modifierLetter, .otherLetter: return sign.value
        case .uppercaseLetter, .titlecaseLetter:
            return sign.properties.lowercaseMapping.unicodeScalars.first?.value ?? sign.value
        default: return nil
        }
    }

    /// Of Chinese, Japanese and Korean, where two letters say what four of others do.
    @inline(__always)
    private static func isWide(_ letter: UInt32) -> Bool {
        switch letter {
        case 0x3005...0x3007, 0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}
