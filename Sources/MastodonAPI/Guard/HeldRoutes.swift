// /api/chorus/v1/held and /api/chorus/v1/admin/held: posts that wait for a moderator.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func heldRoutes(_ table: inout RouteTable) {
    table.get("/api/chorus/v1/held", .user(.readStatuses)) { request in
        try await list(try await request.services.heldStatuses(of: try request.accountID()), request)
    }
    table.get("/api/chorus/v1/admin/held", .user(.adminRead)) { request in
        try request.requireModerator()
        let page = try await request.services.heldStatuses(try request.page(limit: 40, most: 80))
        return try await list(page.items, request).linking(page, request)
    }
    table.post("/api/chorus/v1/admin/held/:id/approve", .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        let status = try await request.services.approveHeldStatus(try request.pathID(), by: moderator)
        return try await request.statusAnswer(status)
    }
    table.post("/api/chorus/v1/admin/held/:id/reject", .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        let options = ModerationOptions(text: try request.parameters.text("text") ?? "")
        try await request.services.rejectHeldStatus(try request.pathID(), options, by: moderator)
        return .empty
    }
}

/// `[{"id", "held_for": ["phone_number"], "created_at", "status": {…}}]`
private func list(_ held: [HeldStatus], _ request: APIRequest) async throws -> APIResponse {
    var statuses: [Int64: CachedStatus] = [:]
    for item in held { statuses[item.status.status.id] = item.status }
    let quoted = held.compactMap(\.status.status.quote?.quotedID)
    statuses.merge(try await request.services.statuses.statuses(quoted)) { first, _ in first }
    let entities = try await request.entities(statuses)
    var json = JSONWriter(capacity: 2560 * held.count + 16)
    json.beginArray()
    for item in held {
        let status = item.status.status
        json.beginObject()
        json.field("id", id: status.id)
        json.field("held_for", strings: item.kinds)
        json.field("created_at", status.createdAt)
        json.key("status")
        if !entities.write(item.status, to: &json) { json.null() }
        json.endObject()
    }
    json.endArray()
    return .json(json)
}

extension APIRequest {
    /// An own post that waits for a moderator. One that is published is in memory, and costs no look.
    func held(_ id: Int64, of account: Int64) async throws -> HeldStatus? {
        guard try await services.statuses.status(id) == nil else { return nil }
        return try await services.heldStatus(id, of: account)
    }

    /// A held post as its author sees it: a status with `held_for`.
    func heldAnswer(_ held: HeldStatus) async throws -> APIResponse {
        var statuses = [held.status.status.id: held.status]
        if let quoted = held.status.status.quote?.quotedID {
            statuses.merge(try await services.statuses.statuses([quoted])) { first, _ in first }
        }
        return try await statusAnswer(held.status, among: statuses) { $0.field("held_for", strings: held.kinds) }
    }
}
