// Text as filters look at it: as a search does, without letter case, accents and the form in which Unicode spells them; and
// each place leads back to the text as written.

internal import Basics
internal import Foundation

/// A text, folded, with the place of each folded scalar in it.
public struct FoldedText: Sendable, Equatable {
    private(set) var scalars: [Unicode.Scalar] = []
    /// For each folded scalar the places of the written scalars that it comes from: those of one sign as people see it.
    private var places: [Range<Int>] = []

    public init(_ text: String) {
        scalars.reserveCapacity(text.utf8.count)
        places.reserveCapacity(text.utf8.count)
        var start = 0
        for character in text {
            let written = character.unicodeScalars
            let place = start..<start + written.count
            start = place.upperBound
            if let scalar = written.first, written.count == 1, scalar.isASCII {
                append(Unicode.Scalar(ASCII.lowercased(UInt8(truncatingIfNeeded: scalar.value))), place)
            } else {
                for scalar in SearchFolding.folded(String(character)).unicodeScalars { append(scalar, place) }
            }
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar, _ place: Range<Int>) {
        scalars.append(scalar)
        places.append(place)
    }

    /// Where `keyword` first occurs, as places of scalars in the text as written.
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
            return places[start].lowerBound..<places[end - 1].upperBound
        }
        return nil
    }
}
