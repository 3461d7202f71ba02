// /api/v1/timelines and the statuses of one account.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func timelineRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/timelines/home", .user(.readStatuses)) { request in
        let relations = try await request.services.relations.relations(of: try request.accountID())
        let page = try await request.services.timelines.home(of: relations, try request.page(limit: 20, most: 40))
        return try await request.homeList(page.items).linking(page, request)
    }
    table.get("/api/v1/timelines/public", .optional(.readStatuses)) { request in
        let bounds = try request.page(limit: 20, most: 40)
        let origin = try request.origin()
        let page =
            try request.parameters.bool("only_media") == true
            ? try await request.services.publicMedia(bounds, from: origin)
            : try await request.services.timelines.publicTimeline(bounds, from: origin)
        return try await request.statusList(page.items).linking(page, request)
    }
    table.get("/api/v1/timelines/tag/:hashtag", .optional(.readStatuses), tagTimeline)
    table.get("/api/v1/accounts/:id/statuses", .optional(.readStatuses), accountStatuses)
}

extension APIRequest {
    /// `local` and `remote` together ask for all.
    fileprivate func origin() throws -> TimelineOrigin {
        switch (try parameters.bool("local") == true, try parameters.bool("remote") == true) {
        case (true, false): .local
        case (false, true): .remote
        default: .all
        }
    }
}

@Sendable private func tagTimeline(_ request: APIRequest) async throws -> APIResponse {
    let bounds = try request.page(limit: 20, most: 40)
    guard let tag = TagName.parse(pathSegment: request.pathText("hashtag")) else {
        return try await request.statusList([])
    }
    // As many as Mastodon takes of each.
    let any = try tagNames(request, "any"), all = try tagNames(request, "all"), none = try tagNames(request, "none")
    let page = try await request.services.tagTimeline(
        tag,
        any: any,
        all: all,
        none: none,
        from: try request.origin(),
        onlyMedia: try request.parameters.bool("only_media") == true,
        bounds
    )
    return try await request.statusList(page.items).linking(page, request)
}

private func tagNames(_ request: APIRequest, _ parameter: String) throws -> [TagName] {
    try request.parameters.texts(parameter).compactMap { TagName.parse(pathSegment: $0) }.prefix(4).map { $0 }
}

@Sendable private func accountStatuses(_ request: APIRequest) async throws -> APIResponse {
    let id = try request.pathID()
    guard let kept = try await request.services.accounts.account(id, for: request.viewerID) else {
        throw APIError.notFound
    }
    let bounds = try request.page(limit: 20, most: 40)
    let parameters = request.parameters
    guard !kept.account.isSuspended else { return try await request.statusList([]) }
    let viewer = Viewer(accountID: request.viewerID, relations: try await request.relations())
    if try parameters.bool("pinned") == true {
        let page = try await request.services.pinnedStatuses(of: id, for: viewer, bounds)
        return try await request.profileList(page.items).linking(page, request)
    }
    var tag: TagName?
    if let tagged = try parameters.text("tagged"), !tagged.isEmpty {
        tag = TagName.parse(pathSegment: tagged)
        guard tag != nil else { return try await request.statusList([]) }
    }
    let page = try await request.services.statuses(
        of: id,
        for: viewer,
        includesReplies: try parameters.bool("exclude_replies") != true,
        includesReblogs: try parameters.bool("exclude_reblogs") != true,
        tag: tag,
        onlyMedia: try parameters.bool("only_media") == true,
        bounds
    )
    return try await request.profileList(page.items).linking(page, request)
}
