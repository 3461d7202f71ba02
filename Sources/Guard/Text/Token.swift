// The pieces a text is cut into.

/// A run of scalars of one kind; a symbol stands alone.
struct Token {
    enum Kind {
        case digits, word, numerals, space, newline, symbol

        init(_ scalar: UInt32) {
            switch scalar {
            case 0x30...0x39: self = .digits
            case 0x20: self = .space
            case 0x0A: self = .newline
            default: self = ScalarFolding.isLetter(scalar) ? .word : .symbol
            }
        }
    }

    var kind: Kind
    var range: Range<Int>
    /// What the lexicon says of a word.
    var word: Word
}

/// Digits that are letters of their script, as people dictate numbers in Chinese, Japanese and Korean.
enum Numerals {
    static func digit(_ scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0x3007, 0x96F6, 0xACF5, 0xC601: 0  // 〇 零 공 영
        case 0x4E00, 0x5E7A, 0xC77C: 1  // 一 幺 일
        case 0x4E8C, 0xC774: 2  // 二 이
        case 0x4E09, 0xC0BC: 3  // 三 삼
        case 0x56DB, 0xC0AC: 4  // 四 사
        case 0x4E94, 0xC624: 5  // 五 오
        case 0x516D, 0xC721, 0xB959: 6  // 六 육 륙
        case 0x4E03, 0xCE60: 7  // 七 칠
        case 0x516B, 0xD314: 8  // 八 팔
        case 0x4E5D, 0xAD6C: 9  // 九 구
        default: nil
        }
    }
}
