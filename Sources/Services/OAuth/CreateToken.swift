// A token from the command line: for scripts and for trying things by hand.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// A token for a local account, of an app of its own. Throws `ServiceError.notFound` for an unknown name,
    /// `OAuthError.invalidScope` for unknown scopes.
    /// - Parameter scopes: `read write follow push` if nil.
    public func createToken(username: String, scopes: String? = nil) async throws -> IssuedToken {
        guard let scopes = ScopeText(scopes ?? "read write follow push") else { throw OAuthError.invalidScope }
        guard Username.isValid(username) else { throw ServiceError.notFound }
        do {
            return try await createTokenOnce(username: username, scopes: scopes.text)
        } catch DatabaseError.constraint {
            // Another process made the command line's app in the same moment: now it is there.
            return try await createTokenOnce(username: username, scopes: scopes.text)
        }
    }

    private func createTokenOnce(username: String, scopes: String) async throws -> IssuedToken {
        try await change { change in
            guard let account = try AccountQueries.id(username: username, domain: "", change.connection),
                try UserQueries.user(account, change.connection) != nil
            else { throw ServiceError.notFound }
            let app =
                try OAuthQueries.app(clientID: CommandLineApp.clientID, change.connection)?.id
                ?? CommandLineApp.insert(change)
            return try change.issueToken(app: app, account: account, scopes: scopes)
        }
    }
}

/// The app behind tokens of the command line. Nobody can sign in through it: it has no redirect URI and a secret that
/// nobody knows.
enum CommandLineApp {
    static let clientID = "chorus-command-line"

    static func insert(_ change: Change) throws -> Int64 {
        let app = RegisteredApp(
            id: change.ids.next(),
            clientID: clientID,
            secretHash: GrantCache.hash(RandomToken.make()),
            name: "Chorus command line",
            website: nil,
            redirectURIs: [],
            scopes: "read write follow push profile admin:read admin:write",
            createdAt: change.now
        )
        try OAuthQueries.insert(app, change.connection)
        return app.id
    }
}
