// /api/v1/announcements: read, put away, react.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func announcementRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/announcements", .user([.readAccounts, .profile])) { call in
        let views = try await call.services.announcements(for: try call.accountID())
        var json = JSONWriter(capacity: 2048 * views.count + 16)
        json.beginArray()
        for view in views { AnnouncementEntity.write(view, call.site, to: &json) }
        json.endArray()
        return .json(json)
    }
    table.post("/api/v1/announcements/:id/dismiss", .user(.writeAccounts)) { call in
        try await call.services.dismissAnnouncement(try call.pathID(), by: try call.accountID())
        return .empty
    }
    table.update("/api/v1/announcements/:id/reactions/:name", .user(.writeFavourites)) { call in
        try await call.services.react(to: try call.pathID(), with: call.pathText("name"), by: try call.accountID())
        return .empty
    }
    table.delete("/api/v1/announcements/:id/reactions/:name", .user(.writeFavourites)) { call in
        try await call.services.unreact(to: try call.pathID(), with: call.pathText("name"), by: try call.accountID())
        return .empty
    }
}
