// What may be bound to a parameter of a statement.

/// One argument of a statement. Optionals bind as NULL through the static functions of the same names.
public enum Value: Sendable, Hashable {
    case null
    case int(Int64)
    /// UTF-8 text. PostgreSQL cannot store U+0000 in text and refuses the statement; SQLite stores it.
    case text(String)
    case blob([UInt8])
    /// SQLite stores 0 and 1.
    case bool(Bool)
    /// A not-a-number is NULL on SQLite.
    case double(Double)
    /// A list for `{in $n}`: JSON text on SQLite, an array literal on PostgreSQL.
    case ids([Int64])
    /// A list for `{in_text $n}`. On SQLite a text with U+0000 is never found.
    case texts([String])

    public static func int(_ value: Int) -> Value { .int(Int64(value)) }
    public static func int(_ value: Int64?) -> Value {
        guard let value else { return .null }
        return .int(value)
    }
    public static func text(_ value: String?) -> Value {
        guard let value else { return .null }
        return .text(value)
    }
    public static func blob(_ value: [UInt8]?) -> Value {
        guard let value else { return .null }
        return .blob(value)
    }
    public static func bool(_ value: Bool?) -> Value {
        guard let value else { return .null }
        return .bool(value)
    }
    public static func double(_ value: Double?) -> Value {
        guard let value else { return .null }
        return .double(value)
    }
}
