// SQL of when limits and suspensions end.

public import Basics
public import Database

public enum ModerationEndQueries {
    private static let set = SQL(
        """
        INSERT INTO moderation_ends (account_id, moderation, ends_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, moderation) DO UPDATE SET ends_at = excluded.ends_at
        """
    )
    private static let remove = SQL("DELETE FROM moderation_ends WHERE account_id = $1 AND moderation = $2")
    private static let end = SQL("SELECT ends_at FROM moderation_ends WHERE account_id = $1 AND moderation = $2")
    private static let due = SQL(
        "SELECT account_id, moderation FROM moderation_ends WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2"
    )

    /// - Parameter end: nil where it lasts until somebody takes it back.
    public static func set(
        _ end: Timestamp?,
        of moderation: String,
        _ account: Int64,
        _ connection: Connection
    ) throws {
        if let end {
            try connection.execute(set, .int(account), .text(moderation), .int(end.milliseconds))
        } else {
            try connection.execute(remove, .int(account), .text(moderation))
        }
    }

    public static func end(of moderation: String, _ account: Int64, _ connection: Connection) throws -> Timestamp? {
        try connection.first(end, .int(account), .text(moderation)) { Timestamp(milliseconds: $0.int(0)) }
    }

    /// What has ended, the longest ago first.
    public static func due(
        at now: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [(account: Int64, moderation: String)] {
        try connection.query(due, .int(now.milliseconds), .int(limit)) { ($0.int(0), $0.text(1)) }
    }
}
