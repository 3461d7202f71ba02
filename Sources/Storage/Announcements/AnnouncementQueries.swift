// SQL of announcements: made, read, reacted to.

public import Basics
public import Database
public import Domain

public enum AnnouncementQueries {
    private static let columns = "id, text, starts_at, ends_at, is_all_day, published_at, updated_at"
    private static let insert = SQL(
        """
        INSERT INTO announcements (text, starts_at, ends_at, is_all_day, published_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
        """
    )
    private static let delete = SQL("DELETE FROM announcements WHERE id = $1")
    private static let all = SQL("SELECT \(columns) FROM announcements ORDER BY id DESC")
    private static let toTell = SQL(
        "SELECT \(columns) FROM announcements WHERE NOT is_told AND published_at <= $1 ORDER BY id"
    )
    private static let told = SQL("UPDATE announcements SET is_told = TRUE WHERE id = $1 AND NOT is_told")
    private static let isThere = SQL("SELECT 1 FROM announcements WHERE id = $1 AND published_at <= $2 {forkeyshare}")
    private static let read = SQL(
        """
        INSERT INTO announcement_reads (account_id, announcement_id) VALUES ($1, $2)
        ON CONFLICT (account_id, announcement_id) DO NOTHING
        """
    )
    private static let readBy = SQL("SELECT announcement_id FROM announcement_reads WHERE account_id = $1")
    private static let react = SQL(
        """
        INSERT INTO announcement_reactions (announcement_id, name, account_id, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (announcement_id, name, account_id) DO NOTHING
        """
    )
    private static let unreact = SQL(
        "DELETE FROM announcement_reactions WHERE announcement_id = $1 AND name = $2 AND account_id = $3"
    )
    private static let reactions = SQL(
        """
        SELECT announcement_id, name, COUNT(*) FROM announcement_reactions GROUP BY announcement_id, name
        ORDER BY announcement_id, MIN(created_at), name
        """
    )
    private static let reactionsBy = SQL(
        "SELECT announcement_id, name FROM announcement_reactions WHERE account_id = $1"
    )

    private static func announcement(_ row: Row) -> Announcement {
        Announcement(
            id: row.int(0),
            text: row.text(1),
            startsAt: row.moment(2),
            endsAt: row.moment(3),
            isAllDay: row.bool(4),
            publishedAt: Timestamp(milliseconds: row.int(5)),
            updatedAt: Timestamp(milliseconds: row.int(6))
        )
    }

    public static func insert(_ announcement: Announcement, _ connection: Connection) throws -> Int64 {
        try connection.first(
            insert,
            .text(announcement.text),
            .int(announcement.startsAt?.milliseconds),
            .int(announcement.endsAt?.milliseconds),
            .bool(announcement.isAllDay),
            .int(announcement.publishedAt.milliseconds),
            .int(announcement.updatedAt.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    /// Returns whether there was one.
    public static func delete(_ id: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .int(id)) > 0
    }

    /// All, the newest first, also such as are not published yet or over.
    public static func all(_ connection: Connection) throws -> [Announcement] {
        try connection.query(all, row: announcement)
    }

    /// Published ones of which nobody was told yet.
    public static func toTell(by now: Timestamp, _ connection: Connection) throws -> [Announcement] {
        try connection.query(toTell, .int(now.milliseconds), row: announcement)
    }

    /// Returns whether this is the first time.
    public static func told(_ id: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(told, .int(id)) > 0
    }

    /// Holds it until the end of the transaction.
    public static func isPublished(_ id: Int64, by now: Timestamp, _ connection: Connection) throws -> Bool {
        try connection.first(isThere, .int(id), .int(now.milliseconds)) { _ in true } ?? false
    }

    public static func read(_ id: Int64, by account: Int64, _ connection: Connection) throws {
        try connection.execute(read, .int(account), .int(id))
    }

    public static func read(by account: Int64, _ connection: Connection) throws -> Set<Int64> {
        Set(try connection.query(readBy, .int(account)) { $0.int(0) })
    }

    /// Returns whether it is new.
    public static func react(
        to id: Int64,
        _ name: String,
        by account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(react, .int(id), .text(name), .int(account), .int(now.milliseconds)) > 0
    }

    /// Returns whether it was there.
    public static func unreact(to id: Int64, _ name: String, by account: Int64, _ connection: Connection) throws -> Bool
    {
        try connection.execute(unreact, .int(id), .text(name), .int(account)) > 0
    }

    /// By announcement, the first given first.
    public static func reactions(_ connection: Connection) throws -> [Int64: [AnnouncementReaction]] {
        var found: [Int64: [AnnouncementReaction]] = [:]
        try connection.forEach(reactions) { row in
            found[row.int(0), default: []].append(AnnouncementReaction(name: row.text(1), count: row.int(2)))
            return true
        }
        return found
    }

    /// The names that one account has given, by announcement.
    public static func reactions(by account: Int64, _ connection: Connection) throws -> [Int64: Set<String>] {
        var found: [Int64: Set<String>] = [:]
        try connection.forEach(reactionsBy, .int(account)) { row in
            found[row.int(0), default: []].insert(row.text(1))
            return true
        }
        return found
    }
}
