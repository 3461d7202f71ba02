// /api/chorus/v1/trends: what is unusual now, with the reasons; and the moderators' queue of what a gate held.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func trendRoutes(_ table: inout RouteTable) {
    table.get("/api/chorus/v1/trends", .open) { call in
        var trends = try await call.services.trends()
        if let name = try call.parameters.text("shelf"), !name.isEmpty {
            guard let shelf = Shelf(name: name) else {
                throw APIError.badRequest("shelf must be breaking, sustained or perennial")
            }
            trends = trends.filter { $0.shelf == shelf }
        }
        return call.list(trends).keptFor(seconds: 5)
    }
    table.get("/api/chorus/v1/admin/trends/held", .user(.adminRead)) { call in
        try call.requireModerator()
        return call.list(try await call.services.heldTrends())
    }
    table.post("/api/chorus/v1/admin/trends/:name/:decision", .user(.adminWrite)) { call in
        let moderator = try call.requireModerator()
        let name = call.pathText("decision")
        let ruling = TrendRuling(name: name)
        guard ruling != nil || name == "clear" else {
            throw APIError.badRequest("The decision must be approve, refuse, always, never or clear")
        }
        try await call.services.ruleTrend(try call.tagName(), ruling, by: moderator)
        return .empty
    }
}

extension APICall {
    /// The account of a moderator or admin. Throws 403 for all others.
    @discardableResult
    func requireModerator() throws -> Int64 {
        let user = try user()
        guard user.role != .user else { throw APIError.notAllowed }
        return user.accountID
    }

    fileprivate func list(_ trends: [Trend]) -> Answer {
        var json = JSONWriter(capacity: 1024 * trends.count + 16)
        json.beginArray()
        for trend in trends { TrendEntity.write(trend, site, to: &json) }
        json.endArray()
        return .json(json)
    }
}
