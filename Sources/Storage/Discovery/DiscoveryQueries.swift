// SQL of finding people: the directory of those who want to be found, and whom somebody may want to follow.

public import Basics
public import Database
public import Domain

public enum DiscoveryQueries {
    private static let newest = SQL(
        """
        SELECT id FROM accounts WHERE is_discoverable AND silenced_at IS NULL AND suspended_at IS NULL AND deactivated_at IS NULL
        ORDER BY id DESC LIMIT $1
        """
    )
    private static let active = SQL(
        """
        SELECT a.id FROM accounts a JOIN account_counters k ON k.account_id = a.id
        WHERE a.is_discoverable AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL AND k.last_status_at IS NOT NULL
        ORDER BY k.last_status_at DESC, a.id DESC LIMIT $1
        """
    )
    private static let followed = SQL(
        """
        SELECT a.id FROM accounts a JOIN account_counters k ON k.account_id = a.id
        WHERE a.is_discoverable AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL AND k.followers_count > 0
        ORDER BY k.followers_count DESC, a.id LIMIT $1
        """
    )
    /// Of the hundred whom somebody followed last, those who show whom they follow and follow at most a thousand.
    private static let friendsOfFriends = SQL(
        """
        SELECT f.target_id, COUNT(*) FROM (
            SELECT target_id FROM follows WHERE account_id = $1 ORDER BY id DESC LIMIT 100
        ) mine
            JOIN account_counters k ON k.account_id = mine.target_id AND k.following_count <= 1000
            JOIN accounts friend ON friend.id = mine.target_id AND COALESCE(friend.hides_collections, FALSE) = FALSE
            JOIN follows f ON f.account_id = mine.target_id
            JOIN accounts a ON a.id = f.target_id AND a.is_discoverable AND a.silenced_at IS NULL
                AND a.suspended_at IS NULL AND a.deactivated_at IS NULL
        GROUP BY f.target_id ORDER BY COUNT(*) DESC, f.target_id LIMIT $2
        """
    )
    private static let dismiss = SQL(
        """
        INSERT INTO suggestion_dismissals (account_id, target_id, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, target_id) DO NOTHING
        """
    )
    private static let unwanted = SQL(
        """
        SELECT target_id FROM suggestion_dismissals WHERE account_id = $1 AND target_id {in $2}
        UNION ALL SELECT target_id FROM follow_requests WHERE account_id = $1 AND target_id {in $2}
        """
    )

    /// Accounts that want to be found, neither limited nor suspended. All but `new` are sorted: keep the answer.
    public static func discoverable(_ order: DirectoryOrder, limit: Int, _ connection: Connection) throws -> [Int64] {
        let sql =
            switch order {
            case .active: active
            case .new: newest
            case .followed: followed
            }
        return try connection.query(sql, .int(limit)) { $0.int(0) }
    }

    /// Whom the people follow that an account follows, those first whom most of them follow.
    public static func friendsOfFriends(_ account: Int64, limit: Int, _ connection: Connection) throws -> [Int64] {
        try connection.query(friendsOfFriends, .int(account), .int(limit)) { $0.int(0) }
    }

    /// Never suggests `target` to an account again.
    public static func dismiss(_ target: Int64, for account: Int64, at now: Timestamp, _ connection: Connection) throws
    {
        try connection.execute(dismiss, .int(account), .int(target), .int(now.milliseconds))
    }

    /// Which of some accounts are not to be suggested: dismissed, or asked to be followed already.
    public static func unwanted(by account: Int64, among ids: [Int64], _ connection: Connection) throws -> Set<Int64> {
        guard !ids.isEmpty else { return [] }
        return Set(try connection.query(unwanted, .int(account), .ids(ids)) { $0.int(0) })
    }
}
