// SQL of lanes: the hosts that something waits for, whose turn is next, and which node works for whom.

public import Basics
public import Database
public import Domain

/// What waits in a lane.
public enum LaneKind: Int64, Sendable {
    case deliveries = 0
    case inbox = 1
}

/// A host for which a node works now.
public struct Lane: Sendable, Equatable {
    public var host: String
    public var health: HostHealth

    public init(host: String, health: HostHealth = HostHealth()) {
        self.host = host
        self.health = health
    }
}

public enum LaneQueries {
    private static let hasten = SQL(
        """
        INSERT INTO lanes (kind, host, run_at) VALUES ($1, $2, $3) ON CONFLICT (kind, host) DO UPDATE
        SET run_at = excluded.run_at WHERE lanes.leased_by IS NULL AND lanes.run_at > excluded.run_at
        """
    )
    private static let lease = SQL(
        """
        UPDATE lanes SET leased_by = $1, run_at = $2 WHERE kind = $3 AND host IN (
            SELECT host FROM lanes WHERE kind = $4 AND run_at <= $5 ORDER BY run_at LIMIT $6 {skiplocked})
        RETURNING host, failures, failing_since
        """
    )
    private static let isAnyDue = SQL("SELECT 1 FROM lanes WHERE kind = $1 AND run_at <= $2 LIMIT 1")
    private static let renew = SQL("UPDATE lanes SET run_at = $1 WHERE kind = $2 AND leased_by = $3")
    private static let lock = SQL("SELECT 1 FROM lanes WHERE kind = $1 AND host = $2 {forupdate}")
    private static let keep = SQL(
        """
        UPDATE lanes SET leased_by = NULL, run_at = $1, failures = $2, failing_since = $3
        WHERE kind = $4 AND host = $5 AND leased_by = $6
        """
    )
    private static let remove = SQL("DELETE FROM lanes WHERE kind = $1 AND host = $2 AND leased_by = $3")
    private static let take = SQL("UPDATE lanes SET leased_by = NULL, run_at = $1 WHERE kind = $2 AND leased_by = $3")
    private static let hurry = SQL(
        """
        UPDATE lanes SET run_at = $1, failures = 0, failing_since = NULL
        WHERE kind = $2 AND host = $3 AND leased_by IS NULL AND failures > 0
        """
    )
    private static let failing = SQL("SELECT host FROM lanes WHERE kind = $1 AND failures > 0")
    private static let count = SQL("SELECT COUNT(*) FROM lanes WHERE kind = $1")

    /// Something waits for a host, and its turn comes at once: what has to wait there does not keep back what came later.
    public static func hasten(_ kind: LaneKind, host: String, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(hasten, .int(kind.rawValue), .text(host), .int(now.milliseconds))
    }

    public static func isAnyDue(_ kind: LaneKind, by now: Timestamp, _ connection: Connection) throws -> Bool {
        try connection.first(isAnyDue, .int(kind.rawValue), .int(now.milliseconds)) { _ in true } ?? false
    }

    /// Takes on up to `limit` hosts whose turn has come, the longest due first.
    ///
    /// - Parameter until: when others may take over, unless the lease is renewed.
    public static func lease(
        _ kind: LaneKind,
        by node: Int64,
        now: Timestamp,
        until end: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [Lane] {
        try connection.query(
            lease,
            .int(node),
            .int(end.milliseconds),
            .int(kind.rawValue),
            .int(kind.rawValue),
            .int(now.milliseconds),
            .int(limit)
        ) { row in
            Lane(host: row.text(0), health: HostHealth(failures: Int(row.int(1)), failingSince: row.moment(2)))
        }
    }

    /// Says that the node is still alive.
    public static func renew(_ kind: LaneKind, by node: Int64, until end: Timestamp, _ connection: Connection) throws {
        try connection.execute(renew, .int(end.milliseconds), .int(kind.rawValue), .int(node))
    }

    /// Makes whoever writes something down for a host wait for the end of this transaction, which is about to say when the
    /// turn of the host comes: what it does not see would have to wait, too.
    ///
    /// SQLite has one writer at a time and needs no lock.
    public static func lock(_ kind: LaneKind, host: String, _ connection: Connection) throws {
        guard connection.engine == .postgres else { return }
        try connection.forEach(lock, .int(kind.rawValue), .text(host)) { _ in true }
    }

    /// Ends the node's turn for a host for which something still waits. Does nothing where another node took over.
    public static func keep(
        _ kind: LaneKind,
        _ lane: Lane,
        by node: Int64,
        until next: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(
            keep,
            .int(next.milliseconds),
            .int(lane.health.failures),
            .int(lane.health.failingSince?.milliseconds),
            .int(kind.rawValue),
            .text(lane.host),
            .int(node)
        )
    }

    /// Ends the lane of a host for which nothing waits.
    public static func remove(_ kind: LaneKind, host: String, by node: Int64, _ connection: Connection) throws {
        try connection.execute(remove, .int(kind.rawValue), .text(host), .int(node))
    }

    /// Gives back everything that a node had taken on when it stopped.
    public static func release(_ kind: LaneKind, by node: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(take, .int(now.milliseconds), .int(kind.rawValue), .int(node))
    }

    /// A host that failed is tried at once: it spoke.
    public static func hurry(_ kind: LaneKind, host: String, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(hurry, .int(now.milliseconds), .int(kind.rawValue), .text(host))
    }

    /// Hosts that failed the last time.
    public static func failing(_ kind: LaneKind, _ connection: Connection) throws -> [String] {
        try connection.query(failing, .int(kind.rawValue)) { $0.text(0) }
    }

    public static func count(_ kind: LaneKind, _ connection: Connection) throws -> Int64 {
        try connection.first(count, .int(kind.rawValue)) { $0.int(0) } ?? 0
    }
}
