// The one honest fork of SQL: what is written into the index, and what is asked of it, differ by engine.

import Database
import Domain

extension Value {
    /// An entry of an index.
    static func entry(words: [String], marks: [String], _ connection: Connection) -> Value {
        switch connection.engine {
        case .sqlite: .text(SQLiteSearch.entry(words: words, marks: marks))
        case .postgres: .text(PostgresSearch.entry(words: words, marks: marks))
        }
    }

    /// A question to an index, for `{match column $n}`.
    static func question(_ expression: SearchExpression, _ connection: Connection) -> Value {
        switch connection.engine {
        case .sqlite: .text(SQLiteSearch.question(expression))
        case .postgres: .text(PostgresSearch.question(expression))
        }
    }
}
