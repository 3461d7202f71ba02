// Text as filters look at it: letter case does not count, and each place leads back to the text as written.

internal import Basics

/// A text, one folded scalar for each of its scalars.
public struct FoldedText: Sendable, Equatable {
    let scalars: [Unicode.Scalar]

    public init(_ text: String) { scalars = text.unicodeScalars.map(FoldedText.fold) }

    /// Lower case where that is one scalar; else the scalar itself.
    private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return Unicode.Scalar(ASCII.lowercased(UInt8(truncatingIfNeeded: scalar.value))) }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        guard let first = lower.first, lower.count == 1 else { return scalar }
        return first
    }

    /// Where `keyword` first occurs, as places of scalars.
    ///
    /// A whole word ends where no letter, digit, mark or underscore follows; a keyword that itself begins or ends with
    /// another sign needs no such end there (Mastodon's rule).
    func firstRange(of keyword: FoldedText, isWholeWord: Bool) -> Range<Int>? {
        let (text, word) = (scalars, keyword.scalars)
        guard let first = word.first, let last = word.last, word.count <= text.count else { return nil }
        let (bounded, closed) = (isWholeWord && first.isWord, isWholeWord && last.isWord)
        var start = 0
        search: while start <= text.count - word.count {
            defer { start += 1 }
            guard text[start] == first else { continue }
            for offset in 1..<word.count where text[start + offset] != word[offset] { continue search }
            let end = start + word.count
            if bounded, start > 0, text[start - 1].isWord { continue }
            if closed, end < text.count, text[end].isWord { continue }
            return start..<end
        }
        return nil
    }
}
