// SQL of follows, requests, blocks, mutes and notes between accounts.

public import Basics
public import Database
public import Domain

public enum RelationshipQueries {
    private static let relationships = SQL(
        """
        SELECT 1, target_id, show_reblogs, notify, languages, CAST(NULL AS BIGINT), CAST(NULL AS TEXT) FROM follows
            WHERE account_id = $1 AND target_id {in $2}
        UNION ALL SELECT 2, account_id, NULL, NULL, NULL, NULL, NULL FROM follows
            WHERE target_id = $1 AND account_id {in $2}
        UNION ALL SELECT 3, target_id, NULL, NULL, NULL, NULL, NULL FROM blocks
            WHERE account_id = $1 AND target_id {in $2}
        UNION ALL SELECT 4, account_id, NULL, NULL, NULL, NULL, NULL FROM blocks
            WHERE target_id = $1 AND account_id {in $2}
        UNION ALL SELECT 5, target_id, hides_notifications, NULL, NULL, expires_at, NULL FROM mutes
            WHERE account_id = $1 AND target_id {in $2} AND (expires_at IS NULL OR expires_at > $3)
        UNION ALL SELECT 6, target_id, show_reblogs, notify, languages, NULL, NULL FROM follow_requests
            WHERE account_id = $1 AND target_id {in $2}
        UNION ALL SELECT 7, account_id, NULL, NULL, NULL, NULL, NULL FROM follow_requests
            WHERE target_id = $1 AND account_id {in $2}
        UNION ALL SELECT 8, target_id, NULL, NULL, NULL, NULL, comment FROM account_notes
            WHERE account_id = $1 AND target_id {in $2}
        UNION ALL SELECT 9, target_id, NULL, NULL, NULL, NULL, NULL FROM endorsements
            WHERE account_id = $1 AND target_id {in $2}
        UNION ALL SELECT 10, a.id, NULL, NULL, NULL, NULL, NULL FROM accounts a JOIN account_domain_blocks d
            ON d.account_id = $1 AND d.domain = a.domain WHERE a.id {in $2}
        """
    )
    private static let followsOf = SQL(
        "SELECT target_id, show_reblogs, notify, languages FROM follows WHERE account_id = $1"
    )
    private static let blocksOf = SQL("SELECT target_id FROM blocks WHERE account_id = $1")
    private static let blockersOf = SQL("SELECT account_id FROM blocks WHERE target_id = $1")
    private static let mutesOf = SQL(
        "SELECT target_id, hides_notifications, expires_at FROM mutes WHERE account_id = $1"
    )
    private static let choicesOf = SQL(
        """
        SELECT 1, tag_id, CAST(NULL AS TEXT) FROM tag_follows WHERE account_id = $1
        UNION ALL SELECT 2, tag_id, NULL FROM featured_tags WHERE account_id = $1
        UNION ALL SELECT 3, m.account_id, NULL FROM lists l JOIN list_accounts m ON m.list_id = l.id
            WHERE l.account_id = $1 AND l.is_exclusive
        UNION ALL SELECT 4, CAST(NULL AS BIGINT), domain FROM account_domain_blocks WHERE account_id = $1
        """
    )
    private static let standing = SQL(
        """
        SELECT EXISTS (SELECT 1 FROM follows WHERE account_id = $1 AND target_id = $2),
            EXISTS (SELECT 1 FROM blocks WHERE account_id = $1 AND target_id = $2),
            EXISTS (SELECT 1 FROM blocks WHERE account_id = $2 AND target_id = $1),
            EXISTS (SELECT 1 FROM mutes WHERE account_id = $1 AND target_id = $2
                AND (expires_at IS NULL OR expires_at > $3))
        """
    )

    /// Everything between `account` and each of `targets`, in the order of `targets`. One statement.
    public static func relationships(
        of account: Int64,
        to targets: [Int64],
        now: Timestamp,
        _ connection: Connection
    ) throws -> [Relationship] {
        guard !targets.isEmpty else { return [] }
        var found = Dictionary(targets.map { ($0, Relationship(targetID: $0)) }) { first, _ in first }
        try connection.forEach(relationships, .int(account), .ids(targets), .int(now.milliseconds)) { row in
            if var relationship = found[row.int(1)] {
                apply(row, to: &relationship)
                found[row.int(1)] = relationship
            }
            return true
        }
        return targets.compactMap { found[$0] }
    }

    private static func apply(_ row: Row, to relationship: inout Relationship) {
        switch row.int(0) {
        case 1:
            relationship.following = true
            relationship.showingReblogs = row.bool(2)
            relationship.notifying = row.bool(3)
            relationship.languages = languages(row.textOrNil(4))
        case 2: relationship.followedBy = true
        case 3: relationship.blocking = true
        case 4: relationship.blockedBy = true
        case 5:
            relationship.muting = true
            relationship.mutingNotifications = row.bool(2)
            relationship.mutingExpiresAt = row.moment(5)
        case 6:
            relationship.requested = true
            relationship.showingReblogs = row.bool(2)
            relationship.notifying = row.bool(3)
            relationship.languages = languages(row.textOrNil(4))
        case 7: relationship.requestedBy = true
        case 9: relationship.endorsed = true
        case 10: relationship.domainBlocking = true
        default: relationship.note = row.text(6)
        }
    }

    /// All that one reader has decided about others.
    public static func relations(of account: Int64, clock: Clock, _ connection: Connection) throws -> ReaderRelations {
        var follows: [Int64: FollowOptions] = [:]
        try connection.forEach(followsOf, .int(account)) { row in
            follows[row.int(0)] = FollowOptions(
                showReblogs: row.bool(1),
                notify: row.bool(2),
                languages: languages(row.textOrNil(3))
            )
            return true
        }
        let blocks = Set(try connection.query(blocksOf, .int(account)) { $0.int(0) })
        let blockedBy = Set(try connection.query(blockersOf, .int(account)) { $0.int(0) })
        var mutes: [Int64: Mute] = [:]
        try connection.forEach(mutesOf, .int(account)) { row in
            mutes[row.int(0)] = Mute(hidesNotifications: row.bool(1), expiresAt: row.moment(2))
            return true
        }
        return ReaderRelations(
            accountID: account,
            follows: follows,
            blocks: blocks,
            blockedBy: blockedBy,
            mutes: mutes,
            choices: try choices(of: account, connection),
            clock: clock
        )
    }

    private static func choices(of account: Int64, _ connection: Connection) throws -> ReaderChoices {
        var choices = ReaderChoices()
        try connection.forEach(choicesOf, .int(account)) { row in
            switch row.int(0) {
            case 1: choices.followedTags.insert(row.int(1))
            case 2: choices.featuredTags.insert(row.int(1))
            case 3: choices.exclusiveMembers.insert(row.int(1))
            default: choices.blockedDomains.insert(row.text(2))
            }
            return true
        }
        return choices
    }

    /// How `viewer` stands to `author`, inside a transaction that must not rely on what is kept in memory.
    public static func standing(
        of viewer: Int64,
        to author: Int64,
        now: Timestamp,
        _ connection: Connection
    ) throws -> Standing {
        if viewer == author { return .isSelf }
        return try connection.first(standing, .int(viewer), .int(author), .int(now.milliseconds)) { row in
            var standing: Standing = []
            if row.bool(0) { standing.insert(.follows) }
            if row.bool(1) { standing.insert(.blocks) }
            if row.bool(2) { standing.insert(.isBlocked) }
            if row.bool(3) { standing.insert(.mutes) }
            return standing
        } ?? []
    }

    static func languages(_ text: String?) -> [String]? { text.map { $0.split(separator: " ").map(String.init) } }
}
