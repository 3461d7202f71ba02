// /api/v1/notifications/requests: those who were held back and would be heard.

internal import Basics
internal import Domain
internal import Services
internal import Storage

func notificationRequestRoutes(_ table: inout RouteTable) {
    let root = "/api/v1/notifications/requests"
    table.get(root, .user(.readNotifications)) { call in
        let request = try call.page(limit: 40, most: 80)
        let page = try await call.services.notificationRequests(of: try call.accountID(), request)
        var json = JSONWriter(capacity: 3072 * page.items.count + 16)
        json.beginArray()
        let entities = try await call.entities(page.items)
        for one in page.items { entities.write(one, to: &json) }
        json.endArray()
        return Answer.json(json).linking(page, call)
    }
    table.get("\(root)/merged", .user(.readNotifications)) { call in
        var json = JSONWriter(capacity: 32)
        json.beginObject()
        json.field("merged", try await call.services.areNotificationsMerged(of: try call.accountID()))
        json.endObject()
        return .json(json)
    }
    table.get("\(root)/:id", .user(.readNotifications)) { call in
        let one = try await call.services.notificationRequest(try call.pathID(), of: try call.accountID())
        var json = JSONWriter(capacity: 4096)
        guard try await call.entities([one]).write(one, to: &json) else { throw APIError.notFound }
        return .json(json)
    }
    table.post("\(root)/accept", .user(.writeNotifications)) { call in
        let ids = try call.parameters.ids("id")
        try await call.services.acceptNotificationRequests(ids, of: try call.accountID())
        return .empty
    }
    table.post("\(root)/dismiss", .user(.writeNotifications)) { call in
        let ids = try call.parameters.ids("id")
        try await call.services.dismissNotificationRequests(ids, of: try call.accountID())
        return .empty
    }
    table.post("\(root)/:id/accept", .user(.writeNotifications)) { call in
        try await call.services.acceptNotificationRequests([try call.pathID()], of: try call.accountID(), all: true)
        return .empty
    }
    table.post("\(root)/:id/dismiss", .user(.writeNotifications)) { call in
        try await call.services.dismissNotificationRequests([try call.pathID()], of: try call.accountID(), all: true)
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

extension APICall {
    fileprivate func entities(_ requests: [NotificationRequest]) async throws -> NotificationEntities {
        try await notificationEntities(
            accounts: requests.map(\.fromAccountID),
            statuses: requests.compactMap(\.lastStatusID)
        )
    }
}
