// SQL of removals by rule: what was asked for, how far it came, the posts that are left, and who was told.

public import Basics
public import Database
public import Domain

public enum RuleRemovalQueries {
    private static let columns = """
        id, about, about_id, match_name, match_value, since, until, actor, actor_id, action_id, text, rule_ids, total, done,
            left_out, created_at, finished_at
        """
    private static let insert = SQL(
        """
        INSERT INTO rule_removals (about, about_id, match_name, match_value, since, until, actor, actor_id, action_id, text,
            rule_ids, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id
        """
    )
    private static let one = SQL("SELECT \(columns) FROM rule_removals WHERE id = $1")
    private static let locked = SQL("SELECT \(columns) FROM rule_removals WHERE id = $1 {forupdate}")
    private static let latest = SQL(
        "SELECT \(columns) FROM rule_removals WHERE about = $1 AND about_id = $2 ORDER BY id DESC LIMIT $3"
    )
    private static let addPost = SQL(
        """
        INSERT INTO rule_removal_posts (removal_id, account_id, status_id) VALUES ($1, $2, $3)
        ON CONFLICT (removal_id, account_id, status_id) DO NOTHING
        """
    )
    private static let setTotal = SQL("UPDATE rule_removals SET total = $1, left_out = $2 WHERE id = $3")
    private static let next = SQL(
        """
        SELECT account_id, status_id FROM rule_removal_posts WHERE removal_id = $1
        ORDER BY account_id, status_id LIMIT $2
        """
    )
    private static let postsOf = SQL(
        """
        SELECT status_id FROM rule_removal_posts WHERE removal_id = $1 AND account_id = $2 ORDER BY status_id LIMIT $3
        """
    )
    private static let dropPost = SQL(
        "DELETE FROM rule_removal_posts WHERE removal_id = $1 AND account_id = $2 AND status_id = $3"
    )
    private static let dropPosts = SQL("DELETE FROM rule_removal_posts WHERE removal_id = $1 AND account_id = $2")
    private static let dropAll = SQL("DELETE FROM rule_removal_posts WHERE removal_id = $1")
    private static let actOf = SQL(
        "SELECT action_id FROM rule_removal_authors WHERE removal_id = $1 AND account_id = $2"
    )
    private static let addAuthor = SQL(
        "INSERT INTO rule_removal_authors (removal_id, account_id, action_id) VALUES ($1, $2, $3)"
    )
    private static let countAuthors = SQL("SELECT COUNT(*) FROM rule_removal_authors WHERE removal_id = $1")
    private static let advance = SQL(
        "UPDATE rule_removals SET done = done + $1, left_out = left_out + $2 WHERE id = $3"
    )
    private static let finish = SQL("UPDATE rule_removals SET finished_at = $1 WHERE id = $2 AND finished_at IS NULL")
    private static let forget = SQL(
        """
        DELETE FROM rule_removals WHERE id IN (
            SELECT id FROM rule_removals WHERE finished_at < $1 ORDER BY finished_at LIMIT $2)
        """
    )

    /// Returns its id.
    public static func insert(_ removal: RuleRemoval, _ connection: Connection) throws -> Int64 {
        try connection.first(
            insert,
            .int(removal.rule.subject.about),
            .int(removal.rule.subject.id),
            .text(removal.rule.match.name),
            .text(removal.rule.match.value),
            .int(removal.rule.since.milliseconds),
            .int(removal.rule.until.milliseconds),
            .int(removal.moderator.actor),
            .int(removal.moderator.accountID),
            .int(removal.actionID),
            .text(removal.text),
            .text(removal.ruleIDs.map(String.init).joined(separator: " ")),
            .int(removal.createdAt.milliseconds)
        ) { $0.int(0) } ?? 0
    }

    public static func removal(_ id: Int64, _ connection: Connection) throws -> RuleRemoval? {
        try connection.first(one, .int(id), row: removal) ?? nil
    }

    /// The same, held until the commit: of two workers one goes on.
    public static func lockedRemoval(_ id: Int64, _ connection: Connection) throws -> RuleRemoval? {
        try connection.first(locked, .int(id), row: removal) ?? nil
    }

    /// Of a tag or call, the newest first.
    public static func latest(
        _ limit: Int,
        of subject: Measure.Subject,
        _ connection: Connection
    ) throws -> [RuleRemoval] {
        try connection.query(latest, .int(subject.about), .int(subject.id), .int(limit), row: removal)
            .compactMap { $0 }
    }

    public static func add(
        _ posts: [(account: Int64, status: Int64)],
        to removal: Int64,
        _ connection: Connection
    ) throws {
        for post in posts {
            try connection.execute(addPost, .int(removal), .int(post.account), .int(post.status))
        }
    }

    /// Notes that all posts that are meant are known.
    public static func set(total: Int, leftOut: Int, of removal: Int64, _ connection: Connection) throws {
        try connection.execute(setTotal, .int(total), .int(leftOut), .int(removal))
    }

    /// Posts that are still to be removed, author by author.
    public static func next(
        _ limit: Int,
        of removal: Int64,
        _ connection: Connection
    ) throws -> [(account: Int64, status: Int64)] {
        try connection.query(next, .int(removal), .int(limit)) { ($0.int(0), $0.int(1)) }
    }

    /// Of one author.
    public static func posts(
        of account: Int64,
        in removal: Int64,
        limit: Int,
        _ connection: Connection
    ) throws -> [Int64] {
        try connection.query(postsOf, .int(removal), .int(account), .int(limit)) { $0.int(0) }
    }

    public static func drop(
        _ post: (account: Int64, status: Int64),
        from removal: Int64,
        _ connection: Connection
    ) throws {
        try connection.execute(dropPost, .int(removal), .int(post.account), .int(post.status))
    }

    /// Returns how many there were.
    public static func drop(postsOf account: Int64, from removal: Int64, _ connection: Connection) throws -> Int {
        try connection.execute(dropPosts, .int(removal), .int(account))
    }

    /// The act by which an author was told; nil where they were not.
    public static func act(of account: Int64, in removal: Int64, _ connection: Connection) throws -> Int64? {
        try connection.first(actOf, .int(removal), .int(account)) { $0.int(0) }
    }

    public static func add(
        author: Int64,
        toldBy action: Int64,
        to removal: Int64,
        _ connection: Connection
    ) throws {
        try connection.execute(addAuthor, .int(removal), .int(author), .int(action))
    }

    public static func authors(of removal: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(countAuthors, .int(removal)) { $0.int(0) } ?? 0
    }

    public static func advance(
        _ removal: Int64,
        by done: Int,
        leavingOut leftOut: Int,
        _ connection: Connection
    ) throws {
        try connection.execute(advance, .int(done), .int(leftOut), .int(removal))
    }

    /// What is left stays.
    public static func finish(_ removal: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(dropAll, .int(removal))
        try connection.execute(finish, .int(now.milliseconds), .int(removal))
    }

    /// Forgets those that ended before a moment, a bounded number at a time; the acts stay in the log.
    public static func forget(before moment: Timestamp, limit: Int, _ connection: Connection) throws {
        try connection.execute(forget, .int(moment.milliseconds), .int(limit))
    }

    private static func removal(_ row: Row) -> RuleRemoval? {
        guard let match = RemovalRule.Match(name: row.text(3), value: row.text(4)) else { return nil }
        let rule = RemovalRule(
            subject: Measure.Subject(about: row.int(1), id: row.int(2)),
            match: match,
            since: Timestamp(milliseconds: row.int(5)),
            until: Timestamp(milliseconds: row.int(6))
        )
        return RuleRemoval(
            id: row.int(0),
            rule: rule,
            moderator: Moderator(actor: row.int(7), account: row.intOrNil(8)),
            actionID: row.int(9),
            text: row.text(10),
            ruleIDs: row.text(11).split(separator: " ").compactMap { Int64($0) },
            total: row.intOrNil(12),
            done: row.int(13),
            leftOut: row.int(14),
            createdAt: Timestamp(milliseconds: row.int(15)),
            finishedAt: row.moment(16)
        )
    }
}
