// All rows of a table at once, by PostgreSQL's COPY (https://www.postgresql.org/docs/15/libpq-copy.html).
import CPostgres

extension PostgresConnection {
    func copyOut(_ copy: TableCopy, _ take: ([UInt8]) throws -> Void) throws {
        try begin(copy: copy.read, expecting: PGRES_COPY_OUT)
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(handle, &buffer, 0)
            guard count > 0, let buffer else { break }
            defer { PQfreemem(buffer) }
            // Where this throws, the rest is passed over by the next statement, which is the rollback.
            try take(Array(UnsafeRawBufferPointer(start: buffer, count: Int(count))))
        }
        try endCopy(copy.read)
    }

    func copyIn(_ copy: TableCopy, _ lines: [UInt8]) throws -> Int {
        try begin(copy: copy.write, expecting: PGRES_COPY_IN)
        lines.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
                rest = rest.dropFirst(piece.count)
                // What fails here is told by the result.
                let start = piece.baseAddress?.assumingMemoryBound(to: CChar.self)
                guard PQputCopyData(handle, start, Int32(piece.count)) == 1 else { return }
            }
        }
        PQputCopyEnd(handle, nil)
        return try endCopy(copy.write)
    }

    /// Runs a text without parameters apart from the cache.
    func run(text: String, row: (Row) throws -> Void) throws {
        try catchUp()
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        try check(result, sql: text, index: nil)
        guard let result, PQresultStatus(result) == PGRES_TUPLES_OK else { return }
        for line in 0..<PQntuples(result) { try row(Row(result: result, line: line)) }
    }

    private func begin(copy text: String, expecting status: ExecStatusType) throws {
        try catchUp()
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        guard PQresultStatus(result) != status else { return }
        try check(result, sql: text, index: nil)
        throw DatabaseError.failed("the statement copies nothing", sql: text)
    }

    /// Returns how many rows were copied.
    @discardableResult
    private func endCopy(_ text: String) throws -> Int {
        var count = 0
        var failure: (any Error)?
        while let result = PQgetResult(handle) {
            defer { PQclear(result) }
            do {
                try check(result, sql: text, index: nil)
                count += PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return count
    }
}
