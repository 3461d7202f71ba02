// The reading connections of a SQLite database, leased to one closure at a time.
import Synchronization

/// A bounded stack of readers. The last one given back is leased first: its pages and statements are warm.
final class SQLiteReaders: Sendable {
    private struct State {
        var idle: [SQLiteConnection] = []
        var opened = 0
        var waiting: [CheckedContinuation<SQLiteConnection, any Error>] = []
        var isClosed = false
    }

    private enum Lease {
        case reader(SQLiteConnection)
        case open
        case wait
        case closed
    }

    private let state = Mutex(State())
    private let path: String
    private let configuration: Database.Configuration

    private let counters: Counters

    init(path: String, configuration: Database.Configuration, counters: Counters) {
        self.path = path
        self.counters = counters
        self.configuration = configuration
    }

    /// Runs a closure on the calling thread, over one snapshot.
    nonisolated(nonsending) func read<T>(_ body: (Connection) throws -> T) async throws -> T {
        let reader = try await lease()
        defer { giveBack(reader) }
        let connection = Connection(.sqlite(reader), counters: counters)
        do {
            try reader.beginTransaction()
            // Nothing was changed, so ending the snapshot either way is the same.
            defer { reader.rollbackTransaction() }
            return try connection.use { try body(connection) }
        } catch {
            counters.failed(error)
            throw error
        }
    }

    /// A reader at once, a newly opened one, or the next one given back: a task waits, its thread does not.
    nonisolated(nonsending) func lease() async throws -> SQLiteConnection {
        switch state.withLock({ take(&$0) }) {
        case .reader(let reader): return reader
        case .closed: throw DatabaseError.closed
        case .open: return try open()
        case .wait:
            return try await withCheckedThrowingContinuation { continuation in
                // Between the two locks a reader may have come back.
                let lease = state.withLock {
                    let lease = take(&$0)
                    if case .wait = lease { $0.waiting.append(continuation) }
                    return lease
                }
                switch lease {
                case .reader(let reader): continuation.resume(returning: reader)
                case .closed: continuation.resume(throwing: DatabaseError.closed)
                case .open: continuation.resume(with: Result { try open() })
                case .wait: break
                }
            }
        }
    }

    /// Hands the reader to the task that waits for longest, or puts it on the stack.
    func giveBack(_ reader: SQLiteConnection) {
        let (next, isClosed) = state.withLock { state in
            if state.isClosed {
                state.opened -= 1
            } else if state.waiting.isEmpty {
                state.idle.append(reader)
            } else {
                return (state.waiting.removeFirst(), false) as (CheckedContinuation<SQLiteConnection, any Error>?, Bool)
            }
            return (nil, state.isClosed)
        }
        if isClosed { reader.close() }
        next?.resume(returning: reader)
    }

    /// Closes the idle readers now and the leased ones when they come back.
    func close() {
        let (idle, waiting) = state.withLock { state in
            state.isClosed = true
            defer { (state.idle, state.waiting) = ([], []) }
            state.opened -= state.idle.count
            return (state.idle, state.waiting)
        }
        for reader in idle { reader.close() }
        for continuation in waiting { continuation.resume(throwing: DatabaseError.closed) }
    }

    private func take(_ state: inout State) -> Lease {
        if state.isClosed { return .closed }
        if let reader = state.idle.popLast() { return .reader(reader) }
        guard state.opened < configuration.readers else { return .wait }
        state.opened += 1
        return .open
    }

    private func open() throws -> SQLiteConnection {
        do {
            return try SQLiteConnection(path: path, tuning: configuration, readOnly: true)
        } catch {
            // Those who wait for a reader must not wait for one that never comes.
            let waiting = state.withLock { state in
                state.opened -= 1
                guard state.opened == 0 else { return [] as [CheckedContinuation<SQLiteConnection, any Error>] }
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume(throwing: error) }
            throw error
        }
    }
}
