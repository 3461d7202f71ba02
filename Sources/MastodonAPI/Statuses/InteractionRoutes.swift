// /api/v1/statuses/:id/…: what people do with a status, and who did; and the lists of what one has favourited and bookmarked.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func interactionRoutes(_ table: inout RouteTable) {
    act("favourite", .writeFavourites) { try await $0.services.favouriteStatus($1, by: $2) }
    act("unfavourite", .writeFavourites) { try await $0.services.unfavouriteStatus($1, by: $2) }
    act("bookmark", .writeBookmarks) { try await $0.services.setBookmark(true, on: $1, by: $2) }
    act("unbookmark", .writeBookmarks) { try await $0.services.setBookmark(false, on: $1, by: $2) }
    act("pin", .writeAccounts) { request, id, account in
        try await request.services.pinStatus(id, by: account)
        return id
    }
    act("unpin", .writeAccounts) { request, id, account in
        try await request.services.unpinStatus(id, by: account)
        return id
    }
    act("mute", .writeMutes) { request, id, account in
        try await request.services.setThreadMute(true, of: id, by: account)
        return id
    }
    act("unmute", .writeMutes) { request, id, account in
        try await request.services.setThreadMute(false, of: id, by: account)
        return id
    }
    act("reblog", .writeStatuses, limited: .statuses) { request, id, _ in
        let user = try request.user()
        let visibility = try visibility(request.parameters) ?? user.defaultVisibility
        return try await request.services.reblogStatus(id, visibility: visibility, by: user.accountID)
    }
    act("unreblog", .writeStatuses) { request, id, account in
        try await request.services.unreblogStatus(id, by: account)
    }

    table.get("/api/v1/statuses/:id/favourited_by", .optional(.readAccounts)) { request in
        try await people(request) { try await request.services.favouriters(of: $0, $1) }
    }
    table.get("/api/v1/statuses/:id/reblogged_by", .optional(.readAccounts)) { request in
        try await people(request) { try await request.services.rebloggers(of: $0, $1) }
    }
    table.get("/api/v1/favourites", .user(.readFavourites)) { try await interactions(.favourite, $0) }
    table.get("/api/v1/bookmarks", .user(.readBookmarks)) { try await interactions(.bookmark, $0) }

    /// One act on a status, answered with the status that `perform` names.
    func act(
        _ name: String,
        _ scope: Scopes,
        limited: RateFamily? = nil,
        _ perform: @escaping @Sendable (APIRequest, _ status: Int64, _ account: Int64) async throws -> Int64
    ) {
        table.post("/api/v1/statuses/:id/\(name)", .user(scope), limited: limited) { request in
            try await request.statusAnswer(try await perform(request, try request.pathID(), try request.accountID()))
        }
    }
}

/// Accounts that did something with a status; nobody whom the viewer has blocked or who has blocked the viewer.
private func people(
    _ request: APIRequest,
    _ read: (_ status: Int64, PageBounds) async throws -> Page<Int64>
) async throws -> APIResponse {
    let status = try await request.visibleStatus(try request.pathID()).status.id
    let bounds = try request.page(limit: 40, most: 80)
    let page = try await read(status, bounds)
    let relations = try await request.relations()
    return try await request.accountList(page.map { relations?.hides($0) == true ? nil : $0 }).linking(
        page,
        request,
        previous: "since_id"
    )
}

private func interactions(_ kind: InteractionKind, _ request: APIRequest) async throws -> APIResponse {
    let account = try request.accountID()
    let bounds = try request.page(limit: 20, most: 40)
    let page = Page(rows: try await request.services.statuses(with: kind, by: account, bounds), bounds: bounds)
    return try await request.statusList(page.items, listed: false).linking(page, request)
}
