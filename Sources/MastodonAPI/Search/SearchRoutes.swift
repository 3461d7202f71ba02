// /api/v2/search. What is searched: accounts by address, name or display name; hashtags by the beginning of their name;
// of statuses only the one whose address (or id) is given. The text of statuses is not searched yet.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func searchRoutes(_ table: inout RouteTable) {
    table.get("/api/v2/search", .optional(.readSearch), search)
}

/// What was found, by kind.
private struct Found {
    var accounts: [Int64] = []
    var statuses: [Int64] = []
    var hashtags: [(id: Int64, name: String)] = []
}

@Sendable private func search(_ call: APICall) async throws -> Answer {
    let parameters = call.parameters
    guard let text = try parameters.text("q").map(ProfileLine.line), !text.isEmpty else {
        throw APIError.badRequest("param is missing or the value is empty: q")
    }
    let type = try parameters.text("type").flatMap { $0.isEmpty ? nil : $0 }
    if let type, !["accounts", "statuses", "hashtags"].contains(type) {
        throw APIError.badRequest("type must be accounts, statuses or hashtags")
    }
    let (limit, offset) = (try parameters.int("limit") ?? 20, try parameters.int("offset") ?? 0)
    guard limit >= 0, offset >= 0 else { throw APIError.badRequest("limit and offset must not be negative") }
    if call.viewerID == nil, try offset > 0 || parameters.bool("resolve") == true { throw APIError.userRequired }
    let query = AccountSearch(
        text: text,
        followedBy: try parameters.bool("following") == true ? call.viewerID : nil,
        limit: Int(min(max(limit, 1), 40)),
        offset: type == nil ? 0 : Int(min(offset, 1_000_000))
    )
    return try await write(try await find(query, type, call), call)
}

private func find(_ query: AccountSearch, _ type: String?, _ call: APICall) async throws -> Found {
    var found = Found()
    let wants = { type == nil || type == $0 }
    if query.text.hasPrefix("https://") || query.text.hasPrefix("http://") {
        // An address names one thing.
        guard query.offset == 0, let place = LocalAddress(query.text, call.site) else { return found }
        switch place {
        case .account(let name):
            if wants("accounts") { found.accounts = try await call.accountID(named: name).map { [$0] } ?? [] }
        case .status(let id): if wants("statuses") { found.statuses = [id] }
        }
        return found
    }
    if wants("accounts"), !query.text.hasPrefix("#") { found.accounts = try await call.accounts(matching: query) }
    if wants("hashtags"), let tag = TagName.parse(pathSegment: query.text) {
        found.hashtags = try await call.services.database.read {
            try TagQueries.beginning(with: tag.name, limit: query.limit, offset: query.offset, $0)
        }
    }
    if wants("statuses"), query.offset == 0, let id = Int64(query.text), id > 0 { found.statuses = [id] }
    return found
}

private func write(_ found: Found, _ call: APICall) async throws -> Answer {
    let accounts = try await call.services.accounts.accounts(found.accounts)
    var json = JSONWriter(capacity: 4096)
    json.beginObject()
    json.array("accounts") { json in
        for id in found.accounts {
            if let kept = accounts[id], !kept.account.isSuspended { AccountEntity.write(kept, call.site, to: &json) }
        }
    }
    json.key("statuses")
    try await call.writeStatuses(found.statuses, listed: false, to: &json)
    let history = try await call.services.history(ofTags: found.hashtags.map(\.id))
    json.array("hashtags") { json in
        for tag in found.hashtags {
            TagEntity.write(
                id: tag.id,
                name: tag.name,
                history: history[tag.id] ?? [],
                isSignedIn: call.viewerID != nil,
                call.site,
                to: &json
            )
        }
    }
    json.endObject()
    return .json(json)
}
