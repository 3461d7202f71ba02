// Running SQL texts on a SQLite connection.
import GRDBSQLite

extension SQLiteConnection {
    /// Runs a text and hands each row to `row` until it returns false. Returns the number of rows changed.
    @discardableResult
    func run(_ sql: SQL, _ arguments: [Value], row: (Row) throws -> Bool) throws -> Int {
        guard arguments.count == sql.parameterCount else {
            let message = "\(arguments.count) arguments for \(sql.parameterCount) parameters"
            throw DatabaseError.failed(message, sql: sql.text)
        }
        let statement: SQLiteStatement
        let isCached: Bool
        switch cache.take(sql.index) {
        case .found(let found): (statement, isCached) = (found, true)
        case .missing:
            statement = try SQLiteStatement(sql.sqlite, handle: handle)
            cache.insert(statement, at: sql.index) { $0.finalize() }
            isCached = true
        case .inUse:
            // A row closure runs the text it is being called from.
            (statement, isCached) = (try SQLiteStatement(sql.sqlite, handle: handle), false)
        }
        defer {
            sqlite3_reset(statement.pointer)
            if isCached { cache.giveBack(sql.index) } else { statement.finalize() }
        }
        guard statement.bind(arguments) == SQLITE_OK else { throw SQLiteFailure.last(of: handle, sql: sql.text) }
        let before = sqlite3_total_changes64(handle)
        while true {
            switch sqlite3_step(statement.pointer) {
            case SQLITE_ROW:
                if try !row(Row(statement: statement.pointer)) { return 0 }
            case SQLITE_DONE:
                // sqlite3_changes alone would tell of an earlier statement after one that changes nothing, such as DDL.
                return sqlite3_total_changes64(handle) == before ? 0 : Int(sqlite3_changes64(handle))
            default: throw SQLiteFailure.last(of: handle, sql: sql.text)
            }
        }
    }

    /// Runs every statement of a script.
    /// Returns how many rows it changed.
    @discardableResult
    func runScript(_ text: String) throws -> Int {
        let before = sqlite3_total_changes64(handle)
        guard sqlite3_exec(handle, SQLTokens.resolve(text, for: .sqlite), nil, nil, nil) == SQLITE_OK else {
            throw SQLiteFailure.last(of: handle, sql: nil)
        }
        return Int(sqlite3_total_changes64(handle) - before)
    }
}
