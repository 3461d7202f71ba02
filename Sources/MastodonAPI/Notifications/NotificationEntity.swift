// Notification as apps read it.

internal import Basics
internal import Domain
internal import Services

/// Everything needed to write a list of notifications, read beforehand.
struct NotificationEntities: Sendable {
    let accounts: [Int64: CachedAccount]
    let statuses: StatusEntities
    /// The statuses that the viewer may see.
    let visible: [Int64: CachedStatus]
    let warnings: [Int64: AccountWarning]
    let reports: [Int64: Report]

    /// Writes one notification. One whose account or status is gone or hidden is left out, and false returned.
    @discardableResult
    func write(_ record: NotificationRecord, to json: inout JSONWriter) -> Bool {
        guard let account = accounts[record.fromAccountID], !account.account.isSuspended else { return false }
        guard isShown(status: record.statusID) else { return false }
        json.beginObject()
        json.field("id", id: record.id)
        json.field("type", record.kind.name)
        json.field("created_at", record.createdAt)
        json.field("group_key", record.groupKey.text)
        if record.isFiltered { json.field("filtered", true) }
        json.key("account")
        AccountEntity.write(account, statuses.site, to: &json)
        if let status = record.statusID.flatMap({ visible[$0] }) {
            json.key("status")
            statuses.write(status, to: &json)
        }
        writeSubject(record.kind, record.subjectID, to: &json)
        json.endObject()
        return true
    }

    /// Nothing can be shown about a status that is gone or hidden.
    func isShown(status id: Int64?) -> Bool {
        guard let id else { return true }
        return visible[id].map { statuses.accounts[$0.status.accountID]?.account.isSuspended == false } ?? false
    }

    /// The warning or the report that a notification or a group is about.
    func writeSubject(_ kind: NotificationKind, _ id: Int64?, to json: inout JSONWriter) {
        guard let id else { return }
        if kind == .adminReport, let report = reports[id], let target = accounts[report.targetID] {
            json.key("report")
            ReportEntity.write(report, of: target, statuses.site, to: &json)
        }
        guard kind == .moderationWarning, let warning = warnings[id], let target = accounts[warning.accountID] else {
            return
        }
        json.object("moderation_warning") { json in
            json.field("id", id: warning.id)
            json.field("action", warning.action)
            json.field("text", warning.text)
            if warning.statusIDs.isEmpty {
                json.nullField("status_ids")
            } else {
                json.array("status_ids") { json in warning.statusIDs.forEach { json.id($0) } }
            }
            json.key("target_account")
            AccountEntity.write(target, statuses.site, to: &json)
            if let appeal = warning.appeal {
                json.object("appeal") { json in
                    json.field("text", appeal.text)
                    json.field("state", appeal.state)
                }
            } else {
                json.nullField("appeal")
            }
            json.field("created_at", warning.createdAt)
        }
    }
}

extension APIRequest {
    /// Reads what shows these notifications. Of a favourite or reblog the status is the recipient's own.
    func entities(_ records: [NotificationRecord]) async throws -> NotificationEntities {
        try await notificationEntities(
            accounts: records.map(\.fromAccountID),
            statuses: records.compactMap(\.statusID),
            subjects: records.map { ($0.kind, $0.subjectID) }
        )
    }

    func notificationEntities(
        accounts: [Int64],
        statuses: [Int64],
        subjects: [(NotificationKind, Int64?)] = []
    ) async throws -> NotificationEntities {
        let cached = try await services.statuses.statuses(Array(Set(statuses)))
        let viewer = Viewer(accountID: viewerID, relations: try await relations())
        func ids(_ kind: NotificationKind) -> [Int64] { subjects.compactMap { $0.0 == kind ? $0.1 : nil } }
        let reports = try await services.reports(ids(.adminReport))
        return NotificationEntities(
            // Moderators are told of sign-ups that wait for them.
            accounts: try await services.accounts.accounts(
                accounts + reports.values.map(\.targetID),
                for: grant?.accountID,
                evenNewcomers: grant?.user.map { ModerationPolicy.rank(of: $0.role) != nil } ?? false
            ),
            statuses: try await entities(cached),
            visible: cached.filter { viewer.sees($0.value, among: cached, listed: false) },
            warnings: try await services.warnings(ids(.moderationWarning)),
            reports: reports
        )
    }
}
