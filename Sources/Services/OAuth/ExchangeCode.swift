// An app comes back with its code and gets a token.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// The token for a code. Whatever comes of it, the code is used up: the delete is what makes it single use, also when
    /// two ask at once. Throws `OAuthError.invalidClient` or `.invalidGrant`.
    public func exchangeCode(
        _ code: String,
        clientID: String,
        secret: String,
        redirectURI: String?,
        verifier: String?
    ) async throws -> IssuedToken {
        let app = try await app(clientID: clientID, secret: secret)
        guard code.utf8.count <= 256 else { throw OAuthError.invalidGrant }
        let hash = GrantCache.hash(code)
        // Nil instead of an error: an error would undo the delete.
        let issued = try await change { change -> IssuedToken? in
            guard let cached = try OAuthQueries.takeCode(hash: hash, change.connection) else {
                // A code that comes again was in other hands: what was issued for it ends (RFC 6749 §4.1.2).
                for token in try OAuthQueries.deleteTokens(code: hash, app: app.id, change.connection) {
                    change.record(.tokenRevoked(hash: token))
                }
                return nil
            }
            guard cached.appID == app.id, cached.expiresAt > change.now, cached.redirectURI == redirectURI,
                ProofKey.verify(verifier?.nonBlank, challenge: cached.challenge),
                try Services.mayEnter(cached.accountID, change.connection)
            else { return nil }
            return try change.issueToken(app: app.id, account: cached.accountID, scopes: cached.scopes, code: hash)
        }
        guard let issued else { throw OAuthError.invalidGrant }
        return issued
    }
}
