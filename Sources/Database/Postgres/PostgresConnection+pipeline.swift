// Several statements in one round trip (https://www.postgresql.org/docs/15/libpq-pipeline-mode.html).
import CPostgres

extension PostgresConnection {
    /// A statement that nobody has waited for yet.
    struct Waiting {
        let sql: SQL
        let statement: PostgresStatement
        let values: [Value]
    }

    /// Keeps a statement until the next one that is waited for, or the commit.
    func runLater(_ sql: SQL, _ values: [Value]) throws {
        try checkCount(of: values, for: sql)
        waiting.append(Waiting(sql: sql, statement: try statement(for: sql), values: values))
    }

    /// Has all that waits run, and waits for it.
    func sendWaiting() throws {
        guard !waiting.isEmpty else { return }
        PQclear(try pipeline(endingWith: nil))
    }

    /// Forgets what waits; to be called when its transaction is rolled back.
    func dropWaiting() { waiting.removeAll() }

    /// What follows those that wait.
    enum PipelineEnd {
        case statement(PostgresStatement, SQL, [Value])
        case command(String)
    }

    /// Sends BEGIN if it is due, those that wait, and one more, and returns the result of the last. Throws the first error: the
    /// server skips what follows it.
    func pipeline(endingWith last: PipelineEnd?) throws -> OpaquePointer? {
        let begins = pendingBegin.map { $0.split(separator: ";").map(String.init) } ?? []
        let statements = waiting
        pendingBegin = nil
        waiting.removeAll(keepingCapacity: true)
        guard PQenterPipelineMode(handle) == 1 else { throw broken() }
        var sent: [SQL?] = []
        do {
            for text in begins { try send(text, &sent) }
            for one in statements { try send(one.statement, one.sql, one.values, &sent) }
            switch last {
            case .statement(let statement, let sql, let values): try send(statement, sql, values, &sent)
            case .command(let text): try send(text, &sent)
            case nil: break
            }
        } catch {
            if let rest = try? results(of: sent) { PQclear(rest) }
            throw error
        }
        return try results(of: sent)
    }

    private func send(_ text: String, _ sent: inout [SQL?]) throws {
        guard PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 0) == 1 else { throw broken() }
        sent.append(nil)
    }

    private func send(
        _ statement: PostgresStatement,
        _ sql: SQL,
        _ values: [Value],
        _ sent: inout [SQL?]
    ) throws {
        guard arguments.set(values) else { throw Self.zeroCharacter(in: sql) }
        let isSent = arguments.withPointers { pointers, lengths, formats in
            PQsendQueryPrepared(handle, statement.name, Int32(values.count), pointers, lengths, formats, 0)
        }
        guard isSent == 1 else { throw broken() }
        sent.append(sql)
    }

    /// Reads the results of all that was sent, leaves the mode, and returns the last of them.
    private func results(of sent: [SQL?]) throws -> OpaquePointer? {
        guard PQpipelineSync(handle) == 1 else {
            _ = PQexitPipelineMode(handle)
            throw broken()
        }
        var failure: (any Error)?
        var last: OpaquePointer?
        for sql in sent {
            let result = PQgetResult(handle)
            if failure == nil {
                do { try check(result, sql: sql?.text, index: sql?.index) } catch { failure = error }
            }
            PQclear(last)
            last = result
            // After the result of each statement comes a null.
            while let more = PQgetResult(handle) { PQclear(more) }
        }
        PQclear(PQgetResult(handle))
        guard PQexitPipelineMode(handle) == 1 else {
            PQclear(last)
            throw failure ?? broken()
        }
        if let failure {
            PQclear(last)
            throw failure
        }
        return last
    }

    private func broken() -> any Error {
        isLost = true
        return DatabaseError.unavailable(PostgresFailure.message(of: handle))
    }
}
