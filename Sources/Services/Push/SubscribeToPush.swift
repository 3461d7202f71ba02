// An app asks to be told of notifications while it is not open: one subscription for each token.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// What an app asks for.
public struct PushSubscriptionRequest: Sendable, Equatable {
    public var endpoint: String
    /// Base64 of either alphabet.
    public var publicKey: String
    public var auth: String
    public var isStandard: Bool
    public var alerts: PushAlerts
    public var policy: PushPolicy

    public init(
        endpoint: String,
        publicKey: String,
        auth: String,
        isStandard: Bool,
        alerts: PushAlerts,
        policy: PushPolicy
    ) {
        self.endpoint = endpoint
        self.publicKey = publicKey
        self.auth = auth
        self.isStandard = isStandard
        self.alerts = alerts
        self.policy = policy
    }
}

extension Services {
    /// Keeps a subscription in the place of what the token had. Throws `ServiceError.invalid`.
    ///
    /// - Parameter token: the token itself, which apps look for in what they are sent.
    public func subscribe(_ wish: PushSubscriptionRequest, _ grant: Grant, token: String) async throws
        -> PushSubscription
    {
        guard let account = grant.accountID else { throw ServiceError.notAllowed }
        guard let endpoint = PushEndpoint(wish.endpoint), endpoint.isSecure || push.settings.allowsPrivateAddresses
        else { throw ServiceError.ofApp("Endpoint must be an https address") }
        guard let key = Base64URL.decode(wish.publicKey), key.count == 65, PushCipher.isKey(key) else {
            throw ServiceError.ofApp("Key p256dh must be an uncompressed P-256 key in base64")
        }
        guard let auth = Base64URL.decode(wish.auth), auth.count == 16 else {
            throw ServiceError.ofApp("Key auth must be 16 bytes in base64")
        }
        var subscription = PushSubscription(
            tokenID: grant.tokenID,
            accountID: account,
            endpoint: endpoint.url,
            publicKey: key,
            auth: auth,
            isStandard: wish.isStandard,
            alerts: wish.alerts,
            policy: wish.policy,
            sealedToken: try push.seal.seal(token, id: grant.tokenID)
        )
        subscription.id = try await change { [subscription] change in
            try PushQueries.replace(subscription, at: change.now, change.connection)
        }
        return subscription
    }

    /// Throws `ServiceError.notFound`.
    public func pushSubscription(_ grant: Grant) async throws -> PushSubscription {
        let found = try await database.read { try PushQueries.subscription(ofToken: grant.tokenID, $0) }
        guard let found else { throw ServiceError.notFound }
        return found
    }

    /// Changes what is told. Throws `ServiceError.notFound`.
    ///
    /// - Parameters:
    ///   - alerts: nil to leave them.
    ///   - policy: nil to leave it.
    public func updatePush(_ alerts: PushAlerts?, _ policy: PushPolicy?, _ grant: Grant) async throws
        -> PushSubscription
    {
        try await change { change in
            guard var found = try PushQueries.subscription(ofToken: grant.tokenID, change.connection) else {
                throw ServiceError.notFound
            }
            found.alerts = alerts ?? found.alerts
            found.policy = policy ?? found.policy
            try PushQueries.set(found.alerts, found.policy, ofToken: grant.tokenID, change.connection)
            return found
        }
    }

    /// Ends the token's subscription; none is fine.
    public func unsubscribe(_ grant: Grant) async throws {
        try await change { try PushQueries.delete(ofToken: grant.tokenID, $0.connection) }
    }
}
