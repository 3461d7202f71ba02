// All rows of a table at once, as text: what backups are made of.

/// What the columns of a table hold, whichever engine keeps it.
public enum ColumnKind: String, Sendable {
    case int, text, bool, blob, double
}

/// How all rows of one table are read and written, on one engine.
public struct TableCopy: Sendable {
    let read: String
    let write: String
    let kinds: [ColumnKind]

    /// - Parameters:
    ///   - read: a SELECT of all columns on SQLite, a `COPY … TO STDOUT` on PostgreSQL.
    ///   - write: an INSERT of one row with a `?` for each column on SQLite, a `COPY … FROM STDIN` on PostgreSQL.
    ///   - kinds: of the columns, in the order of both statements.
    public init(read: String, write: String, kinds: [ColumnKind]) {
        (self.read, self.write, self.kinds) = (read, write, kinds)
    }
}

extension Connection {
    /// Hands over each row as a line of `CopyText`, its line end included. No more than a row is in memory.
    public func copyOut(_ copy: TableCopy, _ take: ([UInt8]) throws -> Void) throws {
        try countStatement()
        switch backend {
        case .sqlite(let connection): try connection.copyOut(copy, take)
        case .postgres(let connection): try connection.copyOut(copy, take)
        }
    }

    /// Adds the rows of whole lines of `CopyText`. Returns how many they were; throws `CopyError` for what is no such line.
    public func copyIn(_ copy: TableCopy, _ lines: [UInt8]) throws -> Int {
        try countStatement()
        switch backend {
        case .sqlite(let connection): return try connection.copyIn(copy, lines)
        case .postgres(let connection): return try connection.copyIn(copy, lines)
        }
    }

    /// All rows of a query whose text is not known beforehand, each made into a `T`. Keeps no statement.
    public func query<T>(text: String, row: (Row) throws -> T) throws -> [T] {
        try countStatement()
        var rows: [T] = []
        switch backend {
        case .sqlite(let connection): try connection.run(text: text) { rows.append(try row($0)) }
        case .postgres(let connection): try connection.run(text: text) { rows.append(try row($0)) }
        }
        return rows
    }
}
