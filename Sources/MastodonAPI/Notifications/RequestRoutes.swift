// /api/v1/notifications/requests: those who were held back and would be heard.

internal import Basics
internal import Domain
internal import Services

func notificationRequestRoutes(_ table: inout RouteTable) {
    let root = "/api/v1/notifications/requests"
    table.get(root, .user(.readNotifications)) { request in
        let bounds = try request.page(limit: 40, most: 80)
        let page = try await request.services.notificationRequests(of: try request.accountID(), bounds)
        var json = JSONWriter(capacity: 3072 * page.items.count + 16)
        json.beginArray()
        let entities = try await request.entities(page.items)
        for one in page.items { entities.write(one, to: &json) }
        json.endArray()
        return APIResponse.json(json).linking(page, request)
    }
    table.get("\(root)/merged", .user(.readNotifications)) { request in
        var json = JSONWriter(capacity: 32)
        json.beginObject()
        json.field("merged", try await request.services.areNotificationsMerged(of: try request.accountID()))
        json.endObject()
        return .json(json)
    }
    table.get("\(root)/:id", .user(.readNotifications)) { request in
        let one = try await request.services.notificationRequest(try request.pathID(), of: try request.accountID())
        var json = JSONWriter(capacity: 4096)
        guard try await request.entities([one]).write(one, to: &json) else { throw APIError.notFound }
        return .json(json)
    }
    table.post("\(root)/accept", .user(.writeNotifications)) { request in
        let ids = try request.parameters.ids("id")
        try await request.services.acceptNotificationRequests(ids, of: try request.accountID())
        return .empty
    }
    table.post("\(root)/dismiss", .user(.writeNotifications)) { request in
        let ids = try request.parameters.ids("id")
        try await request.services.dismissNotificationRequests(ids, of: try request.accountID())
        return .empty
    }
    table.post("\(root)/:id/accept", .user(.writeNotifications)) { request in
        try await request.services.acceptNotificationRequests(
            [try request.pathID()],
            of: try request.accountID(),
            all: true
        )
        return .empty
    }
    table.post("\(root)/:id/dismiss", .user(.writeNotifications)) { request in
        try await request.services.dismissNotificationRequests(
            [try request.pathID()],
            of: try request.accountID(),
            all: true
        )
        return .empty
    }
}

extension NotificationEntities {
    /// Writes one request; one of an account that is suspended or gone is left out, and false returned.
    @discardableResult
    fileprivate func write(_ request: NotificationRequest, to json: inout JSONWriter) -> Bool {
        guard let account = accounts[request.fromAccountID], !account.account.isSuspended else { return false }
        json.beginObject()
        json.field("id", id: request.id)
        json.field("created_at", request.createdAt)
        json.field("updated_at", request.updatedAt)
        // A text, as Mastodon writes it.
        json.field("notifications_count", id: request.count)
        json.key("account")
        AccountEntity.write(account, statuses.site, to: &json)
        json.key("last_status")
        if let status = request.lastStatusID.flatMap({ visible[$0] }) {
            statuses.write(status, to: &json)
        } else {
            json.null()
        }
        json.endObject()
        return true
    }
}

extension APIRequest {
    fileprivate func entities(_ requests: [NotificationRequest]) async throws -> NotificationEntities {
        try await notificationEntities(
            accounts: requests.map(\.fromAccountID),
            statuses: requests.compactMap(\.lastStatusID)
        )
    }
}
