// SQL of what somebody was asked to think over before it is posted.

public import Basics
public import Database

public enum GuardNoticeQueries {
    private static let insert = SQL(
        """
        INSERT INTO guard_notices (account_id, digest, noticed_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, digest) DO UPDATE SET noticed_at = excluded.noticed_at
        """
    )
    private static let take = SQL(
        "DELETE FROM guard_notices WHERE account_id = $1 AND digest = $2 AND noticed_at > $3"
    )
    private static let forget = SQL("DELETE FROM guard_notices WHERE noticed_at <= $1")

    /// Whether an account was asked about this after a moment; it is asked again the next time.
    public static func take(
        _ digest: String,
        of account: Int64,
        after moment: Timestamp,
        _ connection: Connection
    ) throws -> Bool {
        try connection.execute(take, .int(account), .text(digest), .int(moment.milliseconds)) > 0
    }

    /// Forgets what anybody was asked before a moment: a digest of few possible texts tells them.
    public static func forget(before moment: Timestamp, _ connection: Connection) throws {
        try connection.execute(forget, .int(moment.milliseconds))
    }

    /// Notes that an account was asked.
    public static func insert(
        _ digest: String,
        of account: Int64,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.execute(insert, .int(account), .text(digest), .int(now.milliseconds))
    }
}
