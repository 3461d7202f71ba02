// Cards on their own, links that many post, and who posted one.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func cardRoutes(_ table: inout RouteTable) {
    // Gone from Mastodon since 3.0; some apps still ask.
    table.get("/api/v1/statuses/:id/card", .optional(.readStatuses)) { call in
        let status = try await call.visibleStatus(try call.pathID()).status
        guard let id = status.cardID, let card = try await call.services.cards.cards([id])[id], card.card.isShown else {
            return .empty
        }
        var json = JSONWriter(capacity: 1024)
        let authors = try await call.services.accounts.accounts([card.card.authorID].compactMap { $0 })
        CardEntity.write(card, by: authors.values.first, call.site, to: &json)
        return .json(json)
    }
    table.get("/api/v1/trends/links", .open) { call in try await call.trendingLinks().shared() }
    table.get("/api/v1/timelines/link", .optional(.readStatuses)) { call in
        guard let url = try call.parameters.text("url"), !url.isEmpty else {
            throw APIError.badRequest("param is missing or the value is empty: url")
        }
        let page = try await call.services.linkTimeline(url, try call.page(limit: 20, most: 40))
        return try await call.statusList(page.items).linking(page, call)
    }
}

extension APICall {
    func trendingLinks() async throws -> Answer {
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
