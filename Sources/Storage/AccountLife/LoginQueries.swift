// SQL of what people change of their login: password and address; and what ends with it.

public import Basics
public import Database
public import Domain

public enum LoginQueries {
    private static let passwordHash = SQL("SELECT password_hash FROM users WHERE account_id = $1 {forupdate}")
    private static let setPassword = SQL("UPDATE users SET password_hash = $1 WHERE account_id = $2")
    private static let setEmail = SQL(
        "UPDATE users SET email = $1, email_key = $2, confirmed_at = $3 WHERE account_id = $4"
    )
    private static let disable = SQL("UPDATE users SET is_disabled = TRUE WHERE account_id = $1")
    private static let endSessions = SQL("DELETE FROM sessions WHERE account_id = $1 AND token_hash <> $2")
    private static let endTokens = SQL("DELETE FROM access_tokens WHERE account_id = $1 RETURNING token_hash")
    private static let endCodes = SQL("DELETE FROM authorization_codes WHERE account_id = $1")
    private static let bury = SQL(
        "INSERT INTO name_tombstones (username_key, deleted_at) VALUES ($1, $2) ON CONFLICT (username_key) DO NOTHING"
    )
    private static let isBuried = SQL("SELECT 1 FROM name_tombstones WHERE username_key = $1")
    private static let deleteAccount = SQL("DELETE FROM accounts WHERE id = $1")

    /// What is stored of the password; it stays so until this transaction ends.
    public static func passwordHash(of account: Int64, _ connection: Connection) throws -> String? {
        try connection.first(passwordHash, .int(account)) { $0.text(0) }
    }

    public static func setPassword(_ hash: String, of account: Int64, _ connection: Connection) throws {
        try connection.execute(setPassword, .text(hash), .int(account))
    }

    /// - Parameter confirmedAt: when it was proved that mail for the address arrives; nil where it was not.
    public static func setEmail(
        _ email: EmailAddress,
        confirmedAt: Timestamp?,
        of account: Int64,
        _ connection: Connection
    ) throws {
        try connection.execute(
            setEmail,
            .text(email.written),
            .text(email.folded),
            .int(confirmedAt?.milliseconds),
            .int(account)
        )
    }

    /// Nobody signs in with this login any more.
    public static func disable(_ account: Int64, _ connection: Connection) throws {
        try connection.execute(disable, .int(account))
    }

    /// Ends all sessions but one, all access of apps and all codes for it. Returns the hashes of the tokens.
    public static func endAccess(
        of account: Int64,
        exceptSession hash: [UInt8],
        _ connection: Connection
    ) throws -> [[UInt8]] {
        try connection.execute(endSessions, .int(account), .blob(hash))
        try connection.execute(endCodes, .int(account))
        return try connection.query(endTokens, .int(account)) { $0.blob(0) }
    }

    /// Nobody has this name again.
    public static func bury(_ username: String, at now: Timestamp, _ connection: Connection) throws {
        try connection.execute(bury, .text(Username.folded(username)), .int(now.milliseconds))
    }

    public static func isBuried(_ username: String, _ connection: Connection) throws -> Bool {
        try connection.first(isBuried, .text(Username.folded(username))) { _ in true } ?? false
    }

    /// Deletes an account with all rows that are its own. What others' counters hold of it must be gone before.
    public static func deleteAccount(_ id: Int64, _ connection: Connection) throws {
        try connection.execute(deleteAccount, .int(id))
    }
}
