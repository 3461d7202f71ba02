// SQL of deliveries: an activity once, and an inbox a row until it has it.

public import Basics
public import Database
public import Domain

public enum DeliveryQueries {
    private static let insertActivity = SQL(
        """
        INSERT INTO outgoing_activities (account_id, key_id, status_id, body, created_at) VALUES ($1, $2, $3, $4, $5)
        RETURNING id
        """
    )
    /// Each text of the list begins with the length of the host in three digits, and holds host and inbox: one statement
    /// for ten thousand rows.
    private static let insert = SQL(
        """
        INSERT INTO deliveries (activity_id, topic, run_at, host, inbox, state)
        SELECT x.activity_id, x.topic, x.run_at, x.host, x.inbox, CASE WHEN h.unreachable_since IS NULL THEN 0 ELSE 3 END
        FROM (
            SELECT CAST($1 AS BIGINT) AS activity_id, CAST($2 AS BIGINT) AS topic, CAST($3 AS BIGINT) AS run_at,
                substr(p.value, 4, CAST(substr(p.value, 1, 3) AS INTEGER)) AS host,
                substr(p.value, 4 + CAST(substr(p.value, 1, 3) AS INTEGER)) AS inbox
            FROM {texts $4} p
        ) x LEFT JOIN hosts h ON h.name = x.host WHERE x.host > ''
        ON CONFLICT (activity_id, inbox) DO NOTHING
        """
    )
    private static let addLanes = SQL(
        """
        INSERT INTO lanes (kind, host, run_at)
        SELECT 0, d.host, CAST($1 AS BIGINT) FROM deliveries d WHERE d.activity_id = $2 AND d.state = 0
        GROUP BY d.host ORDER BY d.host
        ON CONFLICT (kind, host) DO NOTHING
        """
    )
    private static let due = SQL(
        """
        SELECT d.id, d.inbox, d.host, d.attempts, a.id, a.account_id, a.key_id, d.topic, a.body, a.created_at
        FROM deliveries d JOIN outgoing_activities a ON a.id = d.activity_id
        WHERE d.host = $1 AND d.state = 0 AND d.run_at <= $2 AND NOT EXISTS (
            SELECT 1 FROM deliveries e WHERE e.host = d.host AND e.topic = d.topic AND e.id < d.id
                AND e.state = 0 AND e.attempts > 0 AND e.run_at > $2)
        ORDER BY d.id LIMIT $3
        """
    )
    private static let isDue = SQL(
        """
        SELECT 1 FROM deliveries d WHERE d.host = $1 AND d.state = 0 AND d.run_at <= $2 AND NOT EXISTS (
            SELECT 1 FROM deliveries e WHERE e.host = d.host AND e.topic = d.topic AND e.id < d.id
                AND e.state = 0 AND e.attempts > 0 AND e.run_at > $2)
        LIMIT 1
        """
    )
    private static let next = SQL(
        "SELECT MIN(run_at) FROM deliveries WHERE host = $1 AND state = 0 AND run_at > $2"
    )
    private static let finish = SQL("UPDATE deliveries SET state = $1, error = $2 WHERE id {in $3} AND state = 0")
    private static let postpone = SQL(
        """
        UPDATE deliveries SET attempts = attempts + 1, run_at = $1, error = $2 WHERE id = $3 AND state = 0
        """
    )
    private static let giveUp = SQL("UPDATE deliveries SET state = 3, error = $1 WHERE host = $2 AND state = 0")
    private static let lanes = SQL(
        """
        INSERT INTO lanes (kind, host, run_at)
        SELECT DISTINCT 0, d.host, CAST($1 AS BIGINT) FROM deliveries d WHERE d.state = 0
            AND NOT EXISTS (SELECT 1 FROM lanes l WHERE l.kind = 0 AND l.host = d.host)
        ON CONFLICT (kind, host) DO NOTHING
        """
    )
    private static let first = SQL("SELECT MIN(id) FROM outgoing_activities WHERE status_id = $1")
    private static let byState = SQL(
        "SELECT state, COUNT(*) FROM deliveries WHERE activity_id = $1 GROUP BY state ORDER BY state"
    )
    private static let lacking = SQL(
        """
        SELECT host, state, attempts, error FROM deliveries WHERE activity_id = $1 AND state <> 1 ORDER BY inbox LIMIT $2
        """
    )
    private static let knowing = SQL(
        """
        SELECT DISTINCT d.inbox FROM outgoing_activities a JOIN deliveries d ON d.activity_id = a.id
        WHERE a.status_id = $1 AND d.state IN (0, 1)
        """
    )
    private static let forget = SQL(
        """
        DELETE FROM outgoing_activities WHERE id IN (
            SELECT id FROM outgoing_activities WHERE created_at < $1 ORDER BY created_at LIMIT $2)
        """
    )
    private static let waiting = SQL("SELECT COUNT(*) FROM deliveries WHERE state = 0")

    /// Writes an activity, and that each of `inboxes` is to have it. Hosts that cannot be reached are counted as given up.
    ///
    /// - Parameter inboxes: addresses with the host of each, as `HostName.canonical` writes it; those of a host of more
    ///   than 253 bytes are left out.
    /// - Returns: the id of the activity.
    @discardableResult
    public static func insert(
        _ activity: OutgoingActivity,
        to inboxes: [Inbox],
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Int64 {
        let id =
            try connection.first(
                insertActivity,
                .int(activity.accountID),
                .text(activity.keyID),
                .int(activity.statusID),
                .blob(activity.body),
                .int(now.milliseconds)
            ) { $0.int(0) } ?? 0
        try add(inboxes, to: id, topic: activity.topic, at: now, connection)
        return id
    }

    /// Other inboxes are to have an activity, too.
    public static func add(
        _ inboxes: [Inbox],
        to activity: Int64,
        topic: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        let pairs = inboxes.compactMap { inbox -> String? in
            let count = inbox.host.unicodeScalars.count
            guard count > 0, count <= 253 else { return nil }
            return "\(count < 10 ? "00" : count < 100 ? "0" : "")\(count)\(inbox.host)\(inbox.url)"
        }
        guard !pairs.isEmpty else { return }
        try connection.execute(insert, .int(activity), .int(topic), .int(now.milliseconds), .texts(pairs))
        try connection.execute(addLanes, .int(now.milliseconds), .int(activity))
    }

    /// What waits for a host and is due, in the order in which it was written; not what follows on something of the same
    /// topic that has to wait.
    public static func due(
        for host: String,
        by now: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [Delivery] {
        try connection.query(due, .text(host), .int(now.milliseconds), .int(limit)) { row in
            Delivery(
                id: row.int(0),
                inbox: row.text(1),
                host: row.text(2),
                attempts: Int(row.int(3)),
                activityID: row.int(4),
                accountID: row.int(5),
                keyID: row.text(6),
                topic: row.int(7),
                body: row.blob(8),
                createdAt: Timestamp(milliseconds: row.int(9))
            )
        }
    }

    /// When something can be sent to a host; nil where nothing waits.
    public static func nextDue(
        for host: String,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Timestamp? {
        if try connection.first(isDue, .text(host), .int(now.milliseconds), row: { _ in true }) == true { return now }
        // What is due and waits for another of its topic can go when that one has.
        return try connection.first(next, .text(host), .int(now.milliseconds)) { $0.moment(0) } ?? nil
    }

    public static func finish(
        _ ids: [Int64],
        as state: DeliveryState,
        error: String? = nil,
        _ connection: Connection
    ) throws {
        guard !ids.isEmpty else { return }
        try connection.execute(finish, .int(state.rawValue), .text(error), .ids(ids))
    }

    public static func postpone(
        _ id: Int64,
        until moment: Timestamp,
        error: String,
        _ connection: Connection
    ) throws {
        try connection.execute(postpone, .int(moment.milliseconds), .text(error), .int(id))
    }

    /// Nothing that waits for a host is sent any more.
    public static func giveUp(host: String, error: String, _ connection: Connection) throws {
        try connection.execute(giveUp, .text(error), .text(host))
    }

    /// Makes lanes for hosts that lost theirs; see `InboxQueries.mendLanes`.
    public static func mendLanes(at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(lanes, .int(now.milliseconds))
    }

    /// How far the first activity about a status has come, and who lacks it; nil where none was sent, or long ago.
    public static func progress(
        ofStatus status: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> (counts: DeliveryCounts, missing: [MissingDelivery])? {
        guard let activity = try connection.first(first, .int(status), row: { $0.intOrNil(0) }) ?? nil else {
            return nil
        }
        var counts = DeliveryCounts()
        try connection.forEach(byState, .int(activity)) { row in
            switch DeliveryState(rawValue: row.int(0)) {
            case .waiting: counts.waiting = row.int(1)
            case .delivered: counts.delivered = row.int(1)
            case .refused: counts.refused = row.int(1)
            case .givenUp, nil: counts.givenUp += row.int(1)
            }
            return true
        }
        let missing = try connection.query(lacking, .int(activity), .int(limit)) { row in
            MissingDelivery(
                host: row.text(0),
                state: DeliveryState(rawValue: row.int(1)) ?? .givenUp,
                attempts: Int(row.int(2)),
                error: row.textOrNil(3)
            )
        }
        return (counts, missing)
    }

    /// Inboxes that have, or will have, something about a status.
    public static func inboxes(knowing status: Int64, _ connection: Connection) throws -> [String] {
        try connection.query(knowing, .int(status)) { $0.text(0) }
    }

    public static func waiting(_ connection: Connection) throws -> Int64 {
        try connection.first(waiting) { $0.int(0) } ?? 0
    }

    /// Forgets activities that were written before a moment, with their deliveries.
    public static func forget(before moment: Timestamp, limit: Int, _ connection: Connection) throws {
        try connection.execute(forget, .int(moment.milliseconds), .int(limit))
    }
}
