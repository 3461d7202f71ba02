// Who does the work of each kind.

public import Domain

/// A failure that another attempt cannot mend: the job is given up at once.
public struct JobRefused: Error, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ reason: String) { description = reason }
}

/// How many jobs of one kind a node works on at once. Kinds share nothing: however slow one is, the others go on.
public struct JobLimits: Sendable, Equatable {
    public var atOnce: Int
    /// Of them, those that have to do with one host.
    public var ofOneHost: Int

    public init(atOnce: Int = 8, ofOneHost: Int = 2) {
        self.atOnce = atOnce
        self.ofOneHost = ofOneHost
    }
}

/// The handlers of a server, one for each kind of job.
public struct JobHandlers: Sendable {
    public typealias Handler = @Sendable (Job) async throws -> Void

    struct Entry: Sendable {
        let attempts: Int
        let timeout: Duration
        let limits: JobLimits
        let keepsGivenUp: @Sendable (Job) -> Bool
        let handler: Handler
    }

    private(set) var byKind: [String: Entry] = [:]

    public init() {}

    /// - Parameters:
    ///   - attempts: after so many failures a job is given up. The pauses between them double from 15 s to 6 h:
    ///     10 attempts take two hours, 15 two days.
    ///   - timeout: after which the attempt is cancelled and has failed; at most `JobQueue.lease` less a minute.
    ///   - limits: how many of this kind run at once.
    ///   - keepsGivenUp: whether a job that was given up stays for an admin to look at; else it is forgotten at once.
    ///   - handler: may be called again for a job that was done when a node dies between its work and its end, so what
    ///     it does twice must be as if done once. Throws `JobRefused` when trying again is of no use.
    public mutating func handle(
        _ kind: String,
        attempts: Int = 10,
        timeout: Duration = .seconds(60),
        limits: JobLimits = JobLimits(),
        keepsGivenUp: @escaping @Sendable (Job) -> Bool = { _ in true },
        _ handler: @escaping Handler
    ) {
        byKind[kind] = Entry(
            attempts: attempts,
            timeout: min(timeout, JobQueue.lease - .seconds(60)),
            limits: limits,
            keepsGivenUp: keepsGivenUp,
            handler: handler
        )
    }
}
