// Which app is asking, with or without proof.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// The app of a client id; nil for an unknown one. Proves nothing.
    public func app(clientID: String) async throws -> RegisteredApp? {
        // Ours are 43 characters; other bytes are no key to look for (PostgreSQL refuses U+0000).
        guard !clientID.isEmpty, clientID.utf8.count <= 64, clientID.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        return try await database.read { try OAuthQueries.app(clientID: clientID, $0) }
    }

    /// The app behind a token.
    public func app(id: Int64) async throws -> RegisteredApp? {
        try await database.read { try OAuthQueries.app(id: id, $0) }
    }

    /// The app, if the secret is its own. Throws `OAuthError.invalidClient` if not.
    public func app(clientID: String, secret: String) async throws -> RegisteredApp {
        guard secret.utf8.count <= 256, let app = try await app(clientID: clientID),
            PasswordHasher.isEqual(app.secretHash, GrantCache.hash(secret))
        else { throw OAuthError.invalidClient }
        return app
    }
}
