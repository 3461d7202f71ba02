// A token that stands for an app alone, as for signing somebody up.

internal import Domain
internal import Storage

extension Services {
    /// Throws `OAuthError.invalidClient` or `.invalidScope`.
    /// - Parameter scope: `read` if nil or blank; within the scopes of the app.
    public func clientCredentialsToken(clientID: String, secret: String, scope: String?) async throws -> IssuedToken {
        let app = try await app(clientID: clientID, secret: secret)
        guard let scopes = ScopeText(scope), let allowed = Scopes(text: app.scopes),
            allowed.isSuperset(of: scopes.scopes)
        else { throw OAuthError.invalidScope }
        return try await change { try $0.issueToken(app: app.id, account: nil, scopes: scopes.text) }
    }
}
