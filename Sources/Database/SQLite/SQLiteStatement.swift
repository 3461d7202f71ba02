// A prepared SQLite statement: binding of values and stepping.
import GRDBSQLite

/// One prepared statement of one connection.
struct SQLiteStatement {
    let pointer: OpaquePointer

    init(_ text: String, handle: OpaquePointer) throws {
        var pointer: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        guard code == SQLITE_OK else { throw SQLiteFailure.last(of: handle, sql: text) }
        guard let pointer else { throw DatabaseError.failed("the SQL text is empty", sql: text) }
        self.pointer = pointer
    }

    func finalize() { sqlite3_finalize(pointer) }

    /// Runs a statement without parameters and rows, such as COMMIT.
    func runOnce(on handle: OpaquePointer) throws {
        let code = sqlite3_step(pointer)
        guard code == SQLITE_DONE || code == SQLITE_ROW else {
            let error = SQLiteFailure.last(of: handle, sql: nil)
            sqlite3_reset(pointer)
            throw error
        }
        sqlite3_reset(pointer)
    }

    /// Binds all arguments and returns SQLite's code. SQLite copies text and blobs: for the short ones of hot statements
    /// this is as quick as keeping them alive ourselves.
    func bind(_ arguments: [Value]) -> Int32 {
        for (offset, argument) in arguments.enumerated() {
            let code = bind(argument, at: Int32(offset + 1))
            guard code == SQLITE_OK else { return code }
        }
        return SQLITE_OK
    }

    private func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(pointer, index)
        case .int(let value): return sqlite3_bind_int64(pointer, index, value)
        case .bool(let value): return sqlite3_bind_int64(pointer, index, value ? 1 : 0)
        case .double(let value): return sqlite3_bind_double(pointer, index, value)
        case .text(var value): return value.withUTF8 { bindText($0, at: index) }
        case .blob(let value):
            guard !value.isEmpty else { return sqlite3_bind_zeroblob(pointer, index, 0) }
            return value.withUnsafeBytes {
                sqlite3_bind_blob64(pointer, index, $0.baseAddress, UInt64($0.count), Self.transient)
            }
        case .ids(let ids): return ListArgument.json(ids).withUnsafeBufferPointer { bindText($0, at: index) }
        case .texts(let texts): return ListArgument.json(texts).withUnsafeBufferPointer { bindText($0, at: index) }
        }
    }

    private func bindText(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int32) -> Int32 {
        // A null pointer would bind NULL instead of the empty text.
        guard let base = bytes.baseAddress, bytes.count > 0 else {
            return sqlite3_bind_text(pointer, index, "", 0, Self.transient)
        }
        return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            sqlite3_bind_text64(pointer, index, $0, UInt64(bytes.count), Self.transient, UInt8(SQLITE_UTF8))
        }
    }

    /// SQLITE_TRANSIENT, a C macro Swift does not import: SQLite makes its own copy.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
