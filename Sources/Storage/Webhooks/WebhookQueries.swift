// SQL of addresses that are told what waits for the moderators.

public import Basics
public import Database
public import Domain

public enum WebhookQueries {
    private static let columns = "id, url, secret, events, created_at, answered_at, failure"
    private static let all = SQL("SELECT \(columns) FROM webhooks WHERE id > 0 ORDER BY id LIMIT $1")
    private static let one = SQL("SELECT \(columns) FROM webhooks WHERE id = $1")
    private static let insert = SQL(
        "INSERT INTO webhooks (id, url, secret, events, created_at) VALUES ($1, $2, $3, $4, $5)"
    )
    private static let delete = SQL("DELETE FROM webhooks WHERE id = $1")
    private static let answered = SQL("UPDATE webhooks SET answered_at = $1, failure = NULL WHERE id = $2")
    private static let failed = SQL("UPDATE webhooks SET failure = $1 WHERE id = $2")

    /// The oldest first.
    public static func webhooks(limit: Int, _ connection: Connection) throws -> [Webhook] {
        try connection.query(all, .int(Int64(limit)), row: row)
    }

    public static func webhook(_ id: Int64, _ connection: Connection) throws -> Webhook? {
        try connection.first(one, .int(id), row: row)
    }

    public static func insert(_ webhook: Webhook, _ connection: Connection) throws {
        try connection.execute(
            insert,
            .int(webhook.id),
            .text(webhook.url),
            .text(webhook.secret),
            .text(webhook.events.map(\.rawValue).sorted().joined(separator: " ")),
            .int(webhook.createdAt.milliseconds)
        )
    }

    /// Returns false where there is none.
    public static func delete(_ id: Int64, _ connection: Connection) throws -> Bool {
        try connection.execute(delete, .int(id)) > 0
    }

    /// Notes that a message was taken, or why it was not.
    public static func note(
        _ id: Int64,
        failure: String?,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        if let failure {
            try connection.execute(failed, .text(failure), .int(id))
        } else {
            try connection.execute(answered, .int(now.milliseconds), .int(id))
        }
    }

    private static func row(_ row: Row) throws -> Webhook {
        Webhook(
            id: row.int(0),
            url: row.text(1),
            secret: row.text(2),
            events: Set(row.text(3).split(separator: " ").compactMap { WebhookEvent(rawValue: String($0)) }),
            createdAt: Timestamp(milliseconds: row.int(4)),
            answeredAt: row.moment(5),
            failure: row.textOrNil(6)
        )
    }
}
