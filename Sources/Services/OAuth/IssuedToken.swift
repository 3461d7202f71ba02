// A token in the one moment in which it is known: afterwards only its hash is.

public import Basics
internal import Database
internal import Storage

/// What an app is told about its new token.
public struct IssuedToken: Sendable, Equatable {
    /// The secret itself.
    public let token: String
    /// Separated by spaces.
    public let scopes: String
    public let createdAt: Timestamp
}

extension Change {
    /// Makes and stores a token. Tokens do not expire; they are revoked.
    /// - Parameters:
    ///   - account: whom it stands for; nil for the app alone.
    ///   - code: the hash of the code that it is issued for.
    func issueToken(
        app: Int64,
        account: Int64?,
        scopes: String,
        code: [UInt8]? = nil
    ) throws -> IssuedToken {
        let secret = RandomToken.make()
        let token = AccessToken(
            id: ids.next(),
            hash: GrantCache.hash(secret),
            appID: app,
            accountID: account,
            scopes: scopes,
            createdAt: now
        )
        try OAuthQueries.insert(token, code: code, connection)
        return IssuedToken(token: secret, scopes: scopes, createdAt: now)
    }
}
