// /api/v1/domain_blocks: servers of which one wants to see nothing.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func domainBlockRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/domain_blocks", .user(.readBlocks)) { request in
        let (account, bounds) = (try request.accountID(), try request.page(limit: 100, most: 200))
        let page = try await request.services.blockedDomains(of: account, bounds)
        var json = JSONWriter(capacity: 32 * page.items.count + 16)
        json.beginArray()
        for domain in page.items { json.string(domain) }
        json.endArray()
        return APIResponse.json(json).linking(page, request, previous: "since_id")
    }
    table.post("/api/v1/domain_blocks", .user(.writeBlocks)) { request in
        try await request.services.blockDomain(try domain(request), by: try request.accountID())
        return .empty
    }
    table.delete("/api/v1/domain_blocks", .user(.writeBlocks)) { request in
        try await request.services.unblockDomain(try domain(request), by: try request.accountID())
        return .empty
    }
    table.get("/api/v1/domain_blocks/preview", .user([.readBlocks, .writeBlocks])) { request in
        let (following, followers) = try await request.services.domainBlockPreview(
            try domain(request),
            for: try request.accountID()
        )
        var json = JSONWriter(capacity: 64)
        json.beginObject()
        json.field("following_count", following)
        json.field("followers_count", followers)
        json.endObject()
        return .json(json)
    }
}

private func domain(_ request: APIRequest) throws -> String { try request.parameters.text("domain") ?? "" }
