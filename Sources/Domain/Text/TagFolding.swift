// Folding of tag names: NFKC (UAX #15) and full case folding (Unicode Standard §3.13), so that a tag in capitals meets the
// same tag in small letters in every script. Foundation is asked only for text that may need normalising. Accents count:
// docs/decisions/0014-tag-names.md.

import Basics
import Foundation

enum TagFolding {
    /// The key of a written name; nil when it has no letter left or is too long.
    static func fold(_ written: String) -> String? {
        if written.utf8.allSatisfy({ $0 < 0x80 }) {
            return String(decoding: written.utf8.map(ASCII.lowercased), as: UTF8.self)
        }
        let plain = normalised(written)
        var folded = caseFolded(plain)
        // Another case can leave the normal form; text without case cannot.
        if !folded.utf8.elementsEqual(plain.utf8) { folded = normalised(folded) }
        // Compatibility forms may hold what no tag may ("½" has a slash, "ﷺ" has spaces): leave those out.
        if !folded.unicodeScalars.allSatisfy(isKept) {
            folded.unicodeScalars.removeAll { !isKept($0) }
            folded = normalised(folded)
        }
        let run = TagRun.read(Array(folded.utf8), from: 0)
        guard run.hasLetter, run.end == folded.utf8.count, run.end <= TagName.maximumBytes else { return nil }
        return folded
    }

    /// Small letters by way of the capitals: "ß" and "ẞ" become "ss", "ς" and "σ" the same sigma, and "ı", "I", "i" and "İ" the
    /// same letter, since nobody can tell which of them a capital was. A sigma at the end of a word is written as such.
    private static func caseFolded(_ text: String) -> String {
        // Small letters first: "ẞ" is its own capital.
        let small = text.lowercased().uppercased().lowercased()
        var folded: [Unicode.Scalar] = []
        for scalar in small.unicodeScalars {
            // The dot that "İ" keeps as a small letter.
            if scalar == "\u{307}", folded.last == "i" { continue }
            if folded.last == "σ", !scalar.isTagLetter, !scalar.isWritingMark { folded[folded.count - 1] = "ς" }
            folded.append(scalar)
        }
        if folded.last == "σ" { folded[folded.count - 1] = "ς" }
        return String(String.UnicodeScalarView(folded))
    }

    private static func normalised(_ text: String) -> String {
        if text.unicodeScalars.allSatisfy(isInert) { return text }
        // Foundation on Linux leaves what the compatibility mapping made uncomposed (half-width "ｶﾞ"): compose again.
        return text.precomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
    }

    /// Scalars of the common scripts that NFKC leaves as they are and never joins with a neighbour.
    private static func isInert(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x80, 0xC0...0x131, 0x400...0x45F, 0x5D0...0x5EA, 0x621...0x63A, 0x641...0x64A, 0x904...0x93B,
            0x93D...0x950, 0xE01...0xE32, 0xE34...0xE37, 0x3041...0x3094, 0x30A1...0x30FA, 0x30FC, 0x4E00...0x9FFF,
            0xAC00...0xD7A3:
            true
        default: false
        }
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        // Ideographic variation selectors choose a glyph, not a word.
        if (0xE0100...0xE01EF).contains(scalar.value) { return false }
        return scalar.isWord || scalar.isTagSeparator
    }
}
