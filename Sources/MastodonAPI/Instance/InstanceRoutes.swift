// /api/v1/instance and /api/v2/instance: what apps ask a server first.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func instanceRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/instance", .open) { request in
        var json = JSONWriter(capacity: 4096)
        try await request.instance().writeV1(to: &json)
        return APIResponse.json(json).keptFor(minutes: 5)
    }
    table.get("/api/v2/instance", .open) { request in
        var json = JSONWriter(capacity: 4096)
        try await request.instance().writeV2(to: &json)
        return APIResponse.json(json).keptFor(minutes: 5)
    }
    table.get("/api/v1/instance/activity", .open) { request in
        var json = JSONWriter(capacity: 2048)
        json.beginArray()
        for week in try await request.services.activity() {
            json.beginObject()
            json.field("week", String(week.start.seconds))
            json.field("statuses", String(week.statuses))
            json.field("logins", String(week.logins))
            json.field("registrations", String(week.registrations))
            json.endObject()
        }
        json.endArray()
        return APIResponse.json(json).keptFor(minutes: 5)
    }
    nodeInfoRoutes(&table)
}

extension APIRequest {
    fileprivate func instance() async throws -> InstanceEntity {
        let facts = try await services.serverFacts()
        var contact: CachedAccount?
        if let id = facts.contactAccountID { contact = try await services.accounts.account(id) }
        return InstanceEntity(
            site: site,
            limits: services.limits,
            facts: facts,
            contact: contact,
            texts: try await services.instanceTexts(),
            peers: try await services.peers().count,
            takesMedia: services.media != nil,
            translates: services.translates,
            pushKey: try await services.vapidPublicKey()
        )
    }
}

extension APIResponse {
    static func json(text: StaticString) -> APIResponse {
        APIResponse(headers: [.contentType: jsonType], body: text.withUTF8Buffer { Array($0) })
    }
}
