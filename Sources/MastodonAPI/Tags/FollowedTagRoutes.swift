// Tags that one follows, and tags on a profile: /api/v1/tags/:name/follow and its like, followed_tags, featured_tags.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func followedTagRoutes(_ table: inout RouteTable) {
    act("follow", .writeFollows, limited: .follows) { try await $0.services.followTag($1, by: $2) }
    act("unfollow", .writeFollows) { try await $0.services.unfollowTag($1, by: $2) }
    act("feature", .writeAccounts) { _ = try await $0.services.featureTag($1, by: $2) }
    act("unfeature", .writeAccounts) { try await $0.services.unfeatureTag($1, by: $2) }
    table.get("/api/v1/followed_tags", .user(.readFollows)) { request in
        let (account, bounds) = (try request.accountID(), try request.page(limit: 100, most: 200))
        let page = try await request.services.followedTags(by: account, bounds)
        return try await request.tagList(page.items.map { ($0.tagID, $0.name) }).linking(
            page,
            request,
            previous: "since_id"
        )
    }
    table.get("/api/v1/featured_tags", .user(.readAccounts)) { request in
        let id = try request.accountID()
        guard let owner = try await request.services.accounts.account(id, for: id) else {
            throw APIError.notFound
        }
        return try await featured(by: owner.account, request)
    }
    table.post("/api/v1/featured_tags", .user(.writeAccounts)) { request in
        guard let tag = TagName.parse(pathSegment: try request.parameters.text("name") ?? "") else {
            throw APIError.invalid("Tag is invalid")
        }
        let id = try request.accountID()
        guard let owner = try await request.services.accounts.account(id, for: id) else {
            throw APIError.notFound
        }
        var json = JSONWriter(capacity: 256)
        FeaturedTagEntity.write(
            try await request.services.featureTag(tag, by: owner.account.id),
            of: owner.account,
            request.site,
            to: &json
        )
        return .json(json)
    }
    table.get("/api/v1/featured_tags/suggestions", .user(.readAccounts)) { request in
        try await request.tagList(
            try await request.services.featuredTagSuggestions(for: try request.accountID(), limit: 10)
        )
    }
    table.delete("/api/v1/featured_tags/:id", .user(.writeAccounts)) { request in
        try await request.services.unfeatureTag(entry: try request.pathID(), by: try request.accountID())
        return .empty
    }
    table.get("/api/v1/accounts/:id/featured_tags", .optional(.readAccounts)) { request in
        let id = try request.pathID()
        guard let kept = try await request.services.accounts.account(id, for: request.viewerID) else {
            throw APIError.notFound
        }
        guard !kept.account.isSuspended else { return try await request.accountList([]) }
        return try await featured(by: kept.account, request)
    }

    /// One act on a tag, answered with the tag.
    func act(
        _ name: String,
        _ scope: Scopes,
        limited: RateFamily? = nil,
        _ perform: @escaping @Sendable (APIRequest, TagName, _ account: Int64) async throws -> Void
    ) {
        table.post("/api/v1/tags/:name/\(name)", .user(scope), limited: limited) { request in
            try await perform(request, try request.tagName(), try request.accountID())
            return try await request.tagAnswer(try request.tagName())
        }
    }
}

private func featured(by account: Account, _ request: APIRequest) async throws -> APIResponse {
    let tags = try await request.services.featuredTags(of: account.id)
    var json = JSONWriter(capacity: 256 * tags.count + 16)
    json.beginArray()
    for tag in tags { FeaturedTagEntity.write(tag, of: account, request.site, to: &json) }
    json.endArray()
    return .json(json)
}

enum FeaturedTagEntity {
    /// Counts are texts, and the last use is a day, as Mastodon writes them.
    static func write(_ tag: FeaturedTag, of account: Account, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", id: tag.id)
        json.field("name", tag.name)
        json.field("url", site.tagURL(TagName(tag.name)?.name ?? tag.name, of: account))
        json.field("statuses_count", String(tag.statuses))
        json.field("last_status_at", tag.lastStatusAt?.isoDate)
        json.endObject()
    }
}
