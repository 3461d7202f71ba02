// /api/v1/push/subscription: one for each token.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func pushRoutes(_ table: inout RouteTable) {
    let path = "/api/v1/push/subscription"
    table.get(path, .user(.push)) { request in
        try await request.answer(try await request.services.pushSubscription(try request.pushGrant()))
    }
    table.post(path, .user(.push)) { request in
        guard let token = request.bearer else { throw APIError.userRequired }
        let parameters = request.parameters
        let wish = PushSubscriptionRequest(
            endpoint: try parameters.text("subscription", "endpoint") ?? "",
            publicKey: try parameters.text("subscription", "keys", "p256dh") ?? "",
            auth: try parameters.text("subscription", "keys", "auth") ?? "",
            isStandard: try parameters.bool("subscription", "standard") ?? false,
            alerts: try request.alerts() ?? [],
            policy: try request.policy() ?? .all
        )
        return try await request.answer(
            try await request.services.subscribe(wish, try request.pushGrant(), token: token)
        )
    }
    table.update(path, .user(.push)) { request in
        let (alerts, policy) = (try request.alerts(), try request.policy())
        return try await request.answer(try await request.services.updatePush(alerts, policy, try request.pushGrant()))
    }
    table.delete(path, .user(.push)) { request in
        try await request.services.unsubscribe(try request.pushGrant())
        return .empty
    }
}

extension APIRequest {
    fileprivate func pushGrant() throws -> Grant {
        guard let grant else { throw APIError.userRequired }
        return grant
    }

    /// The token as it was sent. Its grant is known, so that it is one of this server.
    fileprivate var bearer: String? { headers[.authorization].map { String($0.dropFirst(7)) } }

    /// Those that are on; nil where none was named.
    fileprivate func alerts() throws -> PushAlerts? {
        guard let named = try parameters.object("data", "alerts") else { return nil }
        var alerts: PushAlerts = []
        for kind in PushAlerts.kinds {
            if try named.bool(kind.name) == true { alerts.insert(PushAlerts(kind)) }
        }
        return alerts
    }

    /// Some clients send it on its own, and not within `data`.
    fileprivate func policy() throws -> PushPolicy? {
        guard let text = try parameters.text("data", "policy") ?? parameters.text("policy"), !text.isEmpty else {
            return nil
        }
        guard let policy = PushPolicy(name: text) else {
            throw APIError.wrongParameter("Policy must be all, followed, follower or none")
        }
        return policy
    }

    fileprivate func answer(_ subscription: PushSubscription) async throws -> APIResponse {
        let key = try await services.vapidPublicKey()
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        // A number, unlike nearly all other ids: apps read it as one.
        json.field("id", subscription.id)
        json.field("endpoint", subscription.endpoint)
        json.field("standard", subscription.isStandard)
        json.object("alerts") { json in
            for kind in PushAlerts.kinds {
                json.key(text: kind.name)
                json.bool(subscription.alerts.contains(PushAlerts(kind)))
            }
        }
        json.field("policy", subscription.policy.name)
        json.field("server_key", key)
        json.endObject()
        return .json(json)
    }
}
