// SQL of the job queue: written, taken on, done, tried again, given up.

public import Basics
public import Database
public import Domain

public enum JobQueries {
    private static let insert = SQL(
        """
        INSERT INTO jobs (kind, payload, key, host, run_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (kind, key) WHERE key IS NOT NULL AND NOT is_dead DO UPDATE SET run_at = excluded.run_at
        WHERE jobs.leased_by IS NULL AND jobs.run_at > excluded.run_at
        """
    )
    private static let cancel = SQL(
        "DELETE FROM jobs WHERE kind = $1 AND key = $2 AND NOT is_dead AND leased_by IS NULL"
    )
    private static let isAnyDue = SQL("SELECT 1 FROM jobs WHERE NOT is_dead AND run_at <= $1 LIMIT 1")
    private static let isDue = SQL("SELECT 1 FROM jobs WHERE NOT is_dead AND kind = $1 AND run_at <= $2 LIMIT 1")
    private static let lease = SQL(
        """
        UPDATE jobs SET leased_by = $1, run_at = $2, attempts = attempts + 1 WHERE id IN (
            SELECT id FROM jobs WHERE NOT is_dead AND kind = $3 AND run_at <= $4
                AND (host IS NULL OR NOT (host {in_text $5}))
            ORDER BY run_at LIMIT $6 {skiplocked})
        RETURNING id, kind, payload, host, attempts
        """
    )
    private static let finish = SQL("DELETE FROM jobs WHERE id = $1 AND attempts = $2 AND leased_by = $3")
    private static let postpone = SQL(
        """
        UPDATE jobs SET leased_by = NULL, run_at = $1, error = $2, is_dead = $3
        WHERE id = $4 AND attempts = $5 AND leased_by = $6
        """
    )
    private static let handBack = SQL(
        """
        UPDATE jobs SET leased_by = NULL, run_at = $1, attempts = attempts - 1
        WHERE id = $2 AND attempts = $3 AND leased_by = $4
        """
    )
    private static let release = SQL(
        "UPDATE jobs SET leased_by = NULL, run_at = $1 WHERE leased_by = $2 AND NOT is_dead"
    )
    private static let forget = SQL(
        "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE is_dead AND run_at < $1 ORDER BY run_at LIMIT $2)"
    )
    private static let dead = SQL("SELECT COUNT(*) FROM jobs WHERE is_dead")
    private static let late = SQL("SELECT COUNT(*) FROM jobs WHERE NOT is_dead AND run_at <= $1")

    /// Writes a job, unless one of its kind and key is there.
    public static func insert(_ draft: JobDraft, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(
            insert,
            .text(draft.kind),
            .text(draft.payload),
            .text(draft.key),
            .text(draft.host),
            .int((draft.runAt ?? now).milliseconds),
            .int(now.milliseconds)
        )
    }

    /// Forgets a job that nobody has begun.
    public static func cancel(kind: String, key: String, _ connection: Connection) throws {
        try connection.execute(cancel, .text(kind), .text(key))
    }

    public static func isAnyDue(by now: Timestamp, _ connection: Connection) throws -> Bool {
        try connection.first(isAnyDue, .int(now.milliseconds)) { _ in true } ?? false
    }

    public static func isAnyDue(of kind: String, by now: Timestamp, _ connection: Connection) throws -> Bool {
        try connection.first(isDue, .text(kind), .int(now.milliseconds)) { _ in true } ?? false
    }

    /// Takes on up to `limit` jobs of a kind that are due, the longest due first, none of them of a host in `busy`.
    ///
    /// - Parameter until: when they are due again, should this node not tell how they ended.
    public static func lease(
        kind: String,
        exceptHosts busy: [String],
        by node: Int64,
        now: Timestamp,
        until end: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [Job] {
        try connection.query(
            lease,
            .int(node),
            .int(end.milliseconds),
            .text(kind),
            .int(now.milliseconds),
            .texts(busy),
            .int(Int64(limit))
        ) { row in
            Job(
                id: row.int(0),
                kind: row.text(1),
                payload: row.text(2),
                host: row.textOrNil(3),
                attempts: Int(row.int(4))
            )
        }
    }

    /// Does nothing if the job has meanwhile gone to another node.
    public static func finish(_ job: Job, by node: Int64, _ connection: Connection) throws {
        try connection.execute(finish, .int(job.id), .int(Int64(job.attempts)), .int(node))
    }

    /// Keeps a job that failed, for a later attempt, or as one that was given up.
    public static func postpone(
        _ job: Job,
        by node: Int64,
        until moment: Timestamp,
        error: String,
        givingUp: Bool,
        _ connection: Connection
    ) throws {
        try connection.execute(
            postpone,
            .int(moment.milliseconds),
            .text(error),
            .bool(givingUp),
            .int(job.id),
            .int(Int64(job.attempts)),
            .int(node)
        )
    }

    /// Gives back a job that was not begun, or broken off without its fault.
    public static func handBack(_ job: Job, by node: Int64, at moment: Timestamp, _ connection: Connection) throws {
        try connection.execute(handBack, .int(moment.milliseconds), .int(job.id), .int(Int64(job.attempts)), .int(node))
    }

    /// Makes due what a node had begun when it died.
    public static func release(by node: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(release, .int(now.milliseconds), .int(node))
    }

    /// Forgets jobs that were given up before a moment.
    public static func forgetDead(before moment: Timestamp, limit: Int, _ connection: Connection) throws {
        try connection.execute(forget, .int(moment.milliseconds), .int(Int64(limit)))
    }

    /// How many are due and not done (those that are being worked on are not due), and how many were given up.
    public static func backlog(now: Timestamp, _ connection: Connection) throws -> (late: Int64, dead: Int64) {
        (
            try connection.first(late, .int(now.milliseconds)) { $0.int(0) } ?? 0,
            try connection.first(dead) { $0.int(0) } ?? 0
        )
    }
}
