// What lies between two accounts: /api/v1/accounts/:id/follow and its like, relationships, requests, blocks, mutes.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func relationshipRoutes(_ table: inout RouteTable) {
    act("follow", .writeFollows, limited: .follows) { request, target, account in
        try await request.services.followAccount(target, by: account, try FollowWishes(request.parameters))
    }
    act("unfollow", .writeFollows) { try await $0.services.unfollowAccount($1, by: $2) }
    act("remove_from_followers", .writeFollows) { try await $0.services.removeFromFollowers($1, of: $2) }
    act("block", .writeBlocks) { try await $0.services.blockAccount($1, by: $2) }
    act("unblock", .writeBlocks) { try await $0.services.unblockAccount($1, by: $2) }
    act("mute", .writeMutes) { request, target, account in
        try await request.services.muteAccount(
            target,
            by: account,
            hidesNotifications: try request.parameters.bool("notifications"),
            seconds: try request.parameters.int("duration") ?? 0
        )
    }
    act("unmute", .writeMutes) { try await $0.services.unmuteAccount($1, by: $2) }
    for name in ["endorse", "pin"] { act(name, .writeAccounts) { try await $0.services.endorseAccount($1, by: $2) } }
    for name in ["unendorse", "unpin"] {
        act(name, .writeAccounts) { try await $0.services.unendorseAccount($1, by: $2) }
    }
    act("note", .writeAccounts) { request, target, account in
        try await request.services.setAccountNote(
            try request.parameters.text("comment") ?? "",
            about: target,
            by: account
        )
    }
    table.post("/api/v1/follow_requests/:id/authorize", .user(.writeFollows)) { request in
        .relationship(
            try await request.services.acceptFollowRequest(of: try request.pathID(), by: try request.accountID())
        )
    }
    table.post("/api/v1/follow_requests/:id/reject", .user(.writeFollows)) { request in
        .relationship(
            try await request.services.rejectFollowRequest(of: try request.pathID(), by: try request.accountID())
        )
    }
    table.get("/api/v1/accounts/relationships", .user(.readFollows), relationships)
    table.get("/api/v1/accounts/familiar_followers", .user(.readFollows), familiarFollowers)
    table.get("/api/v1/follow_requests", .user(.readFollows)) { request in
        let page = try await ownList(.followRequests, request)
        return try await request.accountList(page).linking(page, request, previous: "since_id")
    }
    table.get("/api/v1/blocks", .user(.readBlocks)) { request in
        let page = try await ownList(.blocks, request)
        return try await request.accountList(page).linking(page, request, previous: "since_id")
    }
    table.get("/api/v1/mutes", .user(.readMutes), mutes)

    /// One act on an account, answered with what then lies between the two.
    func act(
        _ name: String,
        _ scope: Scopes,
        limited: RateFamily? = nil,
        _ perform: @escaping @Sendable (APIRequest, _ target: Int64, _ account: Int64) async throws -> Relationship
    ) {
        table.post("/api/v1/accounts/:id/\(name)", .user(scope), limited: limited) { request in
            .relationship(try await perform(request, try request.pathID(), try request.accountID()))
        }
    }
}

extension FollowWishes {
    init(_ parameters: Parameters) throws {
        self.init(
            showReblogs: try parameters.bool("reblogs"),
            notify: try parameters.bool("notify"),
            languages: parameters.contains("languages") ? try parameters.texts("languages") : nil
        )
    }
}

/// One object for each account that exists, in the order asked for, each once.
@Sendable private func relationships(_ request: APIRequest) async throws -> APIResponse {
    let account = try request.accountID()
    let ids = try requestedIDs(request, most: 1000)
    let kept = try await request.services.accounts.accounts(ids)
    let showsSuspended = try request.parameters.bool("with_suspended") == true
    let known = ids.filter { id in kept[id].map { showsSuspended || !$0.account.isSuspended } ?? false }
    let found = try await request.services.relationships(of: account, to: known)
    var json = JSONWriter(capacity: 384 * found.count + 16)
    json.beginArray()
    for relationship in found { RelationshipEntity.write(relationship, to: &json) }
    json.endArray()
    return .json(json)
}

/// For each account asked for, in order, those who follow it and whom the viewer follows. Who hides the list of
/// followers has none.
@Sendable private func familiarFollowers(_ request: APIRequest) async throws -> APIResponse {
    let account = try request.accountID()
    let ids = try requestedIDs(request, most: 40)
    let owners = try await request.services.accounts.accounts(ids)
    let relations = try await request.services.relations.relations(of: account)
    let open = ids.filter { id in
        owners[id].map { CollectionPolicy.canSee(listsOf: $0.account, standing: relations.standing(to: id)) } ?? false
    }
    let found = try await request.services.familiarFollowers(of: open, for: account)
    let kept = try await request.services.accounts.accounts(Array(Set(found.values.joined())))
    var json = JSONWriter(capacity: 4096)
    json.beginArray()
    for id in ids where owners[id] != nil {
        json.beginObject()
        json.field("id", id: id)
        json.array("accounts") { json in
            for follower in found[id] ?? [] where !relations.hides(follower) {
                if let account = kept[follower], !account.account.isSuspended {
                    AccountEntity.write(account, request.site, to: &json)
                }
            }
        }
        json.endObject()
    }
    json.endArray()
    return .json(json)
}

/// MutedAccount: an account and when its mute ends. Mutes that have ended are left out.
@Sendable private func mutes(_ request: APIRequest) async throws -> APIResponse {
    let (account, now) = (try request.accountID(), request.services.clock.now())
    let page = try await ownList(.mutes, request)
    let expiries = try await request.services.muteEnds(of: account, to: page.items)
    let kept = try await request.services.accounts.accounts(page.items)
    var json = JSONWriter(capacity: 1024 * page.items.count + 16)
    json.beginArray()
    for id in page.items {
        guard let muted = kept[id], !muted.account.isSuspended else { continue }
        if let end = expiries[id], end <= now { continue }
        json.beginObject()
        AccountEntity.writeFields(muted, request.site, to: &json)
        json.field("mute_expires_at", expiries[id])
        json.endObject()
    }
    json.endArray()
    return APIResponse.json(json).linking(page, request, previous: "since_id")
}

private func ownList(_ list: RelationshipList, _ request: APIRequest) async throws -> Page<Int64> {
    let (account, bounds) = (try request.accountID(), try request.page(limit: 40, most: 80))
    return Page(rows: try await request.services.accounts(in: list, of: account, bounds), bounds: bounds)
}

/// `id[]`, each once, in order.
private func requestedIDs(_ request: APIRequest, most: Int) throws -> [Int64] {
    var seen: Set<Int64> = []
    return try request.parameters.ids("id").filter { seen.insert($0).inserted }.prefix(most).map { $0 }
}
