// Counters of a database, for /metrics and tests.
import Synchronization

/// What a database has done since it was opened.
public struct DatabaseStatistics: Sendable, Equatable {
    /// Read closures begun.
    public var reads = 0
    /// Write closures committed.
    public var writes = 0
    /// Transactions committed by `write`; one holds a whole group of writes.
    public var transactions = 0
    /// Statements run, those rolled back included.
    public var statements = 0
    /// Closures and transactions that ended in an error.
    public var failures = 0
    /// Writes that wait for their turn at this moment.
    public var waitingWrites = 0
    /// The last error, without argument values.
    public var lastError: DatabaseError?
}

/// The counters behind the statistics.
final class Counters: Sendable {
    private let reads = Atomic<Int>(0)
    private let writes = Atomic<Int>(0)
    private let transactions = Atomic<Int>(0)
    private let statements = Atomic<Int>(0)
    private let failures = Atomic<Int>(0)
    private let lastError = Mutex<DatabaseError?>(nil)

    func read() { reads.wrappingAdd(1, ordering: .relaxed) }

    func ran(statements count: Int) { statements.wrappingAdd(count, ordering: .relaxed) }

    func committed(writes count: Int) {
        writes.wrappingAdd(count, ordering: .relaxed)
        transactions.wrappingAdd(1, ordering: .relaxed)
    }

    func failed(_ error: any Error) {
        failures.wrappingAdd(1, ordering: .relaxed)
        // Errors of the callers' own are theirs to tell.
        if let error = error as? DatabaseError { lastError.withLock { $0 = error } }
    }

    func snapshot(waitingWrites: Int) -> DatabaseStatistics {
        DatabaseStatistics(
            reads: reads.load(ordering: .relaxed),
            writes: writes.load(ordering: .relaxed),
            transactions: transactions.load(ordering: .relaxed),
            statements: statements.load(ordering: .relaxed),
            failures: failures.load(ordering: .relaxed),
            waitingWrites: waitingWrites,
            lastError: lastError.withLock { $0 }
        )
    }
}
