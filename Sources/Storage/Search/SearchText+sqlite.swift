// Entries and questions as SQLite's FTS5 reads them (https://sqlite.org/fts5.html#full_text_query_syntax).
// Words hold letters and digits alone, marks `_` too: the tokenizer of `status_search` parts them at spaces.

import Domain

enum SQLiteSearch {
    static func entry(words: [String], marks: [String]) -> String { (words + marks).joined(separator: " ") }

    static func question(_ expression: SearchExpression) -> String {
        let wanted = expression.wanted.map(text).joined(separator: " AND ")
        guard !expression.unwanted.isEmpty else { return wanted }
        return "(\(wanted)) NOT (\(expression.unwanted.map(text).joined(separator: " OR ")))"
    }

    private static func text(_ atom: SearchAtom) -> String {
        switch atom {
        case .word(let word): "\"\(word)\""
        case .phrase(let words): "\"\(words.joined(separator: " "))\""
        case .beginning(let word): "\"\(word)\" *"
        case .any(let atoms): "(\(atoms.map(text).joined(separator: " OR ")))"
        case .every(let atoms): "(\(atoms.map(text).joined(separator: " AND ")))"
        }
    }
}
