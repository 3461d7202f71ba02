// All rows of a table at once, on SQLite.
import GRDBSQLite

extension SQLiteConnection {
    func copyOut(_ copy: TableCopy, _ take: ([UInt8]) throws -> Void) throws {
        var line: [UInt8] = []
        try run(text: copy.read) { row in
            line.removeAll(keepingCapacity: true)
            CopyText.append(row, copy.kinds, to: &line)
            try take(line)
        }
    }

    func copyIn(_ copy: TableCopy, _ lines: [UInt8]) throws -> Int {
        let statement = try SQLiteStatement(copy.write, handle: handle)
        defer { statement.finalize() }
        var reader = CopyLines(lines)
        while let values = try reader.next(copy.kinds) {
            guard statement.bind(values) == SQLITE_OK else { throw SQLiteFailure.last(of: handle, sql: copy.write) }
            try statement.runOnce(on: handle)
        }
        return reader.line
    }

    /// Runs a text apart from the cache.
    func run(text: String, row: (Row) throws -> Void) throws {
        let statement = try SQLiteStatement(text, handle: handle)
        defer { statement.finalize() }
        while true {
            switch sqlite3_step(statement.pointer) {
            case SQLITE_ROW: try row(Row(statement: statement.pointer))
            case SQLITE_DONE: return
            default: throw SQLiteFailure.last(of: handle, sql: text)
            }
        }
    }
}
