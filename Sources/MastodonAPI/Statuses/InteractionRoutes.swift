// /api/v1/statuses/:id/…: what people do with a status, and who did; and the lists of what one has favourited and bookmarked.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func interactionRoutes(_ table: inout RouteTable) {
    act("favourite", .writeFavourites) { try await $0.services.favouriteStatus($1, by: $2) }
    act("unfavourite", .writeFavourites) { try await $0.services.unfavouriteStatus($1, by: $2) }
    act("bookmark", .writeBookmarks) { try await $0.services.setBookmark(true, on: $1, by: $2) }
    act("unbookmark", .writeBookmarks) { try await $0.services.setBookmark(false, on: $1, by: $2) }
    act("pin", .writeAccounts) { call, id, account in
        try await call.services.pinStatus(id, by: account)
        return id
    }
    act("unpin", .writeAccounts) { call, id, account in
        try await call.services.unpinStatus(id, by: account)
        return id
    }
    act("mute", .writeMutes) { call, id, account in
        try await call.services.setThreadMute(true, of: id, by: account)
        return id
    }
    act("unmute", .writeMutes) { call, id, account in
        try await call.services.setThreadMute(false, of: id, by: account)
        return id
    }
    act("reblog", .writeStatuses, limited: .statuses) { call, id, _ in
        let wished = try visibility(call.parameters)
        return try await call.services.reblogStatus(id, visibility: wished, by: try call.user())
    }
    act("unreblog", .writeStatuses, limited: .deletes) { call, id, account in
        try await call.services.unreblogStatus(id, by: account)
    }

    table.get("/api/v1/statuses/:id/favourited_by", .optional(.readAccounts)) { call in
        try await people(call) { try InteractionQueries.favouriters(of: $0, $1, $2) }
    }
    table.get("/api/v1/statuses/:id/reblogged_by", .optional(.readAccounts)) { call in
        try await people(call) { try InteractionQueries.rebloggers(of: $0, $1, $2) }
    }
    table.get("/api/v1/favourites", .user(.readFavourites)) { try await interactions(.favourite, $0) }
    table.get("/api/v1/bookmarks", .user(.readBookmarks)) { try await interactions(.bookmark, $0) }

    /// One act on a status, answered with the status that `perform` names.
    func act(
        _ name: String,
        _ scope: Scopes,
        limited: RateFamily? = nil,
        _ perform: @escaping @Sendable (APICall, _ status: Int64, _ account: Int64) async throws -> Int64
    ) {
        table.post("/api/v1/statuses/:id/\(name)", .user(scope), limited: limited) { call in
            try await call.statusAnswer(try await perform(call, try call.pathID(), try call.accountID()))
        }
    }
}

/// Accounts that did something with a status; nobody whom the viewer has blocked or who has blocked the viewer.
private func people(
    _ call: APICall,
    _ rows: @escaping @Sendable (Int64, PageRequest, Connection) throws -> [(cursor: Int64, item: Int64)]
) async throws -> Answer {
    let status = try await call.visibleStatus(try call.pathID()).status.id
    let request = try call.page(limit: 40, most: 80)
    let page = try await call.services.database.read { Page(rows: try rows(status, request, $0), request: request) }
    let relations = try await call.relations()
    return try await call.accountList(page.map { relations?.hides($0) == true ? nil : $0 }).linking(
        page,
        call,
        previous: "since_id"
    )
}

private func interactions(_ kind: InteractionKind, _ call: APICall) async throws -> Answer {
    let account = try call.accountID()
    let request = try call.page(limit: 20, most: 40)
    let page = try await call.services.database.read {
        Page(rows: try InteractionQueries.statuses(kind, by: account, request, $0), request: request)
    }
    return try await call.statusList(page.items, listed: false).linking(page, call)
}
