// Somebody makes an account inside of an app, which gets a token for it at once.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// A user token with the scopes of the app; it is good for little until its person is let in (`User.isNewcomer`). Throws
    /// `ServiceError.forbidden` for a token that already stands for somebody and when registrations are closed and no invite opens them, `.invalidFields` for what is wrong.
    public func signUpThroughApp(_ wish: NewAccount, grant: Grant) async throws -> IssuedToken {
        guard grant.user == nil else { throw ServiceError.forbidden("This action is not allowed") }
        let admission = try await admission(of: wish)
        // Strangers get no role and no reserved name, and choose their password.
        var wish = wish
        (wish.role, wish.allowsReservedName, wish.password) = (.user, false, wish.password ?? "")
        let prepared = try await prepare(wish, as: admission)
        return try await refusingTaken {
            try await self.change { change in
                guard let app = try OAuthQueries.app(id: grant.appID, change.connection) else {
                    throw ServiceError.notFound
                }
                let account = try prepared.insert(&change, admission).account.id
                return try change.issueToken(app: app.id, account: account, scopes: app.scopes)
            }
        }
    }
}
