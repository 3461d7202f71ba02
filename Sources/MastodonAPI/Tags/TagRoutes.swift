// /api/v1/tags/:name and what trends, as Mastodon's apps ask for it.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func tagRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/tags/:name", .optional(.read)) { call in
        let tag = try call.tagName()
        let reference = try await call.services.tagReference(tag)
        // A tag that nobody has used here is a tag all the same: apps offer it to be followed.
        let id = reference?.id ?? 0
        let history = try await call.services.history(ofTags: [id])[id] ?? []
        var json = JSONWriter(capacity: 1024)
        TagEntity.write(
            id: reference?.id,
            name: tag.name,
            history: history,
            isSignedIn: call.viewerID != nil,
            call.site,
            to: &json
        )
        return .json(json)
    }
    for path in ["/api/v1/trends/tags", "/api/v1/trends"] { table.get(path, .optional(.read), trendingTags) }
    table.get("/api/v1/trends/statuses", .optional(.read)) { call in
        let (limit, offset) = try call.offsetPage(limit: 20, most: 40)
        let ids = try await call.services.trendingStatuses()
        return try await call.statusList(Array(ids.dropFirst(offset).prefix(limit)))
    }
    table.get("/api/v1/trends/links", .open) { _ in
        throw APIError(.notFound, "Trending links are not here yet: they wait for preview cards")
    }
}

@Sendable private func trendingTags(_ call: APICall) async throws -> Answer {
    let (limit, offset) = try call.offsetPage(limit: 10, most: 20)
    let trends = try await call.services.trends().filter { $0.shelf != .perennial }.dropFirst(offset).prefix(limit)
    let history = try await call.services.history(ofTags: trends.map(\.tag.id))
    var json = JSONWriter(capacity: 8192)
    json.beginArray()
    for trend in trends {
        TagEntity.write(
            id: trend.tag.id,
            name: trend.tag.name,
            history: history[trend.tag.id] ?? [],
            isSignedIn: call.viewerID != nil,
            call.site,
            to: &json
        )
    }
    json.endArray()
    return .json(json)
}

extension APICall {
    /// `limit` and `offset`, by Mastodon's rules: too large a limit is cut.
    func offsetPage(limit standard: Int, most: Int) throws -> (limit: Int, offset: Int) {
        let limit = try parameters.int("limit") ?? Int64(standard)
        let offset = try parameters.int("offset") ?? 0
        return (Int(min(max(limit, 1), Int64(most))), Int(min(max(offset, 0), 1_000_000)))
    }
}
