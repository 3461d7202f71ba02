// SQL of the inbox: what other servers sent, until it is worked off.

public import Basics
public import Database
public import Domain

public enum InboxQueries {
    private static let see = SQL(
        "INSERT INTO inbox_seen (digest, received_at) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING"
    )
    private static let insert = SQL(
        """
        INSERT INTO inbox_activities (host, signer, object, recipient_id, body, run_at, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6)
        """
    )
    private static let due = SQL(
        """
        SELECT id, signer, host, object, recipient_id, body, attempts, received_at FROM inbox_activities i
        WHERE host = $1 AND NOT is_dead AND run_at <= $2 AND NOT EXISTS (
            SELECT 1 FROM inbox_activities e WHERE e.host = i.host AND e.object = i.object AND e.object > ''
                AND e.id < i.id AND e.attempts > 0 AND NOT e.is_dead AND e.run_at > $2)
        ORDER BY id LIMIT $3
        """
    )
    private static let isDue = SQL(
        """
        SELECT 1 FROM inbox_activities i WHERE host = $1 AND NOT is_dead AND run_at <= $2 AND NOT EXISTS (
            SELECT 1 FROM inbox_activities e WHERE e.host = i.host AND e.object = i.object AND e.object > ''
                AND e.id < i.id AND e.attempts > 0 AND NOT e.is_dead AND e.run_at > $2)
        LIMIT 1
        """
    )
    private static let next = SQL(
        "SELECT MIN(run_at) FROM inbox_activities WHERE host = $1 AND NOT is_dead AND run_at > $2"
    )
    private static let delete = SQL("DELETE FROM inbox_activities WHERE id {in $1}")
    private static let postpone = SQL(
        """
        UPDATE inbox_activities SET attempts = attempts + 1, run_at = $1, error = $2, is_dead = $3 WHERE id = $4
        """
    )
    private static let waiting = SQL(
        "SELECT host, COUNT(*) FROM inbox_activities WHERE NOT is_dead GROUP BY host ORDER BY host"
    )
    private static let lanes = SQL(
        """
        INSERT INTO lanes (kind, host, run_at)
        SELECT DISTINCT 1, i.host, CAST($1 AS BIGINT) FROM inbox_activities i WHERE NOT i.is_dead
            AND NOT EXISTS (SELECT 1 FROM lanes l WHERE l.kind = 1 AND l.host = i.host)
        ON CONFLICT (kind, host) DO NOTHING
        """
    )
    private static let forgetSeen = SQL(
        """
        DELETE FROM inbox_seen WHERE digest IN (
            SELECT digest FROM inbox_seen WHERE received_at < $1 ORDER BY received_at LIMIT $2)
        """
    )
    private static let forgetDead = SQL(
        """
        DELETE FROM inbox_activities WHERE id IN (
            SELECT id FROM inbox_activities WHERE is_dead AND received_at < $1 ORDER BY received_at LIMIT $2)
        """
    )

    /// Writes down an activity, and that something waits for its host.
    ///
    /// - Parameter digest: of its signer and its id.
    /// - Returns: false where it was there before; then nothing is written.
    public static func insert(
        _ draft: InboxDraft,
        digest: [UInt8],
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        guard try connection.execute(see, .blob(digest), .int(now.milliseconds)) > 0 else { return false }
        try connection.execute(
            insert,
            .text(draft.host),
            .text(draft.signer),
            .text(draft.object),
            .int(draft.recipientID),
            .blob(draft.body),
            .int(now.milliseconds)
        )
        try LaneQueries.hasten(.inbox, host: draft.host, at: now, connection)
        return true
    }

    /// What waits from a host and is due, in the order of its arrival; not what follows on something of the same object
    /// that has to wait.
    public static func due(
        of host: String,
        by now: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [InboxActivity] {
        try connection.query(due, .text(host), .int(now.milliseconds), .int(limit)) { row in
            InboxActivity(
                id: row.int(0),
                signer: row.text(1),
                host: row.text(2),
                object: row.text(3),
                recipientID: row.intOrNil(4),
                body: row.blob(5),
                attempts: Int(row.int(6)),
                receivedAt: Timestamp(milliseconds: row.int(7))
            )
        }
    }

    /// When something of a host can be worked on; nil where nothing waits.
    public static func nextDue(
        of host: String,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Timestamp? {
        if try connection.first(isDue, .text(host), .int(now.milliseconds), row: { _ in true }) == true { return now }
        // What is due and waits for another about the same can go when that one has.
        return try connection.first(next, .text(host), .int(now.milliseconds)) { $0.moment(0) } ?? nil
    }

    public static func delete(_ ids: [Int64], _ connection: Connection) throws {
        guard !ids.isEmpty else { return }
        try connection.execute(delete, .ids(ids))
    }

    /// Keeps an activity that failed, for later or as one that was given up.
    public static func postpone(
        _ id: Int64,
        until moment: Timestamp,
        error: String,
        givingUp: Bool,
        _ connection: Connection
    ) throws {
        try connection.execute(postpone, .int(moment.milliseconds), .text(error), .bool(givingUp), .int(id))
    }

    /// How many wait, by host.
    public static func waiting(_ connection: Connection) throws -> [(host: String, count: Int64)] {
        try connection.query(waiting) { ($0.text(0), $0.int(1)) }
    }

    /// Makes lanes for hosts that have none, though something waits there.
    public static func mendLanes(at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(lanes, .int(now.milliseconds))
    }

    /// Forgets which activities came before a moment, and those that were given up.
    public static func forget(before moment: Timestamp, limit: Int, _ connection: Connection) throws {
        try connection.execute(forgetSeen, .int(moment.milliseconds), .int(limit))
        try connection.execute(forgetDead, .int(moment.milliseconds), .int(limit))
    }
}
