// SQL of what lets somebody in: the sessions of browsers, and the tokens of apps.

public import Basics
public import Database
public import Domain

public enum OwnLoginQueries {
    private static let sessions = SQL(
        """
        SELECT token_hash, created_at, expires_at FROM sessions WHERE account_id = $1 AND expires_at > $2 LIMIT $3
        """
    )
    private static let deleteSession = SQL("DELETE FROM sessions WHERE token_hash = $1 AND account_id = $2")
    private static let apps = SQL(
        """
        SELECT t.id, t.token_hash, a.name, a.website, t.scopes, t.created_at FROM access_tokens t
        JOIN apps a ON a.id = t.app_id WHERE t.account_id = $1 LIMIT $2
        """
    )
    private static let deleteToken = SQL(
        "DELETE FROM access_tokens WHERE id = $1 AND account_id = $2 RETURNING token_hash"
    )

    /// In no order.
    public static func sessions(
        of account: Int64,
        now: Timestamp,
        limit: Int,
        _ connection: Connection
    ) throws -> [OpenSession] {
        try connection.query(sessions, .int(account), .int(now.milliseconds), .int(limit)) {
            OpenSession(
                hash: $0.blob(0),
                createdAt: Timestamp(milliseconds: $0.int(1)),
                expiresAt: Timestamp(milliseconds: $0.int(2))
            )
        }
    }

    public static func deleteSession(hash: [UInt8], of account: Int64, _ connection: Connection) throws {
        try connection.execute(deleteSession, .blob(hash), .int(account))
    }

    /// Those of apps, in no order.
    public static func apps(of account: Int64, limit: Int, _ connection: Connection) throws -> [AppAccess] {
        try connection.query(apps, .int(account), .int(limit)) {
            AppAccess(
                id: $0.int(0),
                hash: $0.blob(1),
                name: $0.text(2),
                website: $0.textOrNil(3),
                scopes: $0.text(4),
                createdAt: Timestamp(milliseconds: $0.int(5))
            )
        }
    }

    /// Returns the hash of the token, or nil where there was none.
    public static func deleteToken(_ id: Int64, of account: Int64, _ connection: Connection) throws -> [UInt8]? {
        try connection.first(deleteToken, .int(id), .int(account)) { $0.blob(0) }
    }
}
