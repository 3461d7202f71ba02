// /api/v1/domain_blocks: servers of which one wants to see nothing.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func domainBlockRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/domain_blocks", .user(.readBlocks)) { call in
        let (account, request) = (try call.accountID(), try call.page(limit: 100, most: 200))
        let page = try await call.services.database.read {
            Page(rows: try DomainBlockQueries.list(by: account, request, $0), request: request)
        }
        var json = JSONWriter(capacity: 32 * page.items.count + 16)
        json.beginArray()
        for domain in page.items { json.string(domain) }
        json.endArray()
        return Answer.json(json).linking(page, call, previous: "since_id")
    }
    table.post("/api/v1/domain_blocks", .user(.writeBlocks)) { call in
        try await call.services.blockDomain(try domain(call), by: try call.accountID())
        return .empty
    }
    table.delete("/api/v1/domain_blocks", .user(.writeBlocks)) { call in
        try await call.services.unblockDomain(try domain(call), by: try call.accountID())
        return .empty
    }
    table.get("/api/v1/domain_blocks/preview", .user([.readBlocks, .writeBlocks])) { call in
        let (following, followers) = try await call.services.domainBlockPreview(
            try domain(call),
            for: try call.accountID()
        )
        var json = JSONWriter(capacity: 64)
        json.beginObject()
        json.field("following_count", following)
        json.field("followers_count", followers)
        json.endObject()
        return .json(json)
    }
}

private func domain(_ call: APICall) throws -> String { try call.parameters.text("domain") ?? "" }
