// What the command line says about addresses that are told what waits for the moderators.

internal import Basics
internal import Domain
internal import Services

extension AppContainer {
    /// A line for each, the oldest first.
    public func webhookLines() async throws -> [String] {
        try await services.webhooks().map { webhook in
            let state =
                webhook.failure.map { "failed: \($0)" } ?? webhook.answeredAt.map { "last took one \($0.iso8601)" }
                ?? "nothing sent yet"
            let events = webhook.events.map(\.rawValue).sorted().joined(separator: ",")
            return ["\(webhook.id)", webhook.url, events, state].joined(separator: "\t")
        }
    }

    /// Adds an address. Returns sentences with its number and secret.
    ///
    /// - Parameter events: names with commas between; all if nil.
    public func addWebhook(_ url: String, events: String?) async throws -> String {
        let all = WebhookEvent.allCases.filter { $0 != .test }
        let names = events.map { $0.split(separator: ",").map { name in name.filter { $0 != " " } } }
        let wished = try names?.map { name in
            guard let event = all.first(where: { $0.rawValue == name }) else {
                let known = all.map(\.rawValue).joined(separator: ", ")
                throw SettingsError("\"\(name)\" is not an event. There are: \(known).")
            }
            return event
        }
        do {
            let webhook = try await services.addWebhook(url, events: Set(wished ?? all))
            return """
                Webhook \(webhook.id) is told of \(webhook.events.map(\.rawValue).sorted().joined(separator: ", ")).
                Its secret, to check X-Hub-Signature by: \(webhook.secret)
                """
        } catch WebhookRefusal.notAnAddress {
            throw SettingsError("\"\(url)\" is not an address that begins with http:// or https://.")
        } catch WebhookRefusal.tooMany(let most) {
            throw SettingsError("There are \(most) webhooks already, and there may not be more.")
        }
    }

    public func removeWebhook(_ id: Int64) async throws {
        do { try await services.removeWebhook(id) } catch ServiceError.notFound {
            throw SettingsError("There is no webhook \(id).")
        }
    }

    public func testWebhook(_ id: Int64) async throws {
        do { try await services.testWebhook(id) } catch ServiceError.notFound {
            throw SettingsError("There is no webhook \(id).")
        }
    }
}
