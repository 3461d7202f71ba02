// Deliveries as one node sees them, and what it has done since its start.

public import Basics
public import Database
internal import Domain
internal import Logging
internal import Storage
internal import Synchronization

/// The deliveries of a database.
public final class DeliveryQueue: Sendable {
    public struct Figures: Sendable, Equatable {
        public var delivered = 0
        public var refused = 0
        /// Attempts that are made again.
        public var failed = 0
        public var givenUp = 0
        /// Hosts that are sent to now.
        public var hosts = 0
    }

    let board: LaneBoard
    private let state = Mutex(Figures())
    private let failing = Mutex<Set<String>>([])

    /// - Parameter node: this process among those that share the database; no two may have the same.
    public init(database: Database, clock: Clock, node: Int) {
        board = LaneBoard(.deliveries, database: database, clock: clock, node: node)
    }

    public var figures: Figures { state.withLock { $0 } }

    /// Looks for work at once instead of within a second: call it after the commit of what `DeliveryQueries.insert` wrote.
    public func wake() { board.wake() }

    /// Whether sending to a host failed lately, as far as this node knows: then it is worth saying that it spoke.
    public func isFailing(_ host: String) -> Bool { failing.withLock { $0.contains(host) } }

    /// The host spoke: what waits for it is sent at once, and nothing is given up.
    public func heard(from host: String) async throws {
        let (board, now) = (board, board.clock.now())
        try await board.database.write { connection in
            try HostQueries.heard(from: host, at: now, connection)
            try LaneQueries.hurry(.deliveries, host: host, at: now, connection)
        }
        _ = failing.withLock { $0.remove(host) }
        wake()
    }

    /// Learns which hosts fail, from this node and others; mends lanes; forgets what is older than a month.
    public func maintain() async throws {
        let (board, now) = (board, board.clock.now())
        let hosts = try await board.database.write { connection in
            try DeliveryQueries.mendLanes(at: now, connection)
            try DeliveryQueries.forget(before: now - .seconds(30 * 86_400), limit: 500, connection)
            return try LaneQueries.failing(.deliveries, connection) + HostQueries.unreachable(connection)
        }
        failing.withLock { $0 = Set(hosts) }
    }

    func tally(_ change: (inout Figures) -> Void) { state.withLock { change(&$0) } }

    func note(_ host: String, isFailing: Bool) {
        failing.withLock { hosts in if isFailing { hosts.insert(host) } else { hosts.remove(host) } }
    }
}
