// Which signs count as the same when somebody searches, and which scripts are written without spaces.

import Foundation

enum SearchFolding {
    /// Signs over and under letters that most people leave out when they search: accents, Arabic and Hebrew vowels,
    /// the tatweel, joiners, variation selectors.
    static func isMute(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x300...0x36F, 0x591...0x5BD, 0x5BF, 0x5C1...0x5C2, 0x5C4...0x5C5, 0x5C7, 0x640, 0x64B...0x65F, 0x670,
            0x200B...0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF:
            true
        default: false
        }
    }

    /// Scripts whose words are not parted by spaces, and Korean, whose words end in particles.
    static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3005...0x3007, 0x3041...0x30FF, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// A text as searches compare it: NFKC, small letters, no accents; all other signs stay.
    static func folded(_ text: String) -> String {
        var folded = ""
        // Foundation on Linux leaves what the compatibility mapping made uncomposed: compose again (see TagFolding).
        let plain = text.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCanonicalMapping
        for scalar in plain.unicodeScalars where !isMute(scalar) { append(scalar, to: &folded) }
        return folded
    }

    /// Adds a letter without its accent.
    static func append(_ scalar: Unicode.Scalar, to word: inout String) {
        guard scalar.value >= 0x80 else { return word.unicodeScalars.append(scalar) }
        if let spelled = spelled(scalar) {
            word += spelled
        } else if let plain = plain[scalar.value] {
            word.unicodeScalars.append(plain)
        } else {
            word.unicodeScalars.append(scalar)
        }
    }

    /// Letters that Unicode does not take apart, as they are typed on keyboards without them.
    private static func spelled(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "ß": "ss"
        case "æ": "ae"
        case "œ": "oe"
        case "ø": "o"
        case "đ", "ð": "d"
        case "þ": "th"
        case "ł": "l"
        case "ı": "i"
        case "ħ": "h"
        case "ŧ": "t"
        case "ς": "σ"
        case "ё": "е"
        case "آ", "أ", "إ", "ٱ": "ا"
        case "ى": "ي"
        case "ة": "ه"
        default: nil
        }
    }

    /// Latin and Greek letters with accents, and the letters below the accents.
    private static let plain: [UInt32: Unicode.Scalar] = {
        var plain: [UInt32: Unicode.Scalar] = [:]
        for range in [0xC0...0x24F, 0x370...0x3FF, 0x1E00...0x1EFF, 0x1F00...0x1FFF] as [ClosedRange<UInt32>] {
            for value in range {
                guard let scalar = Unicode.Scalar(value),
                    let first = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.first,
                    first != scalar, first.isTagLetter
                else { continue }
                plain[value] = first
            }
        }
        return plain
    }()
}
