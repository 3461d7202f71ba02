// One connection to PostgreSQL, used by the one thread that made it.
import CPostgres

/// A libpq connection with its prepared statements.
final class PostgresConnection {
    let handle: OpaquePointer
    var cache: StatementCache<PostgresStatement>
    /// Numbers the names of prepared statements; a name is never used twice on a connection.
    var prepared = 0
    /// Whether something failed since the last transaction began that another try may cure.
    var sawTransientFailure = false
    /// What the next statement must be preceded by: a transaction begins with its first statement.
    var pendingBegin: String?
    /// Statements of the transaction that go out with the next one that is waited for.
    var waiting: [Waiting] = []
    var arguments = PostgresArguments()

    /// Connects, waiting a few seconds at most.
    init(url: String, durable: Bool, statementLimit: Int) throws {
        // Of two settings of one name the later holds, so those in the URL go over these.
        let settings: KeyValuePairs = [
            "application_name": "chorus", "connect_timeout": "3", "tcp_user_timeout": "10000", "keepalives_idle": "30",
            "keepalives_interval": "5", "keepalives_count": "3", "dbname": url, "client_encoding": "UTF8",
        ]
        let handle = Self.withCStrings(settings.map(\.key)) { keys in
            Self.withCStrings(settings.map(\.value)) { values in PQconnectdbParams(keys, values, 1) }
        }
        guard let handle else { throw DatabaseError.unavailable("there is no memory for a connection") }
        self.handle = handle
        cache = StatementCache(limit: statementLimit)
        guard PQstatus(handle) == CONNECTION_OK else {
            defer { PQfinish(handle) }
            throw DatabaseError.unavailable(PostgresFailure.message(of: handle))
        }
        // Notices go nowhere rather than to the standard error.
        _ = PQsetNoticeProcessor(handle, { _, _ in }, nil)
        do {
            // A write inside of `read` is then refused, as SQLite refuses it; `write` begins READ WRITE.
            try command("SET default_transaction_read_only = on; SET bytea_output = hex")
            if !durable { try command("SET synchronous_commit = off") }
        } catch {
            PQfinish(handle)
            throw error
        }
    }

    func close() { PQfinish(handle) }

    /// Whether the server is gone. Known only after something was tried.
    var isDead: Bool { isLost || PQstatus(handle) != CONNECTION_OK }
    /// libpq may report a lost connection by a result and call the connection good until it is used again.
    var isLost = false

    /// Begins a transaction with the next statement.
    func begin(_ text: String) {
        sawTransientFailure = false
        waiting.removeAll(keepingCapacity: true)
        pendingBegin = text
    }

    /// Begins the transaction if that is due, and has what waits run: to be called before anything but a statement.
    func catchUp() throws {
        if let text = pendingBegin {
            pendingBegin = nil
            try command(text)
        }
        try sendWaiting()
    }

    /// Commits, if any statement was run. The server answers COMMIT of a failed transaction with ROLLBACK and no error.
    func commit() throws {
        guard pendingBegin == nil || !waiting.isEmpty else { return }
        let result = waiting.isEmpty ? nil : try pipeline(endingWith: .command("COMMIT"))
        defer { PQclear(result) }
        let status = try result.map(Self.tag) ?? command("COMMIT")
        guard status == "COMMIT" else { throw Self.failedBefore }
    }

    /// Throws if a transaction cannot go on: a closure has caught the error of a statement, or ended the transaction.
    func checkTransaction() throws {
        guard pendingBegin != nil || PQtransactionStatus(handle) == PQTRANS_INTRANS else { throw Self.failedBefore }
    }

    private static let failedBefore = DatabaseError.failed("a statement of the transaction had failed before", sql: nil)

    /// As many statements as a durable commit takes the time of, the quickest of five of each. A statement is BEGIN, which
    /// waits neither for the disk nor for rows, only for the network and the processor.
    func commitCost() throws -> Double {
        defer { rollback() }
        let clock = ContinuousClock()
        var (statement, commit) = (Duration.seconds(1), Duration.seconds(1))
        for _ in 0..<5 {
            statement = min(statement, try clock.measure { try command("BEGIN READ WRITE") })
            // Something to be synced that changes nothing.
            try command("SELECT pg_logical_emit_message(true, 'chorus', '')")
            commit = min(commit, try clock.measure { try command("COMMIT") })
        }
        return commit / statement
    }

    /// Leaves any transaction.
    func rollback() {
        pendingBegin = nil
        dropWaiting()
        if !isDead, PQtransactionStatus(handle) != PQTRANS_IDLE { _ = try? command("ROLLBACK") }
    }

    /// Runs text without parameters, one or more statements, and returns the tag of the last.
    @discardableResult
    func command(_ text: String) throws -> String {
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        try check(result, sql: nil, index: nil)
        return result.map(Self.tag) ?? ""
    }

    /// What the server calls a command that succeeded: `COMMIT`.
    private static func tag(of result: OpaquePointer) -> String {
        PQcmdStatus(result).map { String(cString: $0) } ?? ""
    }

    /// Throws unless the result is one of a statement that succeeded.
    func check(_ result: OpaquePointer?, sql: String?, index: Int?) throws {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
        default:
            let failure = PostgresFailure(result: result, connection: handle, sql: sql)
            if failure.connectionIsLost { isLost = true }
            if failure.isTransient { sawTransientFailure = true }
            if failure.statementIsStale, let index { forget(index) }
            throw failure.error
        }
    }

    private static func withCStrings<T>(_ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> T) -> T {
        func next(_ rest: ArraySlice<String>, _ done: [UnsafePointer<CChar>?]) -> T {
            guard let first = rest.first else { return body(done + [nil]) }
            return first.withCString { next(rest.dropFirst(), done + [$0]) }
        }
        return next(texts[...], [])
    }
}
