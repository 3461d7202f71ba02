// A closure on its way to a thread that owns a connection, and the task that waits for its result.

/// What waits in a `WorkQueue`. A class with overridden methods rather than an existential: it is called in loops.
///
/// Sendable because a piece of work is held by one thread at a time; the lock of the mailbox hands it over.
class Work: @unchecked Sendable {
    enum Kind: Sendable {
        case read
        /// A read over one snapshot.
        case snapshot
        case write
    }

    let kind: Kind

    init(kind: Kind) { self.kind = kind }

    /// Runs the closure and keeps its result; may be called again after a rollback.
    func run(_ connection: Connection) throws {}
    /// Answers the waiting task with the result of the last run.
    func succeed() {}
    /// Answers the waiting task with an error.
    func fail(_ error: any Error) {}
}

/// A closure with a result.
final class Closure<Result: Sendable>: Work, @unchecked Sendable {
    private let body: @Sendable (Connection) throws -> Result
    private let continuation: CheckedContinuation<Result, any Error>
    private var result: Result?

    init(
        _ kind: Kind,
        _ body: @escaping @Sendable (Connection) throws -> Result,
        _ answer: CheckedContinuation<Result, any Error>
    ) {
        self.body = body
        continuation = answer
        super.init(kind: kind)
    }

    override func run(_ connection: Connection) throws {
        result = nil
        result = try body(connection)
    }

    override func succeed() {
        guard let result else { return continuation.resume(throwing: DatabaseError.closed) }
        continuation.resume(returning: result)
    }

    override func fail(_ error: any Error) { continuation.resume(throwing: error) }
}
