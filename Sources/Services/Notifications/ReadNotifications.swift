// What somebody was told, as far as they still want to hear of it.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// One page, newest first, without those from accounts that are now blocked or muted.
    public func notifications(
        of account: Int64,
        _ filter: NotificationFilter,
        _ request: PageBounds
    ) async throws -> Page<NotificationRecord> {
        let relations = try await relations.relations(of: account)
        let records = try await database.read { try NotificationQueries.list(of: account, filter, request, $0) }
        let page = Page(rows: records.map { (cursor: $0.id, item: $0) }, bounds: request)
        return page.map { relations.hidesNotifications(from: $0.fromAccountID) ? nil : $0 }
    }

    /// One notification of this account. Throws `ServiceError.notFound`.
    public func notification(_ id: Int64, of account: Int64) async throws -> NotificationRecord {
        guard let record = try await database.read({ try NotificationQueries.notification(id, of: account, $0) }) else {
            throw ServiceError.notFound
        }
        return record
    }

    /// How many are newer than the account's marker, at most `limit`, counted as `notifications` lists them.
    public func unreadNotifications(
        of account: Int64,
        _ filter: NotificationFilter,
        limit: Int
    ) async throws -> Int {
        let relations = try await relations.relations(of: account)
        let records = try await database.read { connection in
            let marker = try MarkerQueries.markers(of: account, timelines: ["notifications"], connection).first
            return try NotificationQueries.list(
                of: account,
                filter,
                PageBounds(sinceID: marker?.lastReadID, limit: limit),
                connection
            )
        }
        return records.count { !relations.hidesNotifications(from: $0.fromAccountID) }
    }
}
