// /api/chorus/v1/shield: up for a while, what strangers say is held.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func shieldRoutes(_ table: inout RouteTable) {
    let path = "/api/chorus/v1/shield"
    table.get(path, .user(.readNotifications)) { try await shield($0) }
    table.post(path, .user(.writeNotifications)) { request in
        let hours = try request.parameters.int("hours") ?? 24
        try await request.services.raiseShield(hours: hours, of: try request.accountID())
        return try await shield(request)
    }
    table.delete(path, .user(.writeNotifications)) { request in
        try await request.services.endShield(of: try request.accountID())
        return try await shield(request)
    }
}

/// `{"until": null, "unusual_mentions": 240}`
private func shield(_ request: APIRequest) async throws -> APIResponse {
    let shield = try await request.services.shield(of: try request.accountID())
    var json = JSONWriter(capacity: 96)
    json.beginObject()
    json.field("until", shield.until)
    json.key("unusual_mentions")
    if let mentions = shield.unusualMentions { json.int(Int64(mentions)) } else { json.null() }
    json.endObject()
    return .json(json)
}
