// The durable queue: what is to be done stands in the database, in the transaction that wished it.

public import Basics
public import Database
public import Domain
internal import Storage
internal import Synchronization

/// The jobs of a database as one node sees them.
public final class JobQueue: Sendable {
    /// How long a node keeps a job without telling how it ended; then others may take it.
    public static let lease = Duration.seconds(900)

    /// What this process has done since its start.
    public struct Figures: Sendable, Equatable {
        public var done = 0
        public var failed = 0
        public var givenUp = 0
    }

    let database: Database
    let clock: Clock
    let node: Int64
    /// Says that there may be something to do.
    let wakes: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let state = Mutex(Figures())

    /// - Parameter node: this process among those that share the database; no two may have the same.
    public init(database: Database, clock: Clock, node: Int) {
        self.database = database
        self.clock = clock
        self.node = Int64(node)
        (wakes, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    public var figures: Figures { state.withLock { $0 } }

    /// Writes a job in a transaction; call `wake()` after its commit.
    public static func insert(_ draft: JobDraft, at now: Timestamp, _ connection: Connection) throws {
        try JobQueries.insert(draft, at: now, connection)
    }

    /// Looks for work at once instead of within a second.
    public func wake() { bell.yield() }

    /// Forgets jobs that were given up more than a week ago.
    public func forgetDead() async throws {
        let limit = clock.now() - .seconds(7 * 86_400)
        _ = try await database.write { try JobQueries.forgetDead(before: limit, limit: 1000, $0) }
    }

    func tally(_ change: (inout Figures) -> Void) { state.withLock { change(&$0) } }
}
