// SQL of the servers of which single people want to see nothing.

public import Basics
public import Database
public import Domain

public enum DomainBlockQueries {
    private static let insert = SQL(
        """
        INSERT INTO account_domain_blocks (account_id, domain, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, domain) DO NOTHING
        """
    )
    private static let delete = SQL("DELETE FROM account_domain_blocks WHERE account_id = $1 AND domain = $2")
    private static let count = SQL("SELECT COUNT(*) FROM account_domain_blocks WHERE account_id = $1")
    private static let paged = PagedQuery { direction in
        SQL(
            """
            SELECT id, domain FROM account_domain_blocks WHERE account_id = $1 AND id < $2 AND id > $3
            ORDER BY id \(direction) LIMIT $4
            """
        )
    }
    /// By the accounts known of the domain, which may be few where followers are many.
    private static let tied = SQL(
        """
        SELECT a.id FROM accounts a WHERE a.domain = $1 AND a.domain > '' AND (
            EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $2 AND f.target_id = a.id)
            OR EXISTS (SELECT 1 FROM follows f WHERE f.account_id = a.id AND f.target_id = $2)
            OR EXISTS (SELECT 1 FROM follow_requests r WHERE r.account_id = $2 AND r.target_id = a.id)
            OR EXISTS (SELECT 1 FROM follow_requests r WHERE r.account_id = a.id AND r.target_id = $2))
        LIMIT $3
        """
    )
    private static let follows = SQL(
        """
        SELECT (SELECT COUNT(*) FROM accounts a JOIN follows f ON f.account_id = $1 AND f.target_id = a.id
                WHERE a.domain = $2 AND a.domain > ''),
            (SELECT COUNT(*) FROM accounts a JOIN follows f ON f.account_id = a.id AND f.target_id = $1
                WHERE a.domain = $2 AND a.domain > '')
        """
    )
    private static let notifications = SQL(
        """
        DELETE FROM notifications WHERE account_id = $1 AND from_account_id IN (
            SELECT a.id FROM accounts a WHERE a.domain = $2 AND a.domain > '')
        RETURNING id, group_id
        """
    )

    /// Returns whether it was not blocked before.
    public static func insert(
        _ domain: String,
        by account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(insert, .int(account), .text(domain), .int(now.milliseconds)) > 0
    }

    /// Returns whether it was blocked.
    public static func delete(_ domain: String, by account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .int(account), .text(domain)) > 0
    }

    public static func count(by account: Int64, _ connection: Connection) throws -> Int64 {
        try connection.first(count, .int(account)) { $0.int(0) } ?? 0
    }

    /// One page, the last blocked first, with the cursor of each.
    public static func list(
        by account: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> [(cursor: Int64, item: String)] {
        try paged.rows(of: account, page, connection) { ($0.int(0), $0.text(1)) }
    }

    /// Accounts of a domain that follow the account or ask to, or that it follows or asks to follow.
    public static func tied(
        to account: Int64,
        on domain: String,
        limit: Int,
        _ connection: Connection
    ) throws -> [Int64] {
        try connection.query(tied, .text(domain), .int(account), .int(limit)) { $0.int(0) }
    }

    /// How many of a domain the account follows, and how many follow it.
    public static func follows(
        of account: Int64,
        on domain: String,
        _ connection: Connection
    ) throws -> (following: Int64, followers: Int64) {
        try connection.first(follows, .int(account), .text(domain)) { ($0.int(0), $0.int(1)) } ?? (0, 0)
    }

    /// Deletes what `account` was told of anybody of the domain.
    public static func deleteNotifications(
        of account: Int64,
        from domain: String,
        _ connection: Connection
    ) throws {
        let removed = try connection.query(
            notifications,
            .int(account),
            .text(domain),
            row: NotificationQueries.removed
        )
        try NotificationGroupQueries.settle(removed, connection)
    }
}
