// SQL of what happened each week, counted on from where the last count ended.

public import Basics
public import Database
public import Domain

public enum ActivityQueries {
    private static let begin = SQL("INSERT INTO activity_weeks (week) VALUES ($1) ON CONFLICT (week) DO NOTHING")
    private static let counted = SQL(
        "SELECT last_status_id, last_account_id FROM activity_weeks WHERE week = $1 {forupdate}"
    )
    private static let statuses = SQL(
        """
        SELECT COUNT(*), COUNT(*) FILTER (WHERE s.is_local AND s.visibility IN (0, 1)), MAX(s.id) FROM
            (SELECT id, is_local, visibility FROM statuses WHERE id > $1 AND id < $2 ORDER BY id LIMIT $3) s
        """
    )
    private static let registrations = SQL(
        """
        SELECT COUNT(*), COUNT(*), MAX(u.account_id) FROM
            (SELECT account_id FROM users WHERE account_id > $1 AND account_id < $2 ORDER BY account_id LIMIT $3) u
        """
    )
    private static let addStatuses = SQL(
        "UPDATE activity_weeks SET statuses = statuses + $1, last_status_id = $2 WHERE week = $3"
    )
    private static let addRegistrations = SQL(
        "UPDATE activity_weeks SET registrations = registrations + $1, last_account_id = $2 WHERE week = $3"
    )
    private static let see = SQL(
        "INSERT INTO activity_people (week, account_id) VALUES ($1, $2) ON CONFLICT (week, account_id) DO NOTHING"
    )
    private static let addLogins = SQL("UPDATE activity_weeks SET logins = logins + $1 WHERE week = $2")
    private static let forgetPeople = SQL(
        """
        DELETE FROM activity_people WHERE (week, account_id) IN
            (SELECT week, account_id FROM activity_people WHERE week < $1 ORDER BY week LIMIT $2)
        """
    )
    private static let forgetWeeks = SQL("DELETE FROM activity_weeks WHERE week < $1")
    private static let since = SQL(
        "SELECT week, statuses, logins, registrations FROM activity_weeks WHERE week >= $1 ORDER BY week"
    )

    /// The weeks that something is known of, from the one that begins at `start`.
    public static func weeks(since start: Timestamp, _ connection: Connection) throws -> [ActivityWeek] {
        try connection.query(since, .int(start.seconds)) { row in
            var week = ActivityWeek(start: Timestamp(seconds: row.int(0)))
            week.statuses = row.int(1)
            week.logins = row.int(2)
            week.registrations = row.int(3)
            return week
        }
    }

    /// Counts what came into a week since it was last counted: at most `limit` rows of each kind. Returns whether there may
    /// be more.
    ///
    /// - Parameter end: what was made later waits for the next time.
    public static func count(
        _ week: ActivityWeek,
        until end: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(begin, .int(week.start.seconds))
        guard let last = try connection.first(counted, .int(week.start.seconds), row: { ($0.int(0), $0.int(1)) }) else {
            return false
        }
        let least = Snowflake.least(at: week.start) - 1
        let below = Snowflake.least(at: min(week.end, end))
        var hasMore = false
        for (find, add, after) in [(statuses, addStatuses, last.0), (registrations, addRegistrations, last.1)] {
            let found = try connection.first(find, .int(max(after, least)), .int(below), .int(limit)) { row in
                (rows: row.int(0), counted: row.int(1), last: row.intOrNil(2))
            }
            guard let found, let last = found.last else { continue }
            try connection.execute(add, .int(found.counted), .int(last), .int(week.start.seconds))
            hasMore = hasMore || found.rows == limit
        }
        return hasMore
    }

    /// Counts people as having been here in a week, each once.
    public static func count(_ people: [Int64], in week: ActivityWeek, _ connection: Connection) throws {
        let start = Value.int(week.start.seconds)
        try connection.execute(begin, start)
        let new = try people.sorted().reduce(0) { try $0 + connection.execute(see, start, .int($1)) }
        if new > 0 { try connection.execute(addLogins, .int(new), start) }
    }

    /// Forgets who was here before a week, a bounded number, and the counts of weeks before another.
    public static func forget(
        peopleBefore week: ActivityWeek,
        weeksBefore oldest: ActivityWeek,
        limit: Int,
        _ connection: Connection
    ) throws {
        try connection.execute(forgetPeople, .int(week.start.seconds), .int(limit))
        try connection.execute(forgetWeeks, .int(oldest.start.seconds))
    }
}
