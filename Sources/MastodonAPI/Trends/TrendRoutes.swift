// /api/chorus/v1/trends: what is unusual now, with the reasons; and the moderators' queue of what a gate held.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func trendRoutes(_ table: inout RouteTable) {
    table.get("/api/chorus/v1/trends", .open) { request in
        var trends = try await request.services.trends()
        if let name = try request.parameters.text("shelf"), !name.isEmpty {
            guard let shelf = Shelf(name: name) else {
                throw APIError.badRequest("shelf must be breaking, sustained or perennial")
            }
            trends = trends.filter { $0.shelf == shelf }
        }
        return request.list(trends).keptFor(seconds: 5)
    }
    table.get("/api/chorus/v1/admin/trends/held", .user(.adminRead)) { request in
        try request.requireModerator()
        return request.list(try await request.services.heldTrends())
    }
    table.post("/api/chorus/v1/admin/trends/:name/:decision", .user(.adminWrite)) { request in
        let moderator = try request.requireModerator()
        let name = request.pathText("decision")
        let ruling = TrendRuling(name: name)
        guard ruling != nil || name == "clear" else {
            throw APIError.badRequest("The decision must be approve, refuse, always, never or clear")
        }
        try await request.services.ruleTrend(try request.tagName(), ruling, by: moderator)
        return .empty
    }
}

extension APIRequest {
    /// The account of a moderator or admin. Throws 403 for all others.
    @discardableResult
    func requireModerator() throws -> Moderator {
        let user = try user()
        guard user.role != .user, !user.isFrozen else { throw APIError.notAllowed }
        return .account(user.accountID)
    }

    fileprivate func list(_ trends: [Trend]) -> APIResponse {
        var json = JSONWriter(capacity: 1024 * trends.count + 16)
        json.beginArray()
        for trend in trends { TrendEntity.write(trend, site, to: &json) }
        json.endArray()
        return .json(json)
    }
}
