// Running SQL texts on a PostgreSQL connection.
import CPostgres

/// A statement prepared on the server, by its name.
struct PostgresStatement {
    let name: String
}

extension PostgresConnection {
    /// Runs a text and hands each row to `row` until it returns false. Returns the number of rows changed.
    func run(_ sql: SQL, _ values: [Value], row: (Row) throws -> Bool) throws -> Int {
        try checkCount(of: values, for: sql)
        let statement = try statement(for: sql)
        let result = try result(of: statement, sql, values)
        defer { PQclear(result) }
        guard let result else { return 0 }
        if PQresultStatus(result) == PGRES_TUPLES_OK {
            for line in 0..<PQntuples(result) {
                if try !row(Row(result: result, line: line)) { return 0 }
            }
        }
        return changes(result)
    }

    /// With what waits, where anything does, in one round trip.
    private func result(
        of statement: PostgresStatement,
        _ sql: SQL,
        _ values: [Value]
    ) throws -> OpaquePointer? {
        guard waiting.isEmpty, pendingBegin == nil else {
            return try pipeline(endingWith: .statement(statement, sql, values))
        }
        guard arguments.set(values) else { throw Self.zeroCharacter(in: sql) }
        let result = arguments.withPointers { pointers, lengths, formats in
            PQexecPrepared(handle, statement.name, Int32(values.count), pointers, lengths, formats, 0)
        }
        do {
            try check(result, sql: sql.text, index: sql.index)
        } catch {
            PQclear(result)
            throw error
        }
        return result
    }

    func checkCount(of values: [Value], for sql: SQL) throws {
        guard values.count != sql.parameterCount else { return }
        throw DatabaseError.failed("\(values.count) arguments for \(sql.parameterCount) parameters", sql: sql.text)
    }

    static func zeroCharacter(in sql: SQL) -> DatabaseError {
        .failed("a text holds the character U+0000, which PostgreSQL cannot store", sql: sql.text)
    }

    /// Runs every statement of a script.
    func runScript(_ text: String) throws {
        try catchUp()
        try command(SQLTokens.resolve(text, for: .postgres))
    }

    /// Drops a statement whose plan the server refuses, so that the next use prepares it anew.
    func forget(_ index: Int) { cache.remove(index) }

    func statement(for sql: SQL) throws -> PostgresStatement {
        // A result is wholly here before its rows are read, so that no statement is ever in use when asked for.
        if case .found(let statement) = cache.take(sql.index) {
            cache.giveBack(sql.index)
            return statement
        }
        // One of those that wait may be the one that has to go.
        try sendWaiting()
        prepared += 1
        let statement = PostgresStatement(name: "s\(prepared)")
        let result = PQprepare(handle, statement.name, sql.postgres, 0, nil)
        defer { PQclear(result) }
        try check(result, sql: sql.text, index: nil)
        var discarded: PostgresStatement?
        cache.insert(statement, at: sql.index) { discarded = $0 }
        cache.giveBack(sql.index)
        if let discarded { try command("DEALLOCATE \(discarded.name)") }
        return statement
    }

    /// The number in the tag of INSERT, UPDATE or DELETE; that of SELECT counts rows read.
    private func changes(_ result: OpaquePointer) -> Int {
        guard let tag = PQcmdStatus(result), tag.pointee != CChar(UInt8(ascii: "S")),
            let tuples = PQcmdTuples(result)
        else { return 0 }
        return Int(String(cString: tuples)) ?? 0
    }
}
