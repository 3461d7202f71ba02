// Telling one address of one thing, as a job: who it is about and what was said is not in it, but where to read it.

internal import Basics
internal import Crypto
internal import Database
internal import Domain
internal import Foundation
public import Jobs
internal import Storage

/// What is told to which address.
struct WebhookJob: Codable, Sendable {
    static let kind = "webhook"

    var webhook: Int64
    var event: WebhookEvent
    var subject: Int64?
    /// Of the desk's page.
    var path: String
    var milliseconds: Int64

    init(webhook: Int64, event: WebhookEvent, subject: Int64?, path: String, at now: Timestamp) {
        (self.webhook, self.event, self.subject, self.path) = (webhook, event, subject, path)
        milliseconds = now.milliseconds
    }

    var text: String { get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) } }
}

/// An address has answered with something else than 2xx.
struct WebhookFailure: Error, CustomStringConvertible {
    let status: Int

    var description: String { "it answered \(status)" }
}

extension Services {
    public func handleWebhooks(_ handlers: inout JobHandlers) {
        handlers.handle(WebhookJob.kind, timeout: .seconds(30), limits: JobLimits(atOnce: 4, ofOneHost: 1)) {
            [self] job in try await deliverWebhook(job)
        }
    }

    private func deliverWebhook(_ job: Job) async throws {
        guard let send = sendWebhook else { throw JobRefused("nothing is sent from here") }
        guard let work = try? JSONDecoder().decode(WebhookJob.self, from: Data(job.payload.utf8)) else {
            throw JobRefused("the job cannot be read")
        }
        // Gone meanwhile: there is nobody to tell.
        guard let webhook = try await database.read({ try WebhookQueries.webhook(work.webhook, $0) }) else { return }
        do {
            let status = try await send(message(work, to: webhook, delivery: job.id))
            guard 200..<300 ~= status else { throw WebhookFailure(status: status) }
        } catch let cancellation as CancellationError {
            throw cancellation
        } catch {
            try await change { [now = clock.now()] in
                try WebhookQueries.note(webhook.id, failure: "\(error)", at: now, $0.connection)
            }
            throw error
        }
        try await change { try WebhookQueries.note(webhook.id, failure: nil, at: $0.now, $0.connection) }
    }

    private func message(_ work: WebhookJob, to webhook: Webhook, delivery: Int64) -> WebhookMessage {
        let url = site.url + work.path
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.field("event", work.event.rawValue)
        json.field("created_at", Timestamp(milliseconds: work.milliseconds))
        json.object("object") { json in
            json.field("id", id: work.subject)
            json.field("url", url)
        }
        // Rooms of Slack, Mattermost and Rocket.Chat show the first, those of Discord the second.
        let sentence = "\(work.event.sentence) \(url)"
        json.field("text", sentence)
        json.field("content", sentence)
        json.endObject()
        let body = json.bytes
        let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array(webhook.secret.utf8)))
        return WebhookMessage(
            url: webhook.url,
            headers: [
                ("Content-Type", "application/json"), ("X-Hub-Signature", "sha256=\(Hex.encode(code))"),
                ("X-Chorus-Delivery", "\(delivery)"),
            ],
            body: body
        )
    }
}

extension WebhookEvent {
    /// In English: it is read in a room, and not by one person of whom a language is known.
    fileprivate var sentence: String {
        switch self {
        case .reportCreated: "A report was filed."
        case .statusHeld: "A post is held until a moderator has looked at it."
        case .accountCreated: "Somebody signed up."
        case .appealCreated: "Somebody appeals a measure."
        case .test: "This is a test."
        }
    }
}
