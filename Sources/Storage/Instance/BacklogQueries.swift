// SQL of what waits: how much in each queue, and for how long already.

public import Basics
public import Database

public enum BacklogQueries {
    private static let jobs = SQL("SELECT COUNT(*) FROM jobs WHERE NOT is_dead AND run_at <= $1")
    private static let oldestJob = SQL(
        "SELECT run_at FROM jobs WHERE NOT is_dead AND run_at <= $1 ORDER BY run_at LIMIT 1"
    )
    private static let deadJobs = SQL("SELECT COUNT(*) FROM jobs WHERE is_dead")
    private static let deliveries = SQL("SELECT COUNT(*) FROM deliveries WHERE state = 0")
    private static let inbox = SQL("SELECT COUNT(*) FROM inbox_activities WHERE NOT is_dead")
    private static let oldestLane = SQL(
        "SELECT run_at FROM lanes WHERE kind = $1 AND run_at <= $2 ORDER BY run_at LIMIT 1"
    )
    private static let outbox = SQL("SELECT COUNT(*) FROM outbox")
    private static let oldestEntry = SQL("SELECT created_at FROM outbox WHERE id > 0 ORDER BY id LIMIT 1")
    private static let failing = SQL(
        """
        SELECT host, failing_since FROM lanes WHERE kind = 0 AND failing_since IS NOT NULL ORDER BY failing_since LIMIT $1
        """
    )

    /// What waits in a queue.
    public struct Backlog: Sendable, Equatable {
        public var waiting: Int64
        /// Seconds for which the oldest is due.
        public var lag: Int64

        init(_ waiting: Int64, since: Int64?, now: Timestamp) {
            self.waiting = waiting
            lag = since.map { max(0, (now.milliseconds - $0) / 1000) } ?? 0
        }
    }

    public static func jobs(at now: Timestamp, _ connection: Connection) throws -> Backlog {
        let oldest = try connection.first(oldestJob, .int(now.milliseconds)) { $0.int(0) }
        return Backlog(try count(jobs, now, connection), since: oldest, now: now)
    }

    /// Jobs that were given up and are still kept.
    public static func deadJobs(_ connection: Connection) throws -> Int64 {
        try connection.first(deadJobs) { $0.int(0) } ?? 0
    }

    public static func deliveries(at now: Timestamp, _ connection: Connection) throws -> Backlog {
        Backlog(try count(deliveries, connection), since: try lane(0, now, connection), now: now)
    }

    public static func inbox(at now: Timestamp, _ connection: Connection) throws -> Backlog {
        Backlog(try count(inbox, connection), since: try lane(1, now, connection), now: now)
    }

    public static func outbox(at now: Timestamp, _ connection: Connection) throws -> Backlog {
        let oldest = try connection.first(oldestEntry) { $0.int(0) }
        return Backlog(try count(outbox, connection), since: oldest, now: now)
    }

    /// Servers that deliveries fail to, the longest first, and for how many seconds.
    public static func failingHosts(
        at now: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [(host: String, seconds: Int64)] {
        try connection.query(failing, .int(Int64(limit))) {
            ($0.text(0), max(0, (now.milliseconds - $0.int(1)) / 1000))
        }
    }

    private static func count(_ sql: SQL, _ now: Timestamp, _ connection: Connection) throws -> Int64 {
        try connection.first(sql, .int(now.milliseconds)) { $0.int(0) } ?? 0
    }

    private static func count(_ sql: SQL, _ connection: Connection) throws -> Int64 {
        try connection.first(sql) { $0.int(0) } ?? 0
    }

    private static func lane(_ kind: Int64, _ now: Timestamp, _ connection: Connection) throws -> Int64? {
        try connection.first(oldestLane, .int(kind), .int(now.milliseconds)) { $0.int(0) }
    }
}
