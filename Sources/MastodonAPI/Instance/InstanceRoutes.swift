// /api/v1/instance and /api/v2/instance: what apps ask a server first.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func instanceRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/instance", .open) { call in
        var json = JSONWriter(capacity: 4096)
        try await call.instance().writeV1(to: &json)
        return Answer.json(json).keptFor(minutes: 5)
    }
    table.get("/api/v2/instance", .open) { call in
        var json = JSONWriter(capacity: 4096)
        try await call.instance().writeV2(to: &json)
        return Answer.json(json).keptFor(minutes: 5)
    }
    table.get("/api/v1/instance/translation_languages", .open) { _ in Answer.empty.keptFor(minutes: 5) }
    nodeInfoRoutes(&table)
}

extension APICall {
    fileprivate func instance() async throws -> InstanceEntity {
        let facts = try await services.serverFacts()
        var contact: KeptAccount?
        if let id = facts.contactAccountID { contact = try await services.accounts.account(id) }
        return InstanceEntity(
            site: site,
            limits: services.limits,
            facts: facts,
            contact: contact,
            texts: try await services.instanceTexts(),
            peers: try await services.peers().count,
            takesMedia: services.media != nil,
            pushKey: try await services.vapidPublicKey()
        )
    }
}

extension Answer {
    static func json(text: StaticString) -> Answer {
        Answer(headers: [.contentType: jsonType], body: text.withUTF8Buffer { Array($0) })
    }
}
