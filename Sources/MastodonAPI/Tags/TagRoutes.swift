// /api/v1/tags/:name and what trends, as Mastodon's apps ask for it.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func tagRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/tags/:name", .optional(.read)) { request in try await request.tagAnswer(try request.tagName()) }
    for path in ["/api/v1/trends/tags", "/api/v1/trends"] { table.get(path, .optional(.read), trendingTags) }
    table.get("/api/v1/trends/statuses", .optional(.read)) { request in try await request.trendingStatuses() }
}

@Sendable private func trendingTags(_ request: APIRequest) async throws -> APIResponse {
    let (limit, offset) = try request.offsetPage(limit: 10, most: 20)
    let trends = try await request.services.trends().filter { $0.shelf != .perennial }.dropFirst(offset).prefix(limit)
    return try await request.tagList(trends.map { ($0.tag.id, $0.tag.name) })
}

extension APIRequest {
    func trendingStatuses() async throws -> APIResponse {
        let (limit, offset) = try offsetPage(limit: 20, most: 40)
        let ids = try await services.trendingStatuses()
        return try await statusList(Array(ids.dropFirst(offset).prefix(limit)))
    }

    /// `limit` and `offset`, by Mastodon's rules: too large a limit is cut.
    func offsetPage(limit standard: Int, most: Int) throws -> (limit: Int, offset: Int) {
        let limit = try parameters.limit() ?? standard
        let offset = try parameters.int("offset") ?? 0
        return (min(limit, most), Int(min(max(offset, 0), 1_000_000)))
    }
}
