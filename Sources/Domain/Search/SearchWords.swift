// Text as it is searched: folded and cut into words in one way, whatever the script and the database.
// NFKC (UAX #15), lower case, without accents; scripts that are written without spaces as pairs of their signs.

import Basics
import Foundation

/// The words of a text, in order.
///
/// A run of a script without spaces, "東京都", becomes its pairs and its last sign: "東京", "京都", "都". So each part of it is
/// found: two signs or more as pairs that follow each other, one sign as the beginning of a pair.
public struct SearchWords: Sendable {
    /// One word; what belongs together without a space ("don't", "東京都") has more than one part.
    public struct Piece: Sendable, Equatable {
        /// A run of a script without spaces, of so many signs.
        public var signs: [String]
        /// A word of another script; empty for a run.
        public var word: String
    }

    /// Longer words are cut: they are no words.
    private static let longest = 100

    public private(set) var pieces: [Piece] = []

    public init(_ text: String) {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            readASCII(text)
        } else {
            // Foundation on Linux leaves what the compatibility mapping made uncomposed: compose again (see TagFolding).
            read(text.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCanonicalMapping)
        }
    }

    /// As an index holds them.
    public var indexed: [String] {
        var tokens: [String] = []
        for piece in pieces {
            if piece.signs.isEmpty {
                tokens.append(piece.word)
            } else {
                tokens += SearchWords.pairs(piece.signs)
                piece.signs.last.map { tokens.append($0) }
            }
        }
        return tokens
    }

    static func pairs(_ signs: [String]) -> [String] { zip(signs, signs.dropFirst()).map { $0 + $1 } }

    private mutating func readASCII(_ text: String) {
        var word: [UInt8] = []
        for byte in text.utf8 {
            if ASCII.isAlphanumeric(byte) {
                if word.count < SearchWords.longest { word.append(ASCII.lowercased(byte)) }
            } else if !word.isEmpty {
                pieces.append(Piece(signs: [], word: String(decoding: word, as: UTF8.self)))
                word.removeAll(keepingCapacity: true)
            }
        }
        if !word.isEmpty { pieces.append(Piece(signs: [], word: String(decoding: word, as: UTF8.self))) }
    }

    private mutating func read(_ text: String) {
        var word = ""
        var signs: [String] = []
        for scalar in text.unicodeScalars {
            if SearchFolding.isMute(scalar) { continue }
            if scalar.isWritingMark, !signs.isEmpty {
                signs[signs.count - 1].unicodeScalars.append(scalar)
            } else if !scalar.isWord || scalar.properties.generalCategory == .connectorPunctuation {
                finish(&word, &signs)
            } else if SearchFolding.isUnspaced(scalar) {
                if !word.isEmpty { finish(&word, &signs) }
                signs.append(String(scalar))
            } else {
                if !signs.isEmpty { finish(&word, &signs) }
                if word.utf8.count < SearchWords.longest { SearchFolding.append(scalar, to: &word) }
            }
        }
        finish(&word, &signs)
    }

    private mutating func finish(_ word: inout String, _ signs: inout [String]) {
        if !word.isEmpty { pieces.append(Piece(signs: [], word: word)) }
        if !signs.isEmpty { pieces.append(Piece(signs: signs, word: "")) }
        word = ""
        signs = []
    }
}
