// SQL of the job queue: written, taken on, done, tried again, given up.

public import Basics
public import Database
public import Domain

public enum JobQueries {
    private static let insert = SQL(
        """
        INSERT INTO jobs (kind, payload, key, host, run_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (kind, key) WHERE key IS NOT NULL AND NOT is_dead DO UPDATE SET
            run_at = CASE WHEN jobs.leased_by IS NULL THEN excluded.run_at ELSE jobs.run_at END,
            again_at = CASE WHEN jobs.leased_by IS NULL OR jobs.again_at < excluded.run_at THEN jobs.again_at
                ELSE excluded.run_at END,
            payload = CASE WHEN jobs.leased_by IS NULL THEN jobs.payload ELSE excluded.payload END
        WHERE jobs.leased_by IS NOT NULL OR jobs.run_at > excluded.run_at
        """
    )
    private static let cancel = SQL(
        "DELETE FROM jobs WHERE kind = $1 AND key = $2 AND NOT is_dead AND leased_by IS NULL"
    )
    private static let cancelAgain = SQL(
        "UPDATE jobs SET again_at = NULL WHERE kind = $1 AND key = $2 AND NOT is_dead AND leased_by IS NOT NULL"
    )
    private static let isAnyDue = SQL("SELECT 1 FROM jobs WHERE NOT is_dead AND run_at <= $1 LIMIT 1")
    private static let isDue = SQL("SELECT 1 FROM jobs WHERE NOT is_dead AND kind = $1 AND run_at <= $2 LIMIT 1")
    private static let lease = SQL(
        """
        UPDATE jobs SET leased_by = $1, run_at = $2, attempts = attempts + 1, again_at = NULL WHERE id IN (
            SELECT id FROM jobs WHERE NOT is_dead AND kind = $3 AND run_at <= $4
                AND (host IS NULL OR NOT (host {in_text $5}))
            ORDER BY run_at LIMIT $6 {skiplocked})
        RETURNING id, kind, payload, host, attempts
        """
    )
    private static let finish = SQL(
        """
        DELETE FROM jobs WHERE id = $1 AND attempts = $2 AND leased_by = $3
        RETURNING kind, payload, key, host, again_at
        """
    )
    private static let postpone = SQL(
        """
        UPDATE jobs SET leased_by = NULL, run_at = CASE WHEN again_at < $1 THEN again_at ELSE $1 END, error = $2,
            is_dead = $3
        WHERE id = $4 AND attempts = $5 AND leased_by = $6
        RETURNING kind, payload, key, host, again_at
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

    /// Writes a job, unless one of its kind and key waits. One that is being worked on may have looked already at what
    /// changed: it is done once more when this attempt has ended.
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

    /// Forgets a job that nobody has begun, and that one that is being worked on was to be done once more.
    public static func cancel(kind: String, key: String, _ connection: Connection) throws {
        try connection.execute(cancel, .text(kind), .text(key))
        try connection.execute(cancelAgain, .text(kind), .text(key))
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

    /// Forgets a job that was done; writes a new one where it was asked for meanwhile. Does nothing if the job has gone to
    /// another node.
    public static func finish(_ job: Job, by node: Int64, at now: Timestamp, _ connection: Connection) throws {
        let again = try connection.first(
            finish,
            .int(job.id),
            .int(Int64(job.attempts)),
            .int(node),
            row: askedAgain
        )
        if let draft = again ?? nil { try insert(draft, at: now, connection) }
    }

    /// Keeps a job that failed, for a later attempt, or as one that was given up. Where it was asked for meanwhile, the
    /// next attempt is due by then, and one that was given up is followed by a new one.
    public static func postpone(
        _ job: Job,
        by node: Int64,
        until moment: Timestamp,
        error: String,
        givingUp: Bool,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        let again = try connection.first(
            postpone,
            .int(moment.milliseconds),
            .text(error),
            .bool(givingUp),
            .int(job.id),
            .int(Int64(job.attempts)),
            .int(node),
            row: askedAgain
        )
        if givingUp, let draft = again ?? nil { try insert(draft, at: now, connection) }
    }

    /// Kind, payload, key, host and when it is to be done once more; nil where nobody asked for that.
    private static func askedAgain(_ row: Row) -> JobDraft? {
        row.intOrNil(4).map { moment in
            JobDraft(
                kind: row.text(0),
                payload: row.text(1),
                key: row.textOrNil(2),
                host: row.textOrNil(3),
                runAt: Timestamp(milliseconds: moment)
            )
        }
    }

    /// Gives back a job that was not begun, or broken off without its fault.
    public static func handBack(_ job: Job, by node: Int64, at moment: Timestamp, _ connection: Connection) throws {
        try connection.execute(handBack, .int(moment.milliseconds), .int(job.id), .int(Int64(job.attempts)), .int(node))
    }

    /// Makes due what a node had begun when it died.
    public static func release(by node: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(release, .int(now.milliseconds), .int(node))
    }

    /// Forgets some jobs that were given up before a moment. Returns how many.
    @discardableResult
    public static func forgetDead(before moment: Timestamp, limit: Int, _ connection: Connection) throws -> Int {
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
