// What waits, looked at now and then: who asks for figures does not wait for a database.

internal import Basics
internal import Database
internal import Storage
internal import Synchronization

/// What waits in each queue, and how large the database is.
public struct BacklogFigures: Sendable, Equatable {
    public struct Queue: Sendable, Equatable {
        public var name: String
        public var waiting: Int64
        /// Seconds for which the oldest is due.
        public var lag: Int64
    }

    public struct Host: Sendable, Equatable {
        public var name: String
        /// For how long nothing could be delivered there.
        public var seconds: Int64
    }

    public var queues: [Queue] = []
    public var deadJobs: Int64 = 0
    public var failingHosts: [Host] = []
    public var databaseBytes: Int64 = 0
}

/// What the last look found.
final class BacklogWatch: Sendable {
    private let figures = Mutex<BacklogFigures?>(nil)

    var last: BacklogFigures? { figures.withLock { $0 } }

    func set(_ new: BacklogFigures) { figures.withLock { $0 = new } }
}

extension Services {
    /// Hosts that are named.
    private static let namedHosts = 10

    /// What the last look found; nil before the first.
    public var backlog: BacklogFigures? { backlogWatch.last }

    /// Looks what waits.
    public func measureBacklog() async throws {
        let now = clock.now()
        let figures = try await database.snapshot { connection in
            let queues = [
                ("jobs", try BacklogQueries.jobs(at: now, connection)),
                ("deliveries", try BacklogQueries.deliveries(at: now, connection)),
                ("inbox", try BacklogQueries.inbox(at: now, connection)),
                ("outbox", try BacklogQueries.outbox(at: now, connection)),
            ]
            let hosts = try BacklogQueries.failingHosts(at: now, limit: Services.namedHosts, connection)
            return BacklogFigures(
                queues: queues.map { BacklogFigures.Queue(name: $0, waiting: $1.waiting, lag: $1.lag) },
                deadJobs: try BacklogQueries.deadJobs(connection),
                failingHosts: hosts.map { BacklogFigures.Host(name: $0.host, seconds: $0.seconds) },
                databaseBytes: try SpaceQueries.size(connection).bytes
            )
        }
        backlogWatch.set(figures)
    }

    /// How long the database may take to answer.
    private static let databasePatience = Duration.seconds(5)

    /// Whether the database answers now. Asked by strangers: looked at once in two seconds at the most.
    public func isDatabaseAnswering() async -> Bool {
        let answer = try? await databaseAnswers.value(for: 0) { [database] in
            await withCheckedContinuation { continuation in
                let first = FirstAnswer(continuation)
                Task { first.give((try? await database.read { try IDQueries.greatest($0) }) != nil) }
                // Not in a group with it: a group would wait for a reading that hangs.
                Task {
                    try? await Task.sleep(for: Services.databasePatience)
                    first.give(false)
                }
            }
        }
        return answer ?? false
    }
}

/// Of several answers the first counts.
private final class FirstAnswer: Sendable {
    private let waiting: Mutex<CheckedContinuation<Bool, Never>?>

    init(_ continuation: CheckedContinuation<Bool, Never>) { waiting = Mutex(continuation) }

    func give(_ answer: Bool) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: answer)
    }
}
