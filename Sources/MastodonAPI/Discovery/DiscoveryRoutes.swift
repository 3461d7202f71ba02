// /api/v1/directory and /api/v1, v2/suggestions: people to be found.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func discoveryRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/directory", .optional(.readAccounts), directory)
    table.get("/api/v1/suggestions", .user(.readAccounts)) { request in
        try await request.accountList(try await suggestions(request).map(\.account))
    }
    table.get("/api/v2/suggestions", .user(.readAccounts), suggestionsWithSources)
    table.delete("/api/v1/suggestions/:id", .user(.writeAccounts)) { request in
        try await request.services.dismissSuggestion(of: try request.pathID(), for: try request.accountID())
        return .empty
    }
}

@Sendable private func directory(_ request: APIRequest) async throws -> APIResponse {
    let order: DirectoryOrder
    switch try request.parameters.text("order") {
    case nil, "", "active": order = .active
    case "new": order = .new
    default: throw APIError.badRequest("order must be active or new")
    }
    let offset = try request.parameters.int("offset") ?? 0
    guard offset >= 0 else { throw APIError.badRequest("offset must not be negative") }
    let ids = try await request.services.directory(
        order,
        local: try request.parameters.bool("local") == true,
        limit: try request.page(limit: 40, most: 80).limit,
        offset: Int(min(offset, 1_000_000)),
        for: request.viewerID
    )
    return try await request.accountList(ids)
}

private func suggestions(_ request: APIRequest) async throws -> [Suggestion] {
    try await request.services.suggestions(
        for: try request.accountID(),
        limit: try request.page(limit: 40, most: 80).limit
    )
}

@Sendable private func suggestionsWithSources(_ request: APIRequest) async throws -> APIResponse {
    let suggestions = try await suggestions(request)
    let accounts = try await request.services.accounts.accounts(suggestions.map(\.account))
    var json = JSONWriter(capacity: 1024 * suggestions.count + 16)
    json.beginArray()
    for suggestion in suggestions {
        guard let kept = accounts[suggestion.account], let first = suggestion.sources.first else { continue }
        json.beginObject()
        // The older name of the same.
        json.field("source", first == .friendsOfFriends ? "past_interactions" : "global")
        json.field("sources", strings: suggestion.sources.map(\.rawValue))
        json.key("account")
        AccountEntity.write(kept, request.site, to: &json)
        json.endObject()
    }
    json.endArray()
    return .json(json)
}
