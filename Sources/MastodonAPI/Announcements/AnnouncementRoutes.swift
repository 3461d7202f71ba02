// /api/v1/announcements: read, put away, react.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func announcementRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/announcements", .user([.readAccounts, .profile])) { request in
        let views = try await request.services.announcements(for: try request.accountID())
        var json = JSONWriter(capacity: 2048 * views.count + 16)
        json.beginArray()
        for view in views { AnnouncementEntity.write(view, request.site, to: &json) }
        json.endArray()
        return .json(json)
    }
    table.post("/api/v1/announcements/:id/dismiss", .user(.writeAccounts)) { request in
        try await request.services.dismissAnnouncement(try request.pathID(), by: try request.accountID())
        return .empty
    }
    table.update("/api/v1/announcements/:id/reactions/:name", .user(.writeFavourites)) { request in
        try await request.services.react(
            to: try request.pathID(),
            with: request.pathText("name"),
            by: try request.accountID()
        )
        return .empty
    }
    table.delete("/api/v1/announcements/:id/reactions/:name", .user(.writeFavourites)) { request in
        try await request.services.unreact(
            to: try request.pathID(),
            with: request.pathText("name"),
            by: try request.accountID()
        )
        return .empty
    }
}
