// SQL of the tags that people follow, and of those that they show on their profile.

public import Basics
public import Database
public import Domain

public enum TagFollowQueries {
    private static let insert = SQL(
        """
        INSERT INTO tag_follows (account_id, tag_id, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, tag_id) DO NOTHING
        """
    )
    private static let delete = SQL("DELETE FROM tag_follows WHERE account_id = $1 AND tag_id = $2")
    private static let count = SQL("SELECT COUNT(*) FROM tag_follows WHERE account_id = $1")
    private static let paged = PagedQuery { direction in
        SQL(
            """
            SELECT f.id, f.tag_id, g.name FROM tag_follows f JOIN tags g ON g.id = f.tag_id
            WHERE f.account_id = $1 AND f.id < $2 AND f.id > $3 ORDER BY f.id \(direction) LIMIT $4
            """
        )
    }

    /// Returns whether it was not followed before.
    public static func insert(
        _ tag: Int64,
        by account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(insert, .int(account), .int(tag), .int(now.milliseconds)) > 0
    }

    /// Returns whether it was followed.
    public static func delete(_ tag: Int64, by account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .int(account), .int(tag)) > 0
    }

    public static func count(by account: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(count, .int(account)) { $0.int(0) } ?? 0
    }

    /// One page, the last followed first.
    public static func list(
        by account: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [FollowedTag] {
        try paged.rows(of: account, page, connection) {
            FollowedTag(cursor: $0.int(0), tagID: $0.int(1), name: $0.text(2))
        }
    }
}

public enum FeaturedTagQueries {
    private static let columns = "id, tag_id, name, statuses_count, last_status_at"
    /// Posts of the owner that count for a row of `featured_tags`.
    private static let posts = """
        FROM statuses s WHERE s.account_id = featured_tags.account_id AND s.visibility IN (0, 1)
            AND EXISTS (SELECT 1 FROM status_tags t WHERE t.status_id = s.id AND t.tag_id = featured_tags.tag_id)
        """
    private static let insert = SQL(
        """
        INSERT INTO featured_tags (account_id, tag_id, name, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id, tag_id) DO NOTHING
        """
    )
    private static let delete = SQL("DELETE FROM featured_tags WHERE account_id = $1 AND tag_id = $2")
    private static let tagOf = SQL("SELECT tag_id FROM featured_tags WHERE id = $1 AND account_id = $2")
    private static let count = SQL("SELECT COUNT(*) FROM featured_tags WHERE account_id = $1")
    private static let list = SQL("SELECT \(columns) FROM featured_tags WHERE account_id = $1 ORDER BY id")
    private static let one = SQL("SELECT \(columns) FROM featured_tags WHERE account_id = $1 AND tag_id = $2")
    private static let recount = SQL(
        """
        UPDATE featured_tags SET (statuses_count, last_status_at) = (SELECT COUNT(*), MAX(s.created_at) \(posts))
        WHERE account_id = $1 AND tag_id = $2
        """
    )
    private static let countPost = SQL(
        """
        UPDATE featured_tags SET statuses_count = statuses_count + 1,
            last_status_at = CASE WHEN last_status_at > $1 THEN last_status_at ELSE $1 END
        WHERE account_id = $2 AND EXISTS (SELECT 1 FROM status_tags t WHERE t.status_id = $3 AND t.tag_id = featured_tags.tag_id)
        """
    )
    private static let uncountPost = SQL(
        """
        UPDATE featured_tags SET statuses_count = statuses_count - 1,
            last_status_at = CASE WHEN last_status_at > $1 THEN last_status_at ELSE
                (SELECT s.created_at \(posts) AND s.id <> $2 ORDER BY s.id DESC LIMIT 1) END
        WHERE account_id = $3 AND tag_id IN (SELECT tag_id FROM status_tags WHERE status_id = $2)
        """
    )
    private static let wrong = SQL(
        """
        SELECT x.id, x.account_id, x.tag_id, x.statuses_count, x.n, x.last_status_at, x.last FROM (
            SELECT id, account_id, tag_id, statuses_count, last_status_at, (SELECT COUNT(*) \(posts)) AS n,
                (SELECT MAX(s.created_at) \(posts)) AS last FROM featured_tags) x
        WHERE x.statuses_count <> x.n OR x.last_status_at IS DISTINCT FROM x.last ORDER BY x.id LIMIT $1
        """
    )
    /// By when the account began to use them, the newest first: a bounded look back.
    private static let recent = SQL(
        """
        SELECT p.tag_id, g.name, p.posts FROM tag_people p JOIN tags g ON g.id = p.tag_id
        WHERE p.account_id = $1 AND NOT EXISTS (
            SELECT 1 FROM featured_tags f WHERE f.account_id = $1 AND f.tag_id = p.tag_id)
        ORDER BY p.first_at DESC LIMIT $2
        """
    )

    /// Returns whether it was not featured before. What its owner has posted with it is counted.
    public static func insert(
        _ tag: Int64,
        name: String,
        by account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        let isNew = try connection.execute(insert, .int(account), .int(tag), .text(name), .int(now.milliseconds)) > 0
        if isNew { try connection.execute(recount, .int(account), .int(tag)) }
        return isNew
    }

    /// Counts anew what an account has posted with a tag that it features.
    public static func recount(_ tag: Int64, by account: Int64, _ connection: Connection) throws {
        try connection.execute(recount, .int(account), .int(tag))
    }

    /// Returns whether it was featured.
    public static func delete(_ tag: Int64, by account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .int(account), .int(tag)) > 0
    }

    // MARK: Counts

    /// Counts an open status for those of its tags that its author features.
    public static func count(_ status: Status, _ connection: Connection) throws {
        try connection.executeLater(
            countPost,
            .int(status.createdAt.milliseconds),
            .int(status.accountID),
            .int(status.id)
        )
    }

    /// Takes an open status out of the counts again, before it loses its tags.
    public static func uncount(_ status: Status, _ connection: Connection) throws {
        try connection.executeLater(
            uncountPost,
            .int(status.createdAt.milliseconds),
            .int(status.id),
            .int(status.accountID)
        )
    }

    /// Counts that differ from a recount.
    public static func differences(limit: Int, _ connection: Connection) throws -> [CounterDifference] {
        try connection.query(wrong, .int(limit)) { row in
            let isCount = row.int(3) != row.int(4)
            return CounterDifference(
                subject: "featured tag",
                id: row.int(0),
                counter: isCount ? "statuses_count" : "last_status_at",
                stored: row.intOrNil(isCount ? 3 : 5) ?? 0,
                counted: row.intOrNil(isCount ? 4 : 6) ?? 0
            )
        }
    }

    /// Counts anew what differs. Returns how many rows did.
    public static func repair(_ connection: Connection) throws -> Int {
        let found = try connection.query(wrong, .int(Int(Int32.max))) { (account: $0.int(1), tag: $0.int(2)) }
        for row in found { try connection.execute(recount, .int(row.account), .int(row.tag)) }
        return found.count
    }

    // MARK: Reading

    /// The tag of an entry.
    public static func tag(of id: Int64, by account: Int64, _ connection: Connection) throws -> Int64? {
        try connection.first(tagOf, .int(id), .int(account)) { $0.int(0) }
    }

    public static func count(by account: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(count, .int(account)) { $0.int(0) } ?? 0
    }

    /// All, the first featured first: there are few.
    public static func list(of account: Int64, _ connection: Connection) throws -> [FeaturedTag] {
        try connection.query(list, .int(account), row: tag)
    }

    public static func featured(_ tag: Int64, by account: Int64, _ connection: Connection) throws -> FeaturedTag? {
        try connection.first(one, .int(account), .int(tag), row: self.tag)
    }

    /// Tags that an account uses and does not feature, by how often it posted them, among those it took up last.
    public static func suggestions(
        for account: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [(id: Int64, name: String)] {
        try connection.query(recent, .int(account), .int(100)) { ($0.int(0), $0.text(1), $0.int(2)) }
            .sorted { $0.2 > $1.2 }.prefix(limit).map { ($0.0, $0.1) }
    }

    private static func tag(_ row: Row) -> FeaturedTag {
        FeaturedTag(
            id: row.int(0),
            tagID: row.int(1),
            name: row.text(2),
            statuses: row.int(3),
            lastStatusAt: row.moment(4)
        )
    }
}
