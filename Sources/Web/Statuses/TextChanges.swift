// What is different between two versions of a text, word by word.

internal import Basics

/// A piece of text that both have, or only one.
struct TextPiece: Sendable, Equatable {
    enum Kind: Sendable { case same, added, removed }

    var kind: Kind
    var text: String
}

enum TextChanges {
    /// What is longer is shown without marks: to compare it costs time that grows with its square.
    private static let mostWords = 3000

    /// Both texts in one, in reading order: what was taken away stands before what came in its place.
    static func pieces(from old: String, to new: String) -> [TextPiece] {
        let (before, after) = (words(of: old), words(of: new))
        guard before != after else { return after.isEmpty ? [] : [TextPiece(kind: .same, text: new)] }
        guard max(before.count, after.count) <= mostWords else { return [TextPiece(kind: .added, text: new)] }
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        for change in after.difference(from: before) {
            switch change {
            case .remove(let place, _, _): removed.insert(place)
            case .insert(let place, _, _): added.insert(place)
            }
        }
        var (pieces, one, other) = ([TextPiece](), 0, 0)
        while one < before.count || other < after.count {
            let kind: TextPiece.Kind = removed.contains(one) ? .removed : added.contains(other) ? .added : .same
            pieces.append(kind, kind == .removed ? before[one] : after[other])
            if kind != .added { one += 1 }
            if kind != .removed { other += 1 }
        }
        return pieces
    }

    /// Runs of letters and digits, runs of spaces, and all other signs by themselves; also each sign of scripts that write without spaces.
    static func words(of text: String) -> [Substring] {
        var (words, start, last): ([Substring], String.Index, Sort?) = ([], text.startIndex, nil)
        for place in text.indices {
            let sort = Sort(text[place])
            if place > start, sort != last || sort == .sign {
                words.append(text[start..<place])
                start = place
            }
            last = sort
        }
        if start < text.endIndex { words.append(text[start...]) }
        return words
    }

    private enum Sort {
        case letter, space, sign

        init(_ character: Character) {
            if character.isWhitespace {
                self = .space
            } else if (character.isLetter || character.isNumber) && !character.isWrittenWithoutSpaces {
                self = .letter
            } else {
                self = .sign
            }
        }
    }
}

extension [TextPiece] {
    /// Joins it to the last piece where that is of the same kind.
    fileprivate mutating func append(_ kind: TextPiece.Kind, _ word: Substring) {
        if let last = indices.last, self[last].kind == kind {
            self[last].text += word
        } else {
            append(TextPiece(kind: kind, text: String(word)))
        }
    }
}

extension Character {
    /// Chinese characters, Japanese syllables, Thai and Khmer and their neighbours.
    fileprivate var isWrittenWithoutSpaces: Bool {
        guard let value = unicodeScalars.first?.value else { return false }
        return (0x0E00...0x0EFF).contains(value) || (0x1000...0x109F).contains(value)
            || (0x1780...0x17FF).contains(value) || (0x2E80...0x9FFF).contains(value)
            || (0xF900...0xFAFF).contains(value) || (0x20000...0x3FFFF).contains(value)
    }
}
