// What waits for the moderators is told in the transaction that has it wait.

internal import Basics
internal import Domain
internal import Storage

extension Change {
    /// - Parameters:
    ///   - subject: of what is told, its id.
    ///   - path: where the moderators' desk shows it.
    mutating func tellWebhooks(_ event: WebhookEvent, _ subject: Int64, at path: String) throws {
        for webhook in try WebhookQueries.webhooks(limit: Services.mostWebhooks, connection)
        where webhook.events.contains(event) {
            try tell(webhook, event, subject, at: path)
        }
    }

    mutating func tell(_ webhook: Webhook, _ event: WebhookEvent, _ subject: Int64?, at path: String) throws {
        let work = WebhookJob(webhook: webhook.id, event: event, subject: subject, path: path, at: now)
        let host = PushEndpoint(webhook.url).map { HostGroup.name(of: $0.host) }
        // While one waits to be sent, the next of its kind is not written: what comes by the thousand is looked at on the desk.
        let key = "\(webhook.id) \(event.rawValue)"
        try enqueue(JobDraft(kind: WebhookJob.kind, payload: try work.text, key: key, host: host))
    }
}
