// /api/v1/timelines and the statuses of one account.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func timelineRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/timelines/home", .user(.readStatuses)) { call in
        let relations = try await call.services.relations.relations(of: try call.accountID())
        let page = try await call.services.timelines.home(of: relations, try call.page(limit: 20, most: 40))
        return try await call.homeList(page.items).linking(page, call)
    }
    table.get("/api/v1/timelines/public", .optional(.readStatuses)) { call in
        let request = try call.page(limit: 20, most: 40)
        // All that this server knows is local: a list of the others is truly empty.
        guard try !call.asksForRemoteOnly() else { return try await call.statusList([]) }
        let page =
            try call.parameters.bool("only_media") == true
            ? try await call.services.publicMedia(request)
            : try await call.services.timelines.publicTimeline(request)
        return try await call.statusList(page.items).linking(page, call)
    }
    table.get("/api/v1/timelines/tag/:hashtag", .optional(.readStatuses), tagTimeline)
    table.get("/api/v1/accounts/:id/statuses", .optional(.readStatuses), accountStatuses)
}

extension APICall {
    /// `remote` without `local`: both together ask for all.
    fileprivate func asksForRemoteOnly() throws -> Bool {
        try parameters.bool("remote") == true && parameters.bool("local") != true
    }
}

@Sendable private func tagTimeline(_ call: APICall) async throws -> Answer {
    let request = try call.page(limit: 20, most: 40)
    guard let tag = TagName.parse(pathSegment: call.pathText("hashtag")) else { return try await call.statusList([]) }
    guard try !call.asksForRemoteOnly() else { return try await call.statusList([]) }
    // As many as Mastodon takes of each.
    let any = try tagNames(call, "any"), all = try tagNames(call, "all"), none = try tagNames(call, "none")
    let page = try await call.services.tagTimeline(
        tag,
        any: any,
        all: all,
        none: none,
        onlyMedia: try call.parameters.bool("only_media") == true,
        request
    )
    return try await call.statusList(page.items).linking(page, call)
}

private func tagNames(_ call: APICall, _ parameter: String) throws -> [TagName] {
    try call.parameters.texts(parameter).compactMap { TagName.parse(pathSegment: $0) }.prefix(4).map { $0 }
}

@Sendable private func accountStatuses(_ call: APICall) async throws -> Answer {
    let id = try call.pathID()
    guard let kept = try await call.services.accounts.account(id) else { throw APIError.notFound }
    let request = try call.page(limit: 20, most: 40)
    let parameters = call.parameters
    guard !kept.account.isSuspended else { return try await call.statusList([]) }
    let viewer = Viewer(accountID: call.viewerID, relations: try await call.relations())
    if try parameters.bool("pinned") == true {
        let page = try await call.services.pinnedStatuses(of: id, for: viewer, request)
        return try await call.profileList(page.items).linking(page, call)
    }
    var tag: TagName?
    if let tagged = try parameters.text("tagged"), !tagged.isEmpty {
        tag = TagName.parse(pathSegment: tagged)
        guard tag != nil else { return try await call.statusList([]) }
    }
    let page = try await call.services.statuses(
        of: id,
        for: viewer,
        includesReplies: try parameters.bool("exclude_replies") != true,
        includesReblogs: try parameters.bool("exclude_reblogs") != true,
        tag: tag,
        onlyMedia: try parameters.bool("only_media") == true,
        request
    )
    return try await call.profileList(page.items).linking(page, call)
}
