// /api/v1/admin/trends: what trends and what is held, for the apps of moderators. There are decisions about tags alone; links
// and statuses are listed by their support and have none.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func adminTrendRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/admin/trends/tags", .user(.adminRead)) { request in
        try request.requireModerator()
        let (limit, offset) = try request.offsetPage(limit: 10, most: 20)
        let trends = try await request.services.trends(withCompanions: true) + request.services.heldTrends()
        return try await request.adminTags(Array(trends.dropFirst(offset).prefix(limit)))
    }
    table.get("/api/v1/admin/trends/statuses", .user(.adminRead)) { request in
        try request.requireModerator()
        return try await request.trendingStatuses()
    }
    table.get("/api/v1/admin/trends/links", .user(.adminRead)) { request in
        try request.requireModerator()
        return try await request.trendingLinks()
    }
    // As in Mastodon, both hold for good: `chorus trends` and /api/chorus/v1 know decisions for one time.
    for (decision, ruling) in [("approve", TrendRuling.always), ("reject", .never)] {
        table.post("/api/v1/admin/trends/tags/:id/\(decision)", .user(.adminWrite)) { request in
            let moderator = try request.requireModerator()
            let id = try request.pathID()
            guard let name = try await request.services.names(ofTags: [id]).first, let tag = TagName(name) else {
                throw APIError.notFound
            }
            try await request.services.ruleTrend(tag, ruling, by: moderator)
            return try await request.adminTag(id, tag, isTrendable: ruling.lists)
        }
    }
}

extension APIRequest {
    fileprivate func adminTags(_ trends: [Trend]) async throws -> APIResponse {
        let history = try await services.history(ofTags: trends.map(\.tag.id))
        let states = try await services.tagStates(of: trends.map(\.tag.id))
        var json = JSONWriter(capacity: 1024 * trends.count + 16)
        json.beginArray()
        for trend in trends {
            let (id, name) = (trend.tag.id, trend.tag.name)
            TagEntity.write(id: id, name: name, history: history[id] ?? [], reader: nil, site, to: &json) { json in
                // What a gate held waits for a decision; what a moderator refused does not.
                let isRefused = trend.held.contains { $0.gate == .moderator }
                var tag = states[id] ?? TagStates()
                tag.isTrendable = trend.isListed
                json.writeAdminTag(tag, needsReview: !trend.isListed && !isRefused)
            }
        }
        json.endArray()
        return .json(json)
    }

    fileprivate func adminTag(_ id: Int64, _ tag: TagName, isTrendable: Bool) async throws -> APIResponse {
        let history = try await services.history(ofTags: [id])[id] ?? []
        var states = try await services.tagStates(of: [id])[id] ?? TagStates()
        states.isTrendable = isTrendable
        var json = JSONWriter(capacity: 1024)
        TagEntity.write(id: id, name: tag.name, history: history, reader: nil, site, to: &json) { json in
            json.writeAdminTag(states, needsReview: false)
        }
        return .json(json)
    }
}
