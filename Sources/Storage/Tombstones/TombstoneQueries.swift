// SQL of what is gone: posts of others that must not come back, and posts of this server that others may ask for.

public import Basics
public import Database

public enum TombstoneQueries {
    private static let insert = SQL(
        """
        INSERT INTO tombstones (uri, actor, deleted_at)
        SELECT CAST($1 AS TEXT), a.uri, CAST($2 AS BIGINT) FROM accounts a WHERE a.id = $3 AND a.uri IS NOT NULL
        ON CONFLICT (uri, actor) DO NOTHING
        """
    )
    private static let isGone = SQL(
        "SELECT 1 FROM accounts a JOIN tombstones t ON t.actor = a.uri AND t.uri = $1 WHERE a.id = $2"
    )
    private static let forget = SQL(
        """
        DELETE FROM tombstones WHERE (uri, actor) IN (
            SELECT uri, actor FROM tombstones WHERE deleted_at < $1 ORDER BY deleted_at LIMIT $2)
        """
    )
    private static let insertOwn = SQL(
        """
        INSERT INTO deleted_statuses (id, account_id, deleted_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING
        """
    )
    private static let deletedAt = SQL("SELECT deleted_at FROM deleted_statuses WHERE id = $1 AND account_id = $2")

    /// The actor of an account of another server says that what has this id is gone.
    public static func insert(_ uri: String, by account: Int64, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(insert, .text(uri), .int(now.milliseconds), .int(account))
    }

    /// Whether the account's own actor has said that what has this id is gone.
    public static func isGone(_ uri: String, of account: Int64, _ connection: Connection) throws -> Bool {
        try connection.first(isGone, .text(uri), .int(account)) { _ in true } ?? false
    }

    /// Returns how many were forgotten.
    @discardableResult
    public static func forget(before moment: Timestamp, limit: Int, _ connection: Connection) throws -> Int {
        try connection.execute(forget, .int(moment.milliseconds), .int(limit))
    }

    /// A post of this server that everybody could read is gone.
    public static func insert(own status: Int64, of account: Int64, at now: Timestamp, _ connection: Connection) throws
    {
        try connection.execute(insertOwn, .int(status), .int(account), .int(now.milliseconds))
    }

    /// When such a post was deleted; nil for all others.
    public static func deletedAt(
        own status: Int64,
        of account: Int64,
        _ connection: Connection
    ) throws -> Timestamp? {
        try connection.first(deletedAt, .int(status), .int(account)) { Timestamp(milliseconds: $0.int(0)) }
    }
}
