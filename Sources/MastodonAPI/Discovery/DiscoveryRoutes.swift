// /api/v1/directory and /api/v1, v2/suggestions: people to be found.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func discoveryRoutes(_ table: inout RouteTable) {
    table.get("/api/v1/directory", .optional(.readAccounts), directory)
    table.get("/api/v1/suggestions", .user(.readAccounts)) { call in
        try await call.accountList(try await suggestions(call).map(\.account))
    }
    table.get("/api/v2/suggestions", .user(.readAccounts), suggestionsWithSources)
    table.delete("/api/v1/suggestions/:id", .user(.writeAccounts)) { call in
        try await call.services.dismissSuggestion(of: try call.pathID(), for: try call.accountID())
        return .empty
    }
}

@Sendable private func directory(_ call: APICall) async throws -> Answer {
    let order: DiscoveryQueries.Order
    switch try call.parameters.text("order") {
    case nil, "", "active": order = .active
    case "new": order = .new
    default: throw APIError.badRequest("order must be active or new")
    }
    let offset = try call.parameters.int("offset") ?? 0
    guard offset >= 0 else { throw APIError.badRequest("offset must not be negative") }
    let ids = try await call.services.directory(
        order,
        local: try call.parameters.bool("local") == true,
        limit: try call.page(limit: 40, most: 80).limit,
        offset: Int(min(offset, 1_000_000)),
        for: call.viewerID
    )
    return try await call.accountList(ids)
}

private func suggestions(_ call: APICall) async throws -> [Suggestion] {
    try await call.services.suggestions(
        for: try call.accountID(),
        limit: try call.page(limit: 40, most: 80).limit
    )
}

@Sendable private func suggestionsWithSources(_ call: APICall) async throws -> Answer {
    let suggestions = try await suggestions(call)
    let accounts = try await call.services.accounts.accounts(suggestions.map(\.account))
    var json = JSONWriter(capacity: 1024 * suggestions.count + 16)
    json.beginArray()
    for suggestion in suggestions {
        guard let kept = accounts[suggestion.account], let first = suggestion.sources.first else { continue }
        json.beginObject()
        // The older name of the same.
        json.field("source", first == .friendsOfFriends ? "past_interactions" : "global")
        json.field("sources", strings: suggestion.sources.map(\.rawValue))
        json.key("account")
        AccountEntity.write(kept, call.site, to: &json)
        json.endObject()
    }
    json.endArray()
    return .json(json)
}
