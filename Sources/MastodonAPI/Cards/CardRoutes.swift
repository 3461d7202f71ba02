// Cards on their own, links that many post, and who posted one.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func cardRoutes(_ table: inout RouteTable) {
    // Gone from Mastodon since 3.0; some apps still ask.
    table.get("/api/v1/statuses/:id/card", .optional(.readStatuses)) { request in
        let status = try await request.visibleStatus(try request.pathID()).status
        guard let id = status.cardID, let card = try await request.services.cards.cards([id])[id], card.card.isShown
        else {
            return .empty
        }
        var json = JSONWriter(capacity: 1024)
        let authors = try await request.services.accounts.accounts([card.card.authorID].compactMap { $0 })
        CardEntity.write(card, by: authors.values.first, request.site, to: &json)
        return .json(json)
    }
    table.get("/api/v1/trends/links", .open) { request in try await request.trendingLinks().shared() }
    table.get("/api/v1/timelines/link", .optional(.readStatuses)) { request in
        guard let url = try request.parameters.text("url"), !url.isEmpty else {
            throw APIError.badRequest("param is missing or the value is empty: url")
        }
        let page = try await request.services.linkTimeline(url, try request.page(limit: 20, most: 40))
        return try await request.statusList(page.items).linking(page, request)
    }
}

extension APIRequest {
    func trendingLinks() async throws -> APIResponse {
        let (limit, offset) = try offsetPage(limit: 10, most: 20)
        let links = try await services.trendingLinks(offset: offset, limit: limit)
        let authors = try await services.accounts.accounts(links.compactMap(\.card.card.authorID))
        var json = JSONWriter(capacity: 1024 * links.count + 16)
        json.beginArray()
        for link in links {
            CardEntity.write(link, by: link.card.card.authorID.flatMap { authors[$0] }, site, to: &json)
        }
        json.endArray()
        return .json(json)
    }
}
