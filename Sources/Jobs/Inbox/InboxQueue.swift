// The inbox as one node sees it: what waits, and whether there is room for more.

public import Basics
public import Database
public import Domain
internal import Storage
internal import Synchronization

/// What other servers sent and nobody has worked on yet.
public final class InboxQueue: Sendable {
    public struct Figures: Sendable, Equatable {
        public var received = 0
        /// Received before.
        public var repeated = 0
        /// Not taken, for there was too much already.
        public var shed = 0
        public var done = 0
        /// Attempts that are made again.
        public var failed = 0
        public var givenUp = 0
        /// As far as this node knows.
        public var waiting = 0
    }

    /// How much may wait.
    public struct Limits: Sendable {
        public var all = 200_000
        /// Of one host.
        public var each = 20_000
        /// Writes that wait for their turn in this process; beyond, people who post would wait with them.
        public var writes = 4000

        public init() {}
    }

    /// Whether something may come in.
    public enum Load: Sendable, Equatable {
        case open
        /// 503, and when it is worth coming again.
        case busy(retryAfter: Duration)
    }

    let board: LaneBoard
    private let limits: Limits

    private struct State {
        var figures = Figures()
        var byHost: [String: Int] = [:]
    }
    private let state = Mutex(State())

    /// - Parameter node: this process among those that share the database; no two may have the same.
    public init(database: Database, clock: Clock, node: Int, limits: Limits = Limits()) {
        board = LaneBoard(.inbox, database: database, clock: clock, node: node)
        self.limits = limits
    }

    public var figures: Figures { state.withLock { $0.figures } }

    /// Whether there is room for an activity of a host. Asks nobody and costs nothing: for the door, before anything else.
    public func load(of host: String) -> Load {
        let isCrowded = board.database.statistics.waitingWrites > limits.writes
        return state.withLock { state in
            let isFull = state.figures.waiting >= limits.all || state.byHost[host, default: 0] >= limits.each
            guard isFull || isCrowded else { return .open }
            state.figures.shed += 1
            return .busy(retryAfter: .seconds(isFull ? 60 : 5))
        }
    }

    /// Writes an activity down. When this returns it is on disk.
    ///
    /// - Parameter digest: of who signed it and its id: what is the same is taken once.
    public func receive(_ draft: InboxDraft, digest: [UInt8]) async throws {
        let (board, now) = (board, board.clock.now())
        let isNew = try await board.database.write { connection in
            try InboxQueries.insert(draft, digest: digest, at: now, connection)
        }
        state.withLock { state in
            guard isNew else {
                state.figures.repeated += 1
                return
            }
            state.figures.received += 1
            state.figures.waiting += 1
            state.byHost[draft.host, default: 0] += 1
        }
        if isNew { board.wake() }
    }

    /// Looks for work at once instead of within a second.
    public func wake() { board.wake() }

    /// Counts what waits, mends lanes, and forgets which activities came more than a month ago.
    public func maintain() async throws {
        let (board, now) = (board, board.clock.now())
        let waiting = try await board.database.write { connection in
            try InboxQueries.mendLanes(at: now, connection)
            try InboxQueries.forget(before: now - .seconds(30 * 86_400), limit: 20_000, connection)
            return try InboxQueries.waiting(connection)
        }
        state.withLock { state in
            state.byHost = Dictionary(waiting.map { ($0.host, Int($0.count)) }, uniquingKeysWith: { $1 })
            state.figures.waiting = waiting.reduce(0) { $0 + Int($1.count) }
        }
    }

    func ended(of host: String, done: Int, failed: Int, givenUp: Int) {
        state.withLock { state in
            state.figures.done += done
            state.figures.failed += failed
            state.figures.givenUp += givenUp
            state.figures.waiting = max(0, state.figures.waiting - done - givenUp)
            let left = state.byHost[host, default: 0] - done - givenUp
            state.byHost[host] = left > 0 ? left : nil
        }
    }
}
