// /api/v1/accounts: one account, several, by name, by words, and who follows whom.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import Media
internal import Services
internal import Storage

func accountRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/accounts", .optional(.readAccounts)) { call in
        try await call.accountList(try call.parameters.ids("id", atMost: 40))
    }
    table.get("/api/v1/accounts/verify_credentials", .user([.profile, .readAccounts])) { call in
        try await credentials(call, try call.user())
    }
    table.update(
        "/api/v1/accounts/update_credentials",
        .user(.writeAccounts),
        files: [.avatar, .header],
        updateCredentials
    )
    table.delete("/api/v1/profile/avatar", .user(.writeAccounts)) { call in
        var changes = ProfileChanges()
        changes.avatar = .removed
        try await call.services.updateProfile(of: try call.accountID(), changes)
        return try await ownCredentials(call, try call.accountID())
    }
    table.delete("/api/v1/profile/header", .user(.writeAccounts)) { call in
        var changes = ProfileChanges()
        changes.header = .removed
        try await call.services.updateProfile(of: try call.accountID(), changes)
        return try await ownCredentials(call, try call.accountID())
    }
    table.get("/api/v1/accounts/lookup", .optional(.readAccounts)) { call in
        guard let acct = try call.parameters.text("acct"), let id = try await call.accountID(named: acct) else {
            throw APIError.notFound
        }
        return try await account(call, id)
    }
    table.get("/api/v1/accounts/search", .user(.readAccounts)) { call in
        let query = AccountSearch(
            text: try call.parameters.text("q") ?? "",
            followedBy: try call.parameters.bool("following") == true ? try call.accountID() : nil,
            limit: try call.page(limit: 40, most: 80).limit,
            offset: Int(max(try call.parameters.int("offset") ?? 0, 0))
        )
        return try await call.accountList(try await call.accounts(matching: query))
    }
    table.get("/api/v1/accounts/:id", .optional(.readAccounts)) { call in try await account(call, try call.pathID()) }
    table.get("/api/v1/accounts/:id/identity_proofs", .user(.readAccounts)) { call in
        guard try await call.services.accounts.account(try call.pathID()) != nil else { throw APIError.notFound }
        // Keybase's proofs are no more; Mastodon answers so since 3.5.
        var answer = try await call.accountList([])
        answer.headers[.deprecation] = "@1648598400"
        return answer
    }
    table.get("/api/v1/accounts/:id/followers", .optional(.readAccounts)) { try await collection(.followers, $0) }
    table.get("/api/v1/accounts/:id/endorsements", .optional(.readAccounts)) { call in
        let id = try call.pathID()
        guard let kept = try await call.services.accounts.account(id) else { throw APIError.notFound }
        guard !kept.account.isSuspended else { return try await call.accountList([]) }
        return try await endorsements(of: id, call)
    }
    table.get("/api/v1/endorsements", .user(.readAccounts)) { call in
        try await endorsements(of: try call.accountID(), call)
    }
    table.get("/api/v1/accounts/:id/following", .optional(.readAccounts)) { try await collection(.following, $0) }
}

private func account(_ call: APICall, _ id: Int64) async throws -> Answer {
    guard let kept = try await call.services.accounts.account(id) else { throw APIError.notFound }
    var json = JSONWriter(capacity: 2048)
    AccountEntity.write(kept, call.site, to: &json)
    return .json(json)
}

/// Followers or followed of an account: nobody for whom it is not, and nobody who is hidden from the viewer.
private func collection(_ list: RelationshipList, _ call: APICall) async throws -> Answer {
    let id = try call.pathID()
    guard let kept = try await call.services.accounts.account(id) else { throw APIError.notFound }
    let request = try call.page(limit: 40, most: 80)
    let relations = try await call.relations()
    let standing = relations?.standing(to: id)
    guard CollectionPolicy.canSee(listsOf: kept.account, standing: standing) else {
        return try await call.accountList([])
    }
    let page = try await call.services.database.read {
        Page(rows: try RelationshipQueries.list(list, of: id, request, $0), request: request)
    }
    let isOwn = id == call.viewerID
    return try await call.accountList(page.map { isOwn || relations?.hides($0) != true ? $0 : nil }).linking(
        page,
        call,
        previous: "since_id"
    )
}

/// Whom an account shows on its profile; nobody who is hidden from the viewer.
private func endorsements(of id: Int64, _ call: APICall) async throws -> Answer {
    let request = try call.page(limit: 40, most: 80)
    let relations = try await call.relations()
    let page = try await call.services.database.read {
        Page(rows: try RelationshipQueries.list(.endorsements, of: id, request, $0), request: request)
    }
    return try await call.accountList(page.map { relations?.hides($0) != true ? $0 : nil }).linking(
        page,
        call,
        previous: "since_id"
    )
}

private func credentials(_ call: APICall, _ user: User) async throws -> Answer {
    guard let kept = try await call.services.accounts.account(user.accountID) else { throw APIError.notFound }
    let (requests, extras) = try await call.services.database.read {
        (
            try RelationshipQueries.requestCount(to: user.accountID, $0),
            try ProfileQueries.extras(of: user.accountID, $0)
        )
    }
    var json = JSONWriter(capacity: 3072)
    CredentialAccountEntity.write(kept, user, requests: requests, extras, call.site, to: &json)
    return .json(json)
}

@Sendable private func updateCredentials(_ call: APICall) async throws -> Answer {
    let account = try call.accountID()
    try await updateProfile(call)
    return try await ownCredentials(call, account)
}

/// Changes the profile of the one who asks by what was sent.
func updateProfile(_ call: APICall) async throws {
    var changes = try ProfileChanges(call.parameters)
    let extras = try ProfileExtraChanges(call.parameters)
    changes.avatar = try await picture("avatar", call) { try await call.services.avatar($0, of: try call.accountID()) }
    do {
        changes.header = try await picture("header", call) {
            try await call.services.header($0, of: try call.accountID())
        }
        try await call.services.updateProfile(of: try call.accountID(), changes, extras)
    } catch {
        await call.services.discard([changes.avatar, changes.header])
        throw error
    }
}

/// A picture that was sent, stored; null takes the old one away. An empty text says nothing: forms send it along.
private func picture(
    _ name: String,
    _ call: APICall,
    _ store: (IncomingFile) async throws -> PictureChange
) async throws -> PictureChange? {
    if call.parameters.contains(name), call.parameters.isNull(name) { return .removed }
    guard let file = try call.incomingFile(name) else { return nil }
    return try await store(file)
}

private func ownCredentials(_ call: APICall, _ account: Int64) async throws -> Answer {
    guard let user = try await call.services.database.read({ try UserQueries.user(account, $0) }) else {
        throw APIError.notFound
    }
    return try await credentials(call, user)
}
