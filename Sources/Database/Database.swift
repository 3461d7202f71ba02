// The module's front: a database with two verbs, `read` and `write`.

/// A database on either engine. Closures are synchronous and hold one connection; the calls are async.
public final class Database: Sendable {
    private enum Backend: Sendable {
        case sqlite(SQLiteReaders, SQLiteWriter)
        case postgres(PostgresServer)
    }

    private let backend: Backend
    let place: Configuration.Place
    private let writes: WorkQueue
    let counters: Counters

    private init(_ backend: Backend, _ place: Configuration.Place, writes: WorkQueue, counters: Counters) {
        self.backend = backend
        self.place = place
        self.writes = writes
        self.counters = counters
    }

    /// Opens the file (made if need be) or connects to the server; throws `.unavailable` when there is none.
    public static func open(_ configuration: Configuration) async throws -> Database {
        let counters = Counters()
        let writes = WorkQueue(limit: configuration.queueLimit)
        switch configuration.place {
        case .sqlite(let path):
            let connection = try SQLiteConnection(path: path, tuning: configuration, readOnly: false)
            let limit = max(configuration.groupLimit, 1)
            let writer = SQLiteWriter(connection: connection, mailbox: writes, counters: counters, groupLimit: limit)
            let readers = SQLiteReaders(path: path, configuration: configuration, counters: counters)
            return Database(.sqlite(readers, writer), configuration.place, writes: writes, counters: counters)
        case .postgres(let url, let connections):
            let server = PostgresServer(url: url, count: connections, mailbox: writes, configuration, counters)
            let database = Database(.postgres(server), configuration.place, writes: writes, counters: counters)
            do {
                try await database.read { try $0.executeScript("SELECT 1") }
            } catch {
                await database.close()
                throw error
            }
            return database
        }
    }

    /// The engine behind.
    public var engine: Engine {
        switch backend {
        case .sqlite: .sqlite
        case .postgres: .postgres
        }
    }

    /// Runs a closure that only reads.
    ///
    /// On SQLite it runs inline, on the calling thread, over one snapshot (docs/decisions/0002-reads-run-inline.md); keep it
    /// to what a request needs. On PostgreSQL it runs on a connection's own thread, and each statement sees what is
    /// committed when it begins, unless `consistent` asks for one snapshot for all of them. If the connection turns out
    /// to be dead it runs once more on a new one.
    nonisolated(nonsending) public func read<T: Sendable>(
        consistent: Bool = false,
        _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T {
        counters.read()
        switch backend {
        case .sqlite(let readers, _):
            return try await readers.read(body)
        case .postgres:
            return try await submit(kind: consistent ? .snapshot : .read, body)
        }
    }

    /// Runs a closure that changes data in a transaction and returns once that is committed and durable.
    ///
    /// The closure may run more than once (after a conflict, or when another closure of its group threw) and must have
    /// no effect but on the database. If it throws, its changes are undone and the error is passed on, and no other
    /// write is touched. Cancelling the task does not stop a write. When more closures wait than `queueLimit`, throws
    /// `.unavailable` at once.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await submit(kind: .write, body)
    }

    /// Opens a channel to the other processes on this database; nil on SQLite, where there is none. To be closed.
    ///
    /// - Parameters:
    ///   - name: a word in lower case.
    ///   - number: of this process, which no other may have at a time; nil for none.
    ///   - standIn: what is sent in place of messages that were lost on their way out.
    public func channel(
        _ name: String,
        number: Int?,
        standIn: String,
        _ hear: @escaping @Sendable (DatabaseChannel.Signal) -> Void
    ) throws -> DatabaseChannel? {
        guard case .postgres(let url, _) = place else { return nil }
        return try DatabaseChannel(url: url, name: name, number: number.map { Int32($0) }, standIn: standIn, hear)
    }

    /// Refuses new work, finishes the writes that wait, and closes all connections.
    public func close() async {
        writes.close()
        switch backend {
        case .sqlite(let readers, let writer):
            readers.close()
            await writer.waitUntilFinished()
        case .postgres(let server):
            await server.waitUntilFinished()
        }
    }

    /// What was done so far.
    public var statistics: DatabaseStatistics { counters.snapshot(waitingWrites: writes.count) }

    private func submit<T: Sendable>(
        kind: Work.Kind,
        _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            switch writes.put(Closure(kind, body, continuation)) {
            case .accepted: break
            case .closed: continuation.resume(throwing: DatabaseError.closed)
            case .full: continuation.resume(throwing: DatabaseError.unavailable("too many closures wait for it"))
            }
        }
    }
}
