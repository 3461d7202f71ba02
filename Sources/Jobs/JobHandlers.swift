// Who does the work of each kind.

public import Domain

/// A failure that another attempt cannot mend: the job is given up at once.
public struct JobRefused: Error, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ reason: String) { description = reason }
}

/// The handlers of a server, one for each kind of job.
public struct JobHandlers: Sendable {
    public typealias Handler = @Sendable (Job) async throws -> Void

    struct Entry: Sendable {
        let attempts: Int
        let timeout: Duration
        let handler: Handler
    }

    private(set) var byKind: [String: Entry] = [:]

    public init() {}

    /// - Parameters:
    ///   - attempts: after so many failures a job is given up. The pauses between them double from 15 s to 6 h:
    ///     10 attempts take two hours, 15 two days.
    ///   - timeout: after which the attempt is cancelled and has failed; at most `JobQueue.lease` less a minute.
    ///   - handler: may be called again for a job that was done when a node dies between its work and its end, so what
    ///     it does twice must be as if done once. Throws `JobRefused` when trying again is of no use.
    public mutating func handle(
        _ kind: String,
        attempts: Int = 10,
        timeout: Duration = .seconds(60),
        _ handler: @escaping Handler
    ) {
        byKind[kind] = Entry(attempts: attempts, timeout: min(timeout, JobQueue.lease - .seconds(60)), handler: handler)
    }
}
