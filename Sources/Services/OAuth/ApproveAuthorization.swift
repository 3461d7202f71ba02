// Somebody says yes to an app: it gets a code, to be exchanged once.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// How long a code is good for, in minutes.
    public static let codeMinutes = 10

    /// A code for what was asked. Throws the request's denial when the account may not sign in (any more).
    public func approveAuthorization(_ request: AuthorizationRequest, by accountID: Int64) async throws -> String {
        let code = RandomToken.make()
        let hash = GrantCache.hash(code)
        return try await change { change in
            guard try Services.mayEnter(accountID, change.connection) else { throw request.denial }
            let cached = AuthorizationCode(
                hash: hash,
                appID: request.app.id,
                accountID: accountID,
                redirectURI: request.redirectURI,
                scopes: request.scopes,
                challenge: request.challenge,
                expiresAt: change.now + .seconds(60 * Services.codeMinutes)
            )
            try OAuthQueries.insert(cached, now: change.now, change.connection)
            return code
        }
    }
}
