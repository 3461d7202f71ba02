// Entries and questions as PostgreSQL reads them: a tsvector with the place of each word, and a tsquery
// (https://www.postgresql.org/docs/15/datatype-textsearch.html). No configuration of PostgreSQL cuts or stems anything.

import Domain

enum PostgresSearch {
    static func entry(words: [String], marks: [String]) -> String {
        var text = ""
        for (place, word) in words.enumerated() { text += "\(word):\(place + 1) " }
        return text + marks.joined(separator: " ")
    }

    static func question(_ expression: SearchExpression) -> String {
        let wanted = expression.wanted.map(text).joined(separator: " & ")
        guard !expression.unwanted.isEmpty else { return wanted }
        return "\(wanted) & !(\(expression.unwanted.map(text).joined(separator: " | ")))"
    }

    private static func text(_ atom: SearchAtom) -> String {
        switch atom {
        case .word(let word): "'\(word)'"
        case .phrase(let words): "(\(words.map { "'\($0)'" }.joined(separator: " <-> ")))"
        case .beginning(let word): "'\(word)':*"
        case .any(let atoms): "(\(atoms.map(text).joined(separator: " | ")))"
        case .every(let atoms): "(\(atoms.map(text).joined(separator: " & ")))"
        }
    }
}
