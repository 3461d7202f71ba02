// One row of a result, read by column index straight from the engine's own memory.
import CPostgres
import GRDBSQLite

/// A row, valid only inside the closure it is given to. Columns count from 0; a column that does not exist reads as NULL,
/// and NULL reads as 0, "", false or empty through the accessors that are not optional. Nothing here traps.
public struct Row {
    /// The SQLite statement that stands on this row, or nil.
    let statement: OpaquePointer?
    /// The PostgreSQL result that holds this row (text format), or nil.
    let result: OpaquePointer?
    /// The number of the row within `result`.
    let line: Int32

    init(statement: OpaquePointer) {
        self.statement = statement
        result = nil
        line = 0
    }

    init(result: OpaquePointer, line: Int32) {
        statement = nil
        self.result = result
        self.line = line
    }

    /// Whether the column is NULL.
    public func isNull(_ column: Int) -> Bool {
        if let statement { return sqlite3_column_type(statement, Int32(clamping: column)) == SQLITE_NULL }
        return field(column) == nil
    }

    /// An integer; fractions are cut off, what does not fit or is no number is 0 or the nearest bound.
    public func int(_ column: Int) -> Int64 {
        if let statement { return sqlite3_column_int64(statement, Int32(clamping: column)) }
        return field(column).map(PostgresText.int) ?? 0
    }

    /// An integer, or nil for NULL.
    public func intOrNil(_ column: Int) -> Int64? { isNull(column) ? nil : int(column) }

    /// Text; bytes that are no UTF-8 are repaired with U+FFFD.
    public func text(_ column: Int) -> String { textOrNil(column) ?? "" }

    /// Text, or nil for NULL.
    public func textOrNil(_ column: Int) -> String? {
        if let statement {
            let column = Int32(clamping: column)
            guard let bytes = sqlite3_column_text(statement, column) else { return nil }
            let count = Int(sqlite3_column_bytes(statement, column))
            return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }
        return field(column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A truth value; NULL is false.
    public func bool(_ column: Int) -> Bool {
        if let statement { return sqlite3_column_int64(statement, Int32(clamping: column)) != 0 }
        return field(column).map(PostgresText.bool) ?? false
    }

    /// Bytes; of a text column its UTF-8.
    public func blob(_ column: Int) -> [UInt8] { blobOrNil(column) ?? [] }

    /// Bytes, or nil for NULL.
    public func blobOrNil(_ column: Int) -> [UInt8]? {
        if let statement {
            let column = Int32(clamping: column)
            guard let bytes = sqlite3_column_blob(statement, column) else {
                // An empty blob has a null pointer too (https://sqlite.org/c3ref/column_blob.html).
                return sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : []
            }
            return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, column))))
        }
        guard let result, let field = field(column) else { return nil }
        let isBytea = PQftype(result, Int32(clamping: column)) == PostgresText.byteaType
        return isBytea ? PostgresText.bytea(field) : Array(field)
    }

    /// A floating-point number; NULL is 0.
    public func double(_ column: Int) -> Double {
        if let statement { return sqlite3_column_double(statement, Int32(clamping: column)) }
        return field(column).flatMap { Double(String(decoding: $0, as: UTF8.self)) } ?? 0
    }

    private func field(_ column: Int) -> UnsafeBufferPointer<UInt8>? {
        let column = Int32(clamping: column)
        guard let result, column >= 0, column < PQnfields(result), PQgetisnull(result, line, column) == 0,
            let bytes = PQgetvalue(result, line, column)
        else { return nil }
        let count = Int(PQgetlength(result, line, column))
        return UnsafeBufferPointer(start: UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: count)
    }
}
