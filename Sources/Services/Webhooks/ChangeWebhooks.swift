// Which addresses are told what waits for the moderators. For the command line: whoever has the machine decides what leaves it.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// Why an address is not added.
public enum WebhookRefusal: Error, Sendable {
    case notAnAddress
    case tooMany(Int)
}

extension Services {
    /// Addresses that there may be.
    static let mostWebhooks = 20

    /// All of them, the oldest first.
    public func webhooks() async throws -> [Webhook] {
        try await database.read { try WebhookQueries.webhooks(limit: Services.mostWebhooks, $0) }
    }

    /// Adds an address, with a new secret. Throws `WebhookRefusal` for what is none of http or https, and where there are too many.
    public func addWebhook(_ url: String, events: Set<WebhookEvent>) async throws -> Webhook {
        guard let address = PushEndpoint(url) else { throw WebhookRefusal.notAnAddress }
        return try await change { change in
            let most = Services.mostWebhooks
            guard try WebhookQueries.webhooks(limit: most, change.connection).count < most else {
                throw WebhookRefusal.tooMany(most)
            }
            let webhook = Webhook(
                id: change.ids.next(),
                url: address.url,
                secret: RandomToken.make(),
                events: events,
                createdAt: change.now
            )
            try WebhookQueries.insert(webhook, change.connection)
            return webhook
        }
    }

    /// Throws `ServiceError.notFound` where there is none.
    public func removeWebhook(_ id: Int64) async throws {
        try await change { change in
            guard try WebhookQueries.delete(id, change.connection) else { throw ServiceError.notFound }
        }
    }

    /// Has the running server tell an address that this is a test. Throws `ServiceError.notFound` where there is none.
    public func testWebhook(_ id: Int64) async throws {
        try await change { change in
            guard let webhook = try WebhookQueries.webhook(id, change.connection) else { throw ServiceError.notFound }
            try change.tell(webhook, .test, nil, at: "/moderation")
        }
    }
}
