// /api/v1/profile: one's own profile as it is edited, texts as typed.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func profileRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/profile", .user([.profile, .readAccounts])) { request in try await profile(request) }
    table.update("/api/v1/profile", .user(.writeAccounts)) { request in
        try await updateProfile(request)
        return try await profile(request)
    }
}

private func profile(_ request: APIRequest) async throws -> APIResponse {
    let id = try request.accountID()
    guard let kept = try await request.services.accounts.account(id, for: id) else { throw APIError.notFound }
    let (extras, tags) = try await request.services.editedProfile(of: id)
    var json = JSONWriter(capacity: 1024)
    ProfileEntity.write(kept.account, extras, tags, request.site, to: &json)
    return .json(json)
}

enum ProfileEntity {
    static func write(
        _ account: Account,
        _ extras: ProfileExtras,
        _ tags: [FeaturedTag],
        _ site: Site,
        to json: inout JSONWriter
    ) {
        json.beginObject()
        json.field("id", id: account.id)
        json.field("display_name", account.displayName)
        json.field("note", account.note)
        json.array("fields") { json in
            for field in account.fields {
                json.beginObject()
                json.field("name", field.name)
                json.field("value", field.value)
                json.field("verified_at", field.verifiedAt)
                json.endObject()
            }
        }
        // Null: nothing was uploaded.
        json.field("avatar", account.avatar.map { _ in site.avatarURL(of: account) })
        json.field("avatar_static", account.avatar.map { _ in site.stillAvatarURL(of: account) })
        json.field("avatar_description", "")
        json.field("header", account.header.map { _ in site.headerURL(of: account) })
        json.field("header_static", account.header.map { _ in site.stillHeaderURL(of: account) })
        json.field("header_description", "")
        json.field("locked", account.isLocked)
        json.field("bot", account.isBot)
        json.field("hide_collections", account.hidesCollections)
        json.field("discoverable", account.isDiscoverable)
        json.field("indexable", account.isIndexable)
        json.field("show_media", extras.showsMedia)
        json.field("show_media_replies", extras.showsMediaReplies)
        json.field("show_featured", extras.showsFeatured)
        json.field("attribution_domains", strings: extras.attributionDomains)
        json.array("featured_tags") { json in tags.forEach { FeaturedTagEntity.write($0, of: account, site, to: &json) }
        }
        json.endObject()
    }
}

extension ProfileExtraChanges {
    init(_ parameters: Parameters) throws {
        self.init(
            attributionDomains: parameters.contains("attribution_domains")
                ? try parameters.texts("attribution_domains") : nil,
            showsMedia: try parameters.bool("show_media"),
            showsMediaReplies: try parameters.bool("show_media_replies"),
            showsFeatured: try parameters.bool("show_featured")
        )
    }
}
