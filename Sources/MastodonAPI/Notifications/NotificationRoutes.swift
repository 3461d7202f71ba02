// /api/v1/notifications: list, look at, put away.

internal import Basics
internal import Domain
internal import Services

func notificationRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/notifications", .user(.readNotifications), listNotifications)
    table.get("/api/v1/notifications/unread_count", .user(.readNotifications), unreadCount)
    table.get("/api/v1/notifications/:id", .user(.readNotifications)) { request in
        let record = try await request.services.notification(try request.pathID(), of: try request.accountID())
        var json = JSONWriter(capacity: 4096)
        guard try await request.entities([record]).write(record, to: &json) else { throw APIError.notFound }
        return .json(json)
    }
    table.post("/api/v1/notifications/:id/dismiss", .user(.writeNotifications)) { request in
        try await request.services.dismissNotification(try request.pathID(), of: try request.accountID())
        return .empty
    }
    // The older form of the same.
    table.post("/api/v1/notifications/dismiss", .user(.writeNotifications)) { request in
        guard let id = try request.parameters.id("id") else { throw APIError.notFound }
        try await request.services.dismissNotification(id, of: try request.accountID())
        return .empty
    }
    table.delete("/api/v1/notifications/:id", .user(.writeNotifications)) { request in
        try await request.services.dismissNotification(try request.pathID(), of: try request.accountID())
        return .empty
    }
    table.delete("/api/v1/notifications/destroy_multiple", .user(.writeNotifications)) { request in
        try await request.services.dismissNotifications(try request.parameters.ids("ids"), of: try request.accountID())
        return .empty
    }
    for version in ["v1", "v2"] {
        table.post("/api/\(version)/notifications/clear", .user(.writeNotifications)) { request in
            try await request.services.clearNotifications(of: try request.accountID())
            return .empty
        }
    }
}

@Sendable private func listNotifications(_ request: APIRequest) async throws -> APIResponse {
    let bounds = try request.page(limit: 40, most: 80)
    let filter = try notificationFilter(request.parameters)
    let page = try await request.services.notifications(of: try request.accountID(), filter, bounds)
    let entities = try await request.entities(page.items)
    var json = JSONWriter(capacity: 3072 * page.items.count + 16)
    json.beginArray()
    for record in page.items { entities.write(record, to: &json) }
    json.endArray()
    return APIResponse.json(json).linking(page, request)
}

@Sendable private func unreadCount(_ request: APIRequest) async throws -> APIResponse {
    let limit = try request.page(limit: 100, most: 1000).limit
    let filter = try notificationFilter(request.parameters)
    return .count(try await request.services.unreadNotifications(of: try request.accountID(), filter, limit: limit))
}

extension APIResponse {
    static func count(_ count: Int) -> APIResponse {
        var json = JSONWriter(capacity: 32)
        json.beginObject()
        json.field("count", count)
        json.endObject()
        return .json(json)
    }
}

/// `types[]`, `exclude_types[]`, `account_id` and `include_filtered`. Types that this server does not know match nothing.
func notificationFilter(_ parameters: Parameters) throws -> NotificationFilter {
    var filter = NotificationFilter()
    let wanted = try parameters.texts("types")
    if !wanted.isEmpty { filter.kinds = filter.kinds.filter { wanted.contains($0.name) } }
    let unwanted = try parameters.texts("exclude_types")
    filter.kinds.removeAll { unwanted.contains($0.name) }
    // No account has the id -1: text that is no id names nobody.
    if !parameters.isBlank("account_id") { filter.from = try parameters.id("account_id") ?? -1 }
    filter.includesFiltered = try parameters.bool("include_filtered") ?? false
    return filter
}
