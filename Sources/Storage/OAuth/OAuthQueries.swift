// SQL of apps, authorization codes and access tokens. Secrets are stored as SHA-256 only.

public import Basics
public import Database
public import Domain

/// A code that an app exchanges for a token, once.
public struct AuthorizationCode: Sendable, Equatable {
    public var hash: [UInt8]
    public var appID: Int64
    public var accountID: Int64
    public var redirectURI: String
    public var scopes: String
    /// RFC 7636 challenge (S256), where the app sent one.
    public var challenge: String?
    public var expiresAt: Timestamp

    public init(
        hash: [UInt8],
        appID: Int64,
        accountID: Int64,
        redirectURI: String,
        scopes: String,
        challenge: String?,
        expiresAt: Timestamp
    ) {
        self.hash = hash
        self.appID = appID
        self.accountID = accountID
        self.redirectURI = redirectURI
        self.scopes = scopes
        self.challenge = challenge
        self.expiresAt = expiresAt
    }
}

/// A token as stored. `accountID` is nil for one that stands for the app alone.
public struct AccessToken: Sendable, Equatable {
    public var id: Int64
    public var hash: [UInt8]
    public var appID: Int64
    public var accountID: Int64?
    public var scopes: String
    public var createdAt: Timestamp

    public init(id: Int64, hash: [UInt8], appID: Int64, accountID: Int64?, scopes: String, createdAt: Timestamp) {
        self.id = id
        self.hash = hash
        self.appID = appID
        self.accountID = accountID
        self.scopes = scopes
        self.createdAt = createdAt
    }
}

public enum OAuthQueries {
    private static let appColumns = "id, client_id, secret_hash, name, website, redirect_uris, scopes, created_at"
    private static let insertApp = SQL(
        "INSERT INTO apps (\(appColumns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    )
    private static let appByClient = SQL("SELECT \(appColumns) FROM apps WHERE client_id = $1")
    private static let appByID = SQL("SELECT \(appColumns) FROM apps WHERE id = $1")
    private static let insertCode = SQL(
        """
        INSERT INTO authorization_codes (code_hash, app_id, account_id, redirect_uri, scopes, code_challenge, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """
    )
    private static let takeCode = SQL(
        """
        DELETE FROM authorization_codes WHERE code_hash = $1
        RETURNING app_id, account_id, redirect_uri, scopes, code_challenge, expires_at
        """
    )
    private static let purgeCodes = SQL("DELETE FROM authorization_codes WHERE account_id = $1 AND expires_at <= $2")
    private static let tokenColumns = "id, token_hash, app_id, account_id, scopes, created_at"
    private static let insertToken = SQL(
        "INSERT INTO access_tokens (\(tokenColumns), code_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    )
    private static let deleteTokensOfCode = SQL(
        "DELETE FROM access_tokens WHERE code_hash = $1 AND app_id = $2 RETURNING token_hash"
    )
    private static let tokenByHash = SQL("SELECT \(tokenColumns) FROM access_tokens WHERE token_hash = $1")
    private static let deleteToken = SQL("DELETE FROM access_tokens WHERE token_hash = $1")

    public static func insert(_ app: RegisteredApp, _ connection: Connection) throws {
        try connection.execute(
            insertApp,
            .int(app.id),
            .text(app.clientID),
            .blob(app.secretHash),
            .text(app.name),
            .text(app.website),
            .text(app.redirectURIs.joined(separator: "\n")),
            .text(app.scopes),
            .int(app.createdAt.milliseconds)
        )
    }

    public static func app(clientID: String, _ connection: Connection) throws -> RegisteredApp? {
        try connection.first(appByClient, .text(clientID), row: app)
    }

    public static func app(id: Int64, _ connection: Connection) throws -> RegisteredApp? {
        try connection.first(appByID, .int(id), row: app)
    }

    /// Keeps a new code, and forgets this account's expired ones.
    public static func insert(_ code: AuthorizationCode, now: Timestamp, _ connection: Connection) throws {
        try connection.execute(purgeCodes, .int(code.accountID), .int(now.milliseconds))
        try connection.execute(
            insertCode,
            .blob(code.hash),
            .int(code.appID),
            .int(code.accountID),
            .text(code.redirectURI),
            .text(code.scopes),
            .text(code.challenge),
            .int(code.expiresAt.milliseconds)
        )
    }

    /// Takes a code out: it can be used once, whatever comes of it.
    public static func takeCode(hash: [UInt8], _ connection: Connection) throws -> AuthorizationCode? {
        try connection.first(takeCode, .blob(hash)) { row in
            AuthorizationCode(
                hash: hash,
                appID: row.int(0),
                accountID: row.int(1),
                redirectURI: row.text(2),
                scopes: row.text(3),
                challenge: row.textOrNil(4),
                expiresAt: Timestamp(milliseconds: row.int(5))
            )
        }
    }

    /// - Parameter code: the hash of the code that it was issued for; nil for none.
    public static func insert(_ token: AccessToken, code: [UInt8]? = nil, _ connection: Connection) throws {
        try connection.execute(
            insertToken,
            .int(token.id),
            .blob(token.hash),
            .int(token.appID),
            .int(token.accountID),
            .text(token.scopes),
            .int(token.createdAt.milliseconds),
            code.map { .blob($0) } ?? .null
        )
    }

    /// Deletes what an app was issued for a code, and returns the hashes.
    public static func deleteTokens(code: [UInt8], app: Int64, _ connection: Connection) throws -> [[UInt8]] {
        try connection.query(deleteTokensOfCode, .blob(code), .int(app)) { $0.blob(0) }
    }

    public static func token(hash: [UInt8], _ connection: Connection) throws -> AccessToken? {
        try connection.first(tokenByHash, .blob(hash)) { row in
            AccessToken(
                id: row.int(0),
                hash: row.blob(1),
                appID: row.int(2),
                accountID: row.intOrNil(3),
                scopes: row.text(4),
                createdAt: Timestamp(milliseconds: row.int(5))
            )
        }
    }

    public static func deleteToken(hash: [UInt8], _ connection: Connection) throws {
        try connection.execute(deleteToken, .blob(hash))
    }

    private static func app(_ row: Row) -> RegisteredApp {
        RegisteredApp(
            id: row.int(0),
            clientID: row.text(1),
            secretHash: row.blob(2),
            name: row.text(3),
            website: row.textOrNil(4),
            redirectURIs: row.text(5).split(separator: "\n").map(String.init),
            scopes: row.text(6),
            createdAt: Timestamp(milliseconds: row.int(7))
        )
    }
}
