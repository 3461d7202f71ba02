// SQL of sign-ups that wait for a moderator.

public import Basics
public import Database
public import Domain

public enum SignUpQueries {
    private static let columns = "u.account_id, a.username, u.email, COALESCE(u.sign_up_reason, ''), u.confirmed_at"
    private static let undecided = SQL(
        """
        SELECT \(columns) FROM users u JOIN accounts a ON a.id = u.account_id
        WHERE NOT u.is_approved AND u.confirmed_at < $1 AND NOT u.is_disabled
        ORDER BY u.confirmed_at, u.account_id LIMIT $2
        """
    )
    private static let one = SQL(
        """
        SELECT \(columns) FROM users u JOIN accounts a ON a.id = u.account_id
        WHERE u.account_id = $1 AND NOT u.is_approved AND u.confirmed_at IS NOT NULL AND NOT u.is_disabled
        """
    )
    private static let approve = SQL("UPDATE users SET is_approved = TRUE WHERE account_id = $1 AND NOT is_approved")

    /// Those who had confirmed their address before a moment, the longest waiting first.
    public static func undecided(
        before moment: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [UndecidedSignUp] {
        try connection.query(undecided, .int(moment.milliseconds), .int(limit), row: signUp)
    }

    /// Nil for an account that does not wait.
    public static func undecided(_ account: Int64, _ connection: Connection) throws -> UndecidedSignUp? {
        try connection.first(one, .int(account), row: signUp)
    }

    /// Returns false where there is nobody to approve.
    public static func approve(_ account: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(approve, .int(account)) > 0
    }

    private static func signUp(_ row: Row) -> UndecidedSignUp {
        UndecidedSignUp(
            accountID: row.int(0),
            username: row.text(1),
            email: row.text(2),
            reason: row.text(3),
            confirmedAt: Timestamp(milliseconds: row.int(4))
        )
    }
}
