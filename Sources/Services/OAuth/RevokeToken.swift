// An app gives a token back.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Ends a token of the app. One that is unknown or already ended is fine (RFC 7009, 2.2); one of another app, and a
    /// client that cannot prove who it is, are `OAuthError.unauthorizedClient`.
    public func revokeToken(_ token: String, clientID: String, secret: String) async throws {
        let app: RegisteredApp
        do {
            app = try await self.app(clientID: clientID, secret: secret)
        } catch OAuthError.invalidClient {
            throw OAuthError.unauthorizedClient
        }
        guard token.utf8.count <= 256 else { return }
        let hash = GrantCache.hash(token)
        try await change { change in
            guard let cached = try OAuthQueries.token(hash: hash, change.connection) else { return }
            guard cached.appID == app.id else { throw OAuthError.unauthorizedClient }
            try OAuthQueries.deleteToken(hash: hash, change.connection)
            change.record(.tokenRevoked(hash: hash))
        }
    }
}
