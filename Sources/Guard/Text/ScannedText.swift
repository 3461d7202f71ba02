// A text made ready for all finders: scalars folded, places kept, words looked up once.

/// A text as folded scalars: lower case, digits of all scripts as ASCII, one dash, one space, nothing invisible.
struct ScannedText {
    /// Folded; a line end is `\n`.
    private(set) var scalars: [UInt32] = []
    /// Of each scalar: where its first byte stands in the UTF-8 of the original; one more at the end.
    private var offsets: [Int] = []
    /// Of each scalar: whether it was a capital letter.
    private(set) var capitals: [Bool] = []
    /// Of each scalar: whether no finder shall look at it.
    private(set) var masked: [Bool] = []
    private(set) var tokens: [Token] = []
    /// How many digits there are, in figures and in words.
    private(set) var digits = 0
    private(set) var hasFigures = false
    /// Nothing in it is folded to anything beyond ASCII.
    private(set) var isASCII = true
    /// How many at-signs there are, and words for one.
    private(set) var atSigns = 0

    init(_ text: String) {
        let count = text.utf8.count
        scalars.reserveCapacity(count)
        offsets.reserveCapacity(count + 1)
        capitals.reserveCapacity(count)
        var offset = 0
        for scalar in text.unicodeScalars {
            let folded = ScalarFolding.fold(scalar.value)
            if folded != 0 {
                if folded >= 0x80 { isASCII = false }
                scalars.append(folded)
                offsets.append(offset)
                capitals.append(scalar.value &- 0x41 < 26 || folded != scalar.value && scalar.properties.isUppercase)
            }
            offset += UTF8.width(scalar)
        }
        offsets.append(offset)
        masked = Array(repeating: false, count: scalars.count)
    }

    var count: Int { scalars.count }

    /// The folded scalar, 0 outside of the text.
    subscript(index: Int) -> UInt32 { index >= 0 && index < scalars.count ? scalars[index] : 0 }

    func isDigit(_ index: Int) -> Bool { self[index] &- 0x30 < 10 }

    func isLetter(_ index: Int) -> Bool { ScalarFolding.isLetter(self[index]) }

    /// The folded text of a range.
    func text(_ range: Range<Int>) -> String {
        var text = ""
        for scalar in scalars[range.clamped(to: 0..<scalars.count)] {
            if let scalar = Unicode.Scalar(scalar) { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    /// Only the ASCII letters and digits of a range, as bytes.
    func alphanumerics(_ range: Range<Int>) -> [UInt8] {
        scalars[range.clamped(to: 0..<scalars.count)].compactMap {
            $0 &- 0x30 < 10 || $0 &- 0x61 < 26 ? UInt8($0) : nil
        }
    }

    func isMasked(_ range: Range<Int>) -> Bool { masked[range.clamped(to: 0..<masked.count)].contains(true) }

    mutating func mask(_ range: Range<Int>) {
        for index in range.clamped(to: 0..<masked.count) { masked[index] = true }
    }

    mutating func take(_ spans: [Span], into found: inout [Span]) {
        for span in spans where !isMasked(span.range) {
            mask(span.range)
            found.append(span)
        }
    }

    func finding(_ span: Span) -> Finding {
        let end = min(span.range.upperBound, scalars.count)
        return Finding(kind: span.kind, range: offsets[min(span.range.lowerBound, end)]..<offsets[end], key: span.key)
    }
}

extension ScannedText {
    mutating func tokenize() {
        tokens.reserveCapacity(count / 3)
        var index = 0
        while index < count {
            let start = index
            let kind = Token.Kind(scalars[index])
            index += 1
            let isUnspaced = scalars[start] > 0x2E80
            while index < count, kind != .symbol, Token.Kind(scalars[index]) == kind,
                (scalars[index] > 0x2E80) == isUnspaced
            {
                index += 1
            }
            switch kind {
            case .word where isUnspaced: appendUnspaced(start..<index)
            case .word: append(start..<index)
            case .digits:
                digits += index - start
                hasFigures = true
                tokens.append(Token(kind: kind, range: start..<index, word: Word()))
            default:
                if scalars[start] == 0x40 { atSigns += 1 }
                tokens.append(Token(kind: kind, range: start..<index, word: Word()))
            }
        }
    }

    private mutating func append(_ range: Range<Int>) {
        let word = range.count <= 20 ? Lexicon.word(scalars[range]) : Word()
        if word.digit != nil { digits += 1 }
        if word.times > 1 { digits += 2 }
        if word.traits.contains(.at) { atSigns += 1 }
        tokens.append(Token(kind: .word, range: range, word: word))
    }

    /// Han, kana and Hangul: three numerals in a row are a number, fewer are part of a word unless they are all of it.
    private mutating func appendUnspaced(_ range: Range<Int>) {
        var (start, index) = (range.lowerBound, range.lowerBound)
        while index < range.upperBound {
            var end = index
            while end < range.upperBound, Numerals.digit(scalars[end]) != nil { end += 1 }
            guard end - index >= 3 || index..<end == range else {
                index = max(end, index + 1)
                continue
            }
            if start < index { append(start..<index) }
            digits += end - index
            tokens.append(Token(kind: .numerals, range: index..<end, word: Word()))
            (start, index) = (end, end)
        }
        if start < range.upperBound { append(start..<range.upperBound) }
    }
}
