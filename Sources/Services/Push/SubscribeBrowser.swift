// A browser asks to be told while no page is open: as an app does, with a token that can do nothing else.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// What speaks to somebody. What can come by the thousands waits on the page.
    private static let alertsOfBrowsers: [NotificationKind] = [
        .mention, .quote, .follow, .followRequest, .moderationWarning,
    ]

    /// Returns the secret of the token, with whose end the browser is told no more. It stands among the apps of the account.
    /// Throws `ServiceError.invalid` for an endpoint or keys that are none.
    public func subscribeBrowser(
        endpoint: String,
        publicKey: String,
        auth: String,
        of account: Int64
    ) async throws -> String {
        let issued = try await change { change in
            let app =
                try OAuthQueries.app(clientID: BrowserPushApp.clientID, change.connection)?.id
                ?? BrowserPushApp.insert(change)
            try change.endOldBrowsers(of: account)
            return try change.issueToken(app: app, account: account, scopes: "push")
        }
        guard let grant = try await grants.grant(token: issued.token) else { throw ServiceError.notAllowed }
        var alerts: PushAlerts = []
        for kind in Services.alertsOfBrowsers { alerts.insert(PushAlerts(kind)) }
        do {
            _ = try await subscribe(
                PushSubscriptionRequest(
                    endpoint: endpoint,
                    publicKey: publicKey,
                    auth: auth,
                    isStandard: true,
                    alerts: alerts,
                    policy: .all
                ),
                grant,
                token: issued.token
            )
        } catch {
            try await endAccess(grant.tokenID, of: account)
            throw error
        }
        return issued.token
    }

    /// Whether a browser is told of the notifications of `account` by a token that `subscribeBrowser` returned.
    public func isSubscribed(browser token: String, of account: Int64) async throws -> Bool {
        try await grants.grant(token: token)?.user?.accountID == account
    }

    /// Ends such a token, unless it is of `account`. Who has its secret has the browser; one that has ended is fine.
    public func unsubscribe(browser token: String, unlessOf account: Int64? = nil) async throws {
        guard let grant = try await grants.grant(token: token), let owner = grant.user?.accountID, owner != account
        else { return }
        try await endAccess(grant.tokenID, of: owner)
    }
}

extension Change {
    /// Each browser is told of everything, so there is an end to them: the oldest make room.
    fileprivate mutating func endOldBrowsers(of account: Int64) throws {
        let browsers = try OwnLoginQueries.apps(of: account, limit: 1000, connection)
            .filter { $0.name == BrowserPushApp.name && $0.scopes == "push" }
            .sorted { $0.id > $1.id }
        for old in browsers.dropFirst(BrowserPushApp.mostBrowsers - 1) {
            guard let hash = try OwnLoginQueries.deleteToken(old.id, of: account, connection) else { continue }
            record(.tokenRevoked(hash: hash))
        }
    }
}

/// The app behind the tokens of browsers. Nobody can sign in through it.
private enum BrowserPushApp {
    static let clientID = "chorus-browser-push"
    static let name = "Notifications in a browser"
    /// Of one account.
    static let mostBrowsers = 10

    static func insert(_ change: Change) throws -> Int64 {
        let app = RegisteredApp(
            id: change.ids.next(),
            clientID: clientID,
            secretHash: GrantCache.hash(RandomToken.make()),
            name: name,
            website: nil,
            redirectURIs: [],
            scopes: "push",
            createdAt: change.now
        )
        try OAuthQueries.insert(app, change.connection)
        return app.id
    }
}
