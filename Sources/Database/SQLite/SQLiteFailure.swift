// From SQLite's result codes (https://sqlite.org/rescode.html) to `DatabaseError`.
import GRDBSQLite

/// Makes errors of SQLite's codes and messages. The messages name tables and columns, never values.
enum SQLiteFailure {
    /// The error of the last call on this connection.
    static func last(of handle: OpaquePointer, sql: String?) -> DatabaseError {
        let message = sqlite3_errmsg(handle).map { String(cString: $0) } ?? ""
        return error(code: sqlite3_extended_errcode(handle), message: message, sql: sql)
    }

    static func error(code: Int32, message: String, sql: String?) -> DatabaseError {
        // The low byte is the primary code, whatever the extended code says more.
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: return .constraint(constraint(message))
        case SQLITE_FULL: return .full(message)
        case SQLITE_READONLY, SQLITE_PERM: return .readOnly(message)
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .corrupt(message)
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy(message)
        case SQLITE_CANTOPEN, SQLITE_IOERR: return .unavailable(message)
        default: return .failed(message, sql: sql)
        }
    }

    /// `accounts.username` of "UNIQUE constraint failed: accounts.username"; the kind alone where nothing follows.
    private static func constraint(_ message: String) -> String {
        let marker = " constraint failed"
        guard let range = message.firstRange(of: marker) else { return message }
        let rest = message[range.upperBound...]
        return rest.hasPrefix(": ") ? String(rest.dropFirst(2)) : String(message[..<range.lowerBound])
    }
}
