// SQL of what limiting and suspending an account does to tags: its posts leave their timelines and counts, and come back.

internal import Basics
public import Database
public import Domain

public enum TagModerationQueries {
    private static let usesOf = SQL(
        """
        SELECT t.tag_id, s.id, s.created_at, s.in_reply_to_account_id, s.language FROM statuses s
        JOIN status_tags t ON t.status_id = s.id AND t.is_listed WHERE s.account_id = $1
        """
    )
    private static let reblogsOfOwn = SQL(
        """
        SELECT t.tag_id, COUNT(*) FROM statuses s JOIN status_tags t ON t.status_id = s.id AND t.is_listed
        JOIN statuses r ON r.reblog_of_id = s.id JOIN accounts a ON a.id = r.account_id
        WHERE s.account_id = $1 AND a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deactivated_at IS NULL GROUP BY t.tag_id
        """
    )
    private static let reblogsBy = SQL(
        """
        SELECT t.tag_id, COUNT(*) FROM statuses r JOIN status_tags t ON t.status_id = r.reblog_of_id AND t.is_listed
        WHERE r.account_id = $1 AND r.reblog_of_id IS NOT NULL GROUP BY t.tag_id
        """
    )
    private static let list = SQL(
        """
        UPDATE status_tags SET is_listed = $1 WHERE status_id IN (
            SELECT s.id FROM statuses s WHERE s.account_id = $2 AND s.visibility = 0 AND s.reblog_of_id IS NULL)
        """
    )
    private static let showInPublic = SQL(
        """
        UPDATE statuses SET in_public_timeline = CAST($1 AS BOOLEAN)
        WHERE account_id = $2 AND visibility = 0 AND reblog_of_id IS NULL
            AND (in_reply_to_account_id IS NULL OR in_reply_to_account_id = account_id)
        """
    )

    /// All uses of tags by an account that count, by tag.
    public static func uses(of account: Int64, _ connection: Connection) throws -> [Int64: [CountedUse]] {
        var uses: [Int64: [CountedUse]] = [:]
        try connection.forEach(usesOf, .int(account)) { row in
            uses[row.int(0), default: []].append(
                CountedUse(
                    statusID: row.int(1),
                    at: Timestamp(milliseconds: row.int(2)),
                    isReply: !row.isNull(3),
                    language: row.textOrNil(4)
                )
            )
            return true
        }
        return uses
    }

    /// For each tag, the reblogs (by accounts that count) of the account's listed statuses.
    public static func reblogsOfOwn(_ account: Int64, _ connection: Connection) throws -> [(tag: Int64, count: Int64)] {
        try connection.query(reblogsOfOwn, .int(account)) { ($0.int(0), $0.int(1)) }
    }

    /// For each tag, the account's reblogs of listed statuses.
    public static func reblogs(by account: Int64, _ connection: Connection) throws -> [(tag: Int64, count: Int64)] {
        try connection.query(reblogsBy, .int(account)) { ($0.int(0), $0.int(1)) }
    }

    /// Puts the public statuses of an account into tag timelines and the public timeline, or takes them out.
    public static func show(_ isListed: Bool, statusesOf account: Int64, _ connection: Connection) throws {
        try connection.execute(list, .bool(isListed), .int(account))
        try connection.execute(showInPublic, .bool(isListed), .int(account))
    }
}
