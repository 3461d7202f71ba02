// SQL of policies: how the recipient stands to who would be heard, the rules they set, whom they let through.

public import Basics
public import Database
public import Domain

public enum NotificationPolicyQueries {
    private static let columns = """
        not_following, not_followers, new_accounts, private_mentions, limited_accounts, bots, shield_until
        """
    /// All that decides on one notification, in one look.
    private static let standing = SQL(
        """
        SELECT EXISTS (SELECT 1 FROM blocks WHERE account_id = $1 AND target_id = $2)
                OR EXISTS (SELECT 1 FROM mutes WHERE account_id = $1 AND target_id = $2 AND hides_notifications
                    AND (expires_at IS NULL OR expires_at > $3))
                OR EXISTS (SELECT 1 FROM thread_mutes WHERE account_id = $1 AND conversation_id = $4)
                OR EXISTS (SELECT 1 FROM account_domain_blocks d WHERE d.account_id = $1 AND d.domain = a.domain),
            EXISTS (SELECT 1 FROM follows WHERE account_id = $1 AND target_id = $2),
            (SELECT created_at FROM follows WHERE account_id = $2 AND target_id = $1),
            EXISTS (SELECT 1 FROM notification_permissions WHERE account_id = $1 AND from_account_id = $2),
            a.created_at, a.silenced_at IS NOT NULL, a.is_bot,
            (SELECT s.visibility FROM statuses s WHERE s.id = $5),
            EXISTS (SELECT 1 FROM push_subscriptions WHERE account_id = $1),
            p.account_id IS NOT NULL, \(columns.split(separator: ", ").map { "p.\($0)" }.joined(separator: ", "))
        FROM accounts a LEFT JOIN notification_policies p ON p.account_id = $1 WHERE a.id = $2
        """
    )
    /// Up the thread: has the recipient written to the sender before, in private?
    private static let isAnswer = SQL(
        """
        WITH RECURSIVE above (id, parent, author, depth) AS (
            SELECT s.id, s.in_reply_to_id, s.account_id, 0 FROM statuses s WHERE s.id = $1
            UNION ALL SELECT s.id, s.in_reply_to_id, s.account_id, a.depth + 1 FROM above a
                JOIN statuses s ON s.id = a.parent WHERE a.depth < 100)
        SELECT 1 FROM above a JOIN status_mentions m ON m.status_id = a.id AND m.account_id = $2
            JOIN statuses s ON s.id = a.id
        WHERE a.author = $3 AND s.visibility = $4 LIMIT 1
        """
    )
    private static let find = SQL("SELECT \(columns) FROM notification_policies WHERE account_id = $1")
    private static let set = SQL(
        """
        INSERT INTO notification_policies (account_id, \(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (account_id) DO UPDATE SET not_following = excluded.not_following,
            not_followers = excluded.not_followers, new_accounts = excluded.new_accounts,
            private_mentions = excluded.private_mentions, limited_accounts = excluded.limited_accounts,
            bots = excluded.bots, shield_until = excluded.shield_until
        """
    )
    private static let permit = SQL(
        """
        INSERT INTO notification_permissions (account_id, from_account_id, is_merged) VALUES ($1, $2, FALSE)
        ON CONFLICT (account_id, from_account_id) DO UPDATE SET is_merged = FALSE
        """
    )
    private static let merged = SQL(
        "UPDATE notification_permissions SET is_merged = TRUE WHERE account_id = $1 AND from_account_id = $2"
    )
    private static let isMerging = SQL(
        "SELECT 1 FROM notification_permissions WHERE account_id = $1 AND NOT is_merged LIMIT 1"
    )
    private static let merging = SQL(
        """
        SELECT account_id, from_account_id FROM notification_permissions WHERE NOT is_merged
        ORDER BY account_id LIMIT $1
        """
    )

    /// What is known of a recipient and a sender, and the recipient's rules.
    public struct Standing: Sendable, Equatable {
        public var sender: NotificationSender
        public var policy: NotificationPolicy
        /// Some device is to be told.
        public var hasPush: Bool
    }

    /// Nil where the sender is gone. Only people of this server are told; the caller knows that `account` is local.
    ///
    /// - Parameters:
    ///   - conversation: 0 where there is none.
    public static func standing(
        of account: Int64,
        to from: Int64,
        conversation: Int64,
        status: Int64?,
        now: Timestamp,
        _ connection: Connection
    ) throws -> Standing? {
        try connection.first(
            standing,
            .int(account),
            .int(from),
            .int(now.milliseconds),
            .int(conversation),
            .int(status ?? 0)
        ) { row in
            var sender = NotificationSender(createdAt: Timestamp(milliseconds: row.int(4)))
            sender.isUnwanted = row.bool(0)
            sender.isFollowed = row.bool(1)
            sender.followsSince = row.intOrNil(2).map { Timestamp(milliseconds: $0) }
            sender.isPermitted = row.bool(3)
            sender.isLimited = row.bool(5)
            sender.isBot = row.bool(6)
            sender.isDirect = row.intOrNil(7) == Visibility.direct.rawValue
            let policy = row.bool(9) ? policy(row, from: 10) : NotificationPolicy()
            return Standing(sender: sender, policy: policy, hasPush: row.bool(8))
        }
    }

    /// Whether a direct status answers one that `recipient` wrote to `sender`, however far up the thread.
    public static func isAnswer(_ status: Int64, by sender: Int64, to recipient: Int64, _ connection: Connection) throws
        -> Bool
    {
        try connection.first(
            isAnswer,
            .int(status),
            .int(sender),
            .int(recipient),
            .int(Visibility.direct.rawValue)
        ) { _ in true } ?? false
    }

    /// The rules that somebody set, or those for all others.
    public static func policy(of account: Int64, _ connection: Connection) throws -> NotificationPolicy {
        try connection.first(find, .int(account)) { policy($0, from: 0) } ?? NotificationPolicy()
    }

    public static func set(_ policy: NotificationPolicy, of account: Int64, _ connection: Connection) throws {
        try connection.execute(
            set,
            .int(account),
            .int(policy.notFollowing.rawValue),
            .int(policy.notFollowers.rawValue),
            .int(policy.newAccounts.rawValue),
            .int(policy.privateMentions.rawValue),
            .int(policy.limitedAccounts.rawValue),
            .int(policy.bots.rawValue),
            .int(policy.shieldUntil?.milliseconds)
        )
    }

    // MARK: Whom one lets through

    /// From now on nothing of `from` is held back; what was is merged next.
    public static func permit(_ from: Int64, by account: Int64, _ connection: Connection) throws {
        try connection.execute(permit, .int(account), .int(from))
    }

    public static func setMerged(_ from: Int64, by account: Int64, _ connection: Connection) throws {
        try connection.execute(merged, .int(account), .int(from))
    }

    public static func isMerging(_ account: Int64, _ connection: Connection) throws -> Bool {
        try connection.first(isMerging, .int(account)) { _ in true } ?? false
    }

    /// Those whose merge was begun and not ended.
    public static func merging(limit: Int, _ connection: Connection) throws -> [(account: Int64, from: Int64)] {
        try connection.query(merging, .int(limit)) { ($0.int(0), $0.int(1)) }
    }

    private static func policy(_ row: Row, from column: Int) -> NotificationPolicy {
        func ruling(_ place: Int) -> NotificationRuling {
            NotificationRuling(rawValue: row.int(column + place)) ?? .accept
        }
        var policy = NotificationPolicy()
        policy.notFollowing = ruling(0)
        policy.notFollowers = ruling(1)
        policy.newAccounts = ruling(2)
        policy.privateMentions = ruling(3)
        policy.limitedAccounts = ruling(4)
        policy.bots = ruling(5)
        policy.shieldUntil = row.moment(column + 6)
        return policy
    }
}
