// Somebody makes an account inside of an app, which gets a token for it at once.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// A user token with the scopes of the app; where mail is sent, it is good for little until the address is confirmed. Throws `ServiceError.forbidden` for a token that already stands for
    /// somebody and when registrations are closed, `.invalidFields` for what is wrong.
    public func signUpThroughApp(_ wish: NewAccount, grant: Grant) async throws -> IssuedToken {
        guard grant.user == nil else { throw ServiceError.forbidden("This action is not allowed") }
        guard site.registrationsOpen else { throw ServiceError.registrationsClosed }
        // Strangers get no role and no reserved name, and choose their password.
        var wish = wish
        (wish.role, wish.allowsReservedName, wish.password) = (.user, false, wish.password ?? "")
        let (prepared, isConfirmed) = (try await prepare(wish), !sendsMail)
        return try await refusingTaken {
            try await self.change { change in
                guard let app = try OAuthQueries.app(id: grant.appID, change.connection) else {
                    throw ServiceError.notFound
                }
                let account = try prepared.insert(&change, isConfirmed: isConfirmed).account.id
                return try change.issueToken(app: app.id, account: account, scopes: app.scopes)
            }
        }
    }
}
