// SQL of how often somebody is mentioned, for the proposal of a shield.

public import Basics
public import Database
internal import Domain

public enum MentionRateQueries {
    private static let mentions = """
        SELECT created_at FROM notifications
        WHERE account_id = $1 AND kind = \(NotificationKind.mention.rawValue) AND is_filtered = FALSE ORDER BY id DESC
        """
    private static let moment = SQL("\(mentions) LIMIT 1 OFFSET $2")
    private static let count = SQL(
        """
        SELECT COUNT(*) FROM (\(mentions) LIMIT $2) newest WHERE newest.created_at > $3
        """
    )

    /// When the mention came that has `newer` newer ones; nil where there is none.
    public static func moment(
        ofMentionWith newer: Int,
        _ account: Int64,
        _ connection: Connection
    ) throws -> Timestamp? {
        try connection.first(moment, .int(account), .int(newer)) { Timestamp(milliseconds: $0.int(0)) }
    }

    /// How many of the newest `limit` mentions came after a moment.
    public static func mentions(
        of account: Int64,
        after moment: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> Int {
        let found = try connection.first(count, .int(account), .int(limit), .int(moment.milliseconds)) { $0.int(0) }
        return Int(found ?? 0)
    }
}
