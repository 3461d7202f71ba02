// SQL of clearing away: how far it has come, and what is over.

public import Basics
public import Database

public enum PruneQueries {
    private static let reached = SQL("SELECT reached FROM prune_progress WHERE kind = $1")
    private static let reach = SQL(
        """
        INSERT INTO prune_progress (kind, reached) VALUES ($1, $2)
        ON CONFLICT (kind) DO UPDATE SET reached = excluded.reached
        """
    )
    private static let finish = SQL("DELETE FROM prune_progress WHERE kind = $1")
    private static let notifications = SQL(
        "SELECT id, created_at FROM notifications WHERE id > $1 ORDER BY id LIMIT $2"
    )
    private static let deleteNotifications = SQL("DELETE FROM notifications WHERE id {in $1} RETURNING id, group_id")
    private static let countSessions = SQL("SELECT COUNT(*) FROM sessions WHERE expires_at < $1")
    private static let deleteSessions = SQL(
        """
        DELETE FROM sessions WHERE token_hash IN (
            SELECT token_hash FROM sessions WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)
        """
    )
    private static let countCodes = SQL("SELECT COUNT(*) FROM authorization_codes WHERE expires_at < $1")
    private static let deleteCodes = SQL(
        """
        DELETE FROM authorization_codes WHERE code_hash IN (
            SELECT code_hash FROM authorization_codes WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)
        """
    )
    private static let countJobs = SQL("SELECT COUNT(*) FROM jobs WHERE is_dead AND run_at < $1")

    // MARK: How far it is

    /// The last row of a kind that was looked at; 0 where no round is under way.
    public static func reached(_ kind: String, _ connection: Connection) throws -> Int64 {
        try connection.first(reached, .text(kind)) { $0.int(0) } ?? 0
    }

    public static func reach(_ row: Int64, of kind: String, _ connection: Connection) throws {
        try connection.execute(reach, .text(kind), .int(row))
    }

    /// Ends a round: the next one begins with the first row.
    public static func finish(_ kind: String, _ connection: Connection) throws {
        try connection.execute(finish, .text(kind))
    }

    // MARK: Notifications

    /// Some ids of notifications from before a moment, the oldest first; the rest of them has greater ids.
    public static func notifications(
        after: Int64,
        before moment: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [Int64] {
        // They count up in the order in which they were told.
        try connection.query(notifications, .int(after), .int(Int64(limit))) { ($0.int(0), $0.int(1)) }
            .prefix { $0.1 < moment.milliseconds }.map(\.0)
    }

    /// Deletes notifications and takes them out of their groups.
    public static func delete(notifications ids: [Int64], _ connection: Connection) throws {
        let removed = try connection.query(deleteNotifications, .ids(ids), row: NotificationQueries.removed)
        try NotificationGroupQueries.settle(removed, connection)
    }

    // MARK: What is over

    /// Sessions and codes that serve nobody any more.
    public static func countExpired(at now: Timestamp, _ connection: Connection) throws -> Int64 {
        let sessions = try connection.first(countSessions, .int(now.milliseconds)) { $0.int(0) } ?? 0
        return sessions + (try connection.first(countCodes, .int(now.milliseconds)) { $0.int(0) } ?? 0)
    }

    /// Deletes some of them. Returns how many.
    public static func deleteExpired(at now: Timestamp, limit: Int, _ connection: Connection) throws -> Int {
        try connection.execute(deleteSessions, .int(now.milliseconds), .int(Int64(limit)))
            + connection.execute(deleteCodes, .int(now.milliseconds), .int(Int64(limit)))
    }

    /// Jobs that were given up before a moment.
    public static func countDeadJobs(before moment: Timestamp, _ connection: Connection) throws -> Int64 {
        try connection.first(countJobs, .int(moment.milliseconds)) { $0.int(0) } ?? 0
    }
}
