// /api/v1/accounts: one account, several, by name, by words, and who follows whom.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Media
internal import Services

func accountRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/accounts", .optional(.readAccounts)) { request in
        try await request.accountList(try request.parameters.ids("id", atMost: 40))
    }
    table.get("/api/v1/accounts/verify_credentials", .user([.profile, .readAccounts])) { request in
        try await credentials(request, try request.user())
    }
    table.update(
        "/api/v1/accounts/update_credentials",
        .user(.writeAccounts),
        files: [.avatar, .header],
        updateCredentials
    )
    table.delete("/api/v1/profile/avatar", .user(.writeAccounts)) { request in
        var changes = ProfileChanges()
        changes.avatar = .removed
        try await request.services.updateProfile(of: try request.accountID(), changes)
        return try await ownCredentials(request, try request.accountID())
    }
    table.delete("/api/v1/profile/header", .user(.writeAccounts)) { request in
        var changes = ProfileChanges()
        changes.header = .removed
        try await request.services.updateProfile(of: try request.accountID(), changes)
        return try await ownCredentials(request, try request.accountID())
    }
    table.get("/api/v1/accounts/lookup", .optional(.readAccounts)) { request in
        guard let acct = try request.parameters.text("acct"), let id = try await request.services.accountID(named: acct)
        else { throw APIError.notFound }
        return try await account(request, id)
    }
    table.get("/api/v1/accounts/search", .user(.readAccounts)) { request in
        let query = AccountSearch(
            text: try request.parameters.text("q") ?? "",
            followedBy: try request.parameters.bool("following") == true ? try request.accountID() : nil,
            limit: try request.page(limit: 40, most: 80).limit,
            offset: Int(max(try request.parameters.int("offset") ?? 0, 0))
        )
        return try await request.accountList(try await request.services.searchAccounts(query, by: request.viewerID))
    }
    table.get("/api/v1/accounts/:id", .optional(.readAccounts)) { request in
        try await account(request, try request.pathID())
    }
    table.get("/api/v1/accounts/:id/identity_proofs", .user(.readAccounts)) { request in
        guard try await request.services.accounts.account(try request.pathID()) != nil else { throw APIError.notFound }
        // Keybase's proofs are no more; Mastodon answers so since 3.5.
        var answer = try await request.accountList([])
        answer.headers[.deprecation] = "@1648598400"
        return answer
    }
    table.get("/api/v1/accounts/:id/followers", .optional(.readAccounts)) { try await collection(.followers, $0) }
    table.get("/api/v1/accounts/:id/endorsements", .optional(.readAccounts)) { request in
        let id = try request.pathID()
        guard let kept = try await request.services.accounts.account(id, for: request.viewerID) else {
            throw APIError.notFound
        }
        guard !kept.account.isSuspended else { return try await request.accountList([]) }
        return try await endorsements(of: id, request)
    }
    table.get("/api/v1/endorsements", .user(.readAccounts)) { request in
        try await endorsements(of: try request.accountID(), request)
    }
    table.get("/api/v1/accounts/:id/following", .optional(.readAccounts)) { try await collection(.following, $0) }
}

private func account(_ request: APIRequest, _ id: Int64) async throws -> APIResponse {
    guard let kept = try await request.services.accounts.account(id, for: request.viewerID) else {
        throw APIError.notFound
    }
    var json = JSONWriter(capacity: 2048)
    AccountEntity.write(kept, request.site, to: &json)
    return .json(json)
}

/// Followers or followed of an account: nobody for whom it is not, and nobody who is hidden from the viewer.
private func collection(_ list: RelationshipList, _ request: APIRequest) async throws -> APIResponse {
    let id = try request.pathID()
    guard let kept = try await request.services.accounts.account(id, for: request.viewerID) else {
        throw APIError.notFound
    }
    let bounds = try request.page(limit: 40, most: 80)
    let relations = try await request.relations()
    let standing = relations?.standing(to: id)
    guard CollectionPolicy.canSee(listsOf: kept.account, standing: standing) else {
        return try await request.accountList([])
    }
    let page = Page(rows: try await request.services.accounts(in: list, of: id, bounds), bounds: bounds)
    let isOwn = id == request.viewerID
    return try await request.accountList(page.map { isOwn || relations?.hides($0) != true ? $0 : nil }).linking(
        page,
        request,
        previous: "since_id"
    )
}

/// Whom an account shows on its profile; nobody who is hidden from the viewer.
private func endorsements(of id: Int64, _ request: APIRequest) async throws -> APIResponse {
    let bounds = try request.page(limit: 40, most: 80)
    let relations = try await request.relations()
    let page = Page(rows: try await request.services.accounts(in: .endorsements, of: id, bounds), bounds: bounds)
    return try await request.accountList(page.map { relations?.hides($0) != true ? $0 : nil }).linking(
        page,
        request,
        previous: "since_id"
    )
}

private func credentials(_ request: APIRequest, _ user: User) async throws -> APIResponse {
    guard let kept = try await request.services.accounts.account(user.accountID, for: user.accountID) else {
        throw APIError.notFound
    }
    let (requests, extras) = try await request.services.credentials(of: user.accountID)
    var json = JSONWriter(capacity: 3072)
    CredentialAccountEntity.write(kept, user, requests: requests, extras, request.site, to: &json)
    return .json(json)
}

@Sendable private func updateCredentials(_ request: APIRequest) async throws -> APIResponse {
    let account = try request.accountID()
    try await updateProfile(request)
    return try await ownCredentials(request, account)
}

/// Changes the profile of the one who asks by what was sent.
func updateProfile(_ request: APIRequest) async throws {
    var changes = try ProfileChanges(request.parameters)
    let extras = try ProfileExtraChanges(request.parameters)
    changes.avatar = try await picture("avatar", request) {
        try await request.services.avatar($0, of: try request.accountID())
    }
    do {
        changes.header = try await picture("header", request) {
            try await request.services.header($0, of: try request.accountID())
        }
        try await request.services.updateProfile(of: try request.accountID(), changes, extras)
    } catch {
        await request.services.discard([changes.avatar, changes.header])
        throw error
    }
}

/// A picture that was sent, stored; null takes the old one away. An empty text says nothing: forms send it along.
private func picture(
    _ name: String,
    _ request: APIRequest,
    _ store: (IncomingFile) async throws -> PictureChange
) async throws -> PictureChange? {
    if request.parameters.contains(name), request.parameters.isNull(name) { return .removed }
    guard let file = try request.incomingFile(name) else { return nil }
    return try await store(file)
}

private func ownCredentials(_ request: APIRequest, _ account: Int64) async throws -> APIResponse {
    guard let user = try await request.services.user(account) else { throw APIError.notFound }
    return try await credentials(request, user)
}
