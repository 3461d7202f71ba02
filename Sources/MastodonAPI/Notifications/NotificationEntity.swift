// Notification as apps read it.

internal import Basics
internal import Domain
internal import Services

/// Everything needed to write a list of notifications, read beforehand.
struct NotificationEntities: Sendable {
    let accounts: [Int64: KeptAccount]
    let statuses: StatusEntities
    /// The statuses that the viewer may see.
    let visible: [Int64: KeptStatus]

    /// Writes one notification. One whose account or status is gone or hidden is left out, and false returned.
    @discardableResult
    func write(_ record: NotificationRecord, to json: inout JSONWriter) -> Bool {
        guard let account = accounts[record.fromAccountID], !account.account.isSuspended else { return false }
        var status: KeptStatus?
        if let id = record.statusID {
            status = visible[id]
            guard let status, statuses.accounts[status.status.accountID] != nil else { return false }
        }
        json.beginObject()
        json.field("id", id: record.id)
        json.field("type", record.kind.name)
        json.field("created_at", record.createdAt)
        // Nothing is grouped: the key that Mastodon gives to a notification on its own.
        json.field("group_key", "ungrouped-\(record.id)")
        json.key("account")
        AccountEntity.write(account, statuses.site, to: &json)
        if let status {
            json.key("status")
            statuses.write(status, to: &json)
        }
        json.endObject()
        return true
    }
}

extension APICall {
    /// Reads what shows these notifications. Of a favourite or reblog the status is the recipient's own.
    func entities(_ records: [NotificationRecord]) async throws -> NotificationEntities {
        let accounts = try await services.accounts.accounts(records.map(\.fromAccountID))
        let kept = try await services.statuses.statuses(Array(Set(records.compactMap(\.statusID))))
        let viewer = Viewer(accountID: viewerID, relations: try await relations())
        return NotificationEntities(
            accounts: accounts,
            statuses: try await entities(kept),
            visible: kept.filter { viewer.sees($0.value, among: kept, listed: false) }
        )
    }
}
