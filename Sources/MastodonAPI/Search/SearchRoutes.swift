// /api/v2/search, and v1 as old apps call it: accounts by address or names, hashtags by the beginning of their name, statuses
// by address or by their words.

internal import Basics
internal import Database
internal import Domain
internal import HTTPTypes
internal import Services
internal import Storage

func searchRoutes(_ table: inout RouteTable) {
    table.get("/api/v2/search", .optional(.readSearch)) { call in try await search(call, tagsAsNames: false) }
    table.get("/api/v1/search", .user(.readSearch)) { call in try await search(call, tagsAsNames: true) }
}

/// What is asked for, checked.
private struct Search {
    /// The longest text that is looked at, in bytes; the rest is passed over by no client.
    private static let longest = 2048

    let text: String
    let type: String?
    let limit: Int
    let offset: Int
    let isFollowing: Bool
    let excludesUnreviewed: Bool
    let author: Int64?
    let page: PageRequest

    init(_ call: APICall) throws {
        let parameters = call.parameters
        guard let text = try parameters.text("q").map(ProfileLine.line), !text.isEmpty else {
            throw APIError.badRequest("param is missing or the value is empty: q")
        }
        guard text.utf8.count <= Search.longest else {
            throw APIError.badRequest("q must not be longer than \(Search.longest) bytes")
        }
        self.text = text
        type = try parameters.text("type").flatMap { $0.isEmpty ? nil : $0 }
        if let type, !["accounts", "statuses", "hashtags"].contains(type) {
            throw APIError.badRequest("type must be accounts, statuses or hashtags")
        }
        let (limit, offset) = (try parameters.limit() ?? 20, try parameters.int("offset") ?? 0)
        guard offset >= 0, try parameters.text("limit")?.hasPrefix("-") != true else {
            throw APIError.badRequest("limit and offset must not be negative")
        }
        if call.viewerID == nil, try offset > 0 || parameters.bool("resolve") == true { throw APIError.userRequired }
        self.limit = min(limit, 40)
        // Without a type an offset would mean three things at once.
        self.offset = type == nil ? 0 : Int(min(offset, 10_000))
        isFollowing = try parameters.bool("following") == true && call.viewerID != nil
        excludesUnreviewed = try parameters.bool("exclude_unreviewed") == true
        author = try parameters.isBlank("account_id") ? nil : parameters.id("account_id") ?? -1
        page = PageRequest(
            maxID: try parameters.id("max_id"),
            minID: try parameters.id("min_id"),
            limit: self.limit
        )
    }

    func wants(_ kind: String) -> Bool { type == nil || type == kind }

    /// It is an address of the web.
    var isURL: Bool { text.hasPrefix("https://") || text.hasPrefix("http://") }
}

/// What was found, by kind.
private struct Found {
    var accounts: [Int64] = []
    var statuses: [Int64] = []
    var hashtags: [(id: Int64, name: String)] = []
}

private func search(_ call: APICall, tagsAsNames: Bool) async throws -> Answer {
    try await write(try await find(try Search(call), call), tagsAsNames: tagsAsNames, call)
}

private func find(_ search: Search, _ call: APICall) async throws -> Found {
    var found = Found()
    if search.isURL {
        // An address names one thing.
        guard search.offset == 0, let place = LocalAddress(search.text, call.site) else { return found }
        switch place {
        case .account(let name):
            if search.wants("accounts") { found.accounts = try await call.accountID(named: name).map { [$0] } ?? [] }
        case .status(let id): if search.wants("statuses") { found.statuses = [id] }
        }
        return found
    }
    if search.wants("accounts"), !search.text.hasPrefix("#") {
        found.accounts = try await call.accounts(
            matching: AccountSearch(
                text: search.text,
                followedBy: search.isFollowing ? call.viewerID : nil,
                limit: search.limit,
                offset: search.offset
            )
        )
    }
    if search.wants("hashtags"), !search.text.hasPrefix("@"), let tag = TagName.parse(pathSegment: search.text) {
        found.hashtags = try await hashtags(tag, search, call)
    }
    if search.wants("statuses") { found.statuses = try await statuses(search, call) }
    return found
}

private func hashtags(_ tag: TagName, _ search: Search, _ call: APICall) async throws -> [(id: Int64, name: String)] {
    try await call.services.database.read { connection in
        let tags = try TagQueries.beginning(
            like: tag,
            limit: search.limit,
            offset: search.offset,
            connection
        )
        guard search.excludesUnreviewed else { return tags }
        let reviewed = try TrendQueries.rulings(connection)
        return tags.filter { $0.name == tag.name || reviewed[$0.id]?.lists == true }
    }
}

/// Statuses by their words are for people who are signed in, as on Mastodon.
private func statuses(_ search: Search, _ call: APICall) async throws -> [Int64] {
    var ids: [Int64] = []
    if search.offset == 0, let id = Int64(search.text), id > 0 { ids.append(id) }
    guard let viewer = call.viewerID else { return ids }
    let wanted = StatusSearch(search.text, author: search.author, page: search.page, offset: search.offset)
    if let problem = wanted.query.problem { throw APIError.invalid(problem) }
    let hits = try await call.services.searchStatuses(wanted, by: viewer)
    return ids + hits.filter { !ids.contains($0) }
}

private func write(_ found: Found, tagsAsNames: Bool, _ call: APICall) async throws -> Answer {
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
    let history = tagsAsNames ? [:] : try await call.services.history(ofTags: found.hashtags.map(\.id))
    let reader = try await call.relations()
    json.array("hashtags") { json in
        for tag in found.hashtags {
            guard !tagsAsNames else {
                json.string(tag.name)
                continue
            }
            TagEntity.write(
                id: tag.id,
                name: tag.name,
                history: history[tag.id] ?? [],
                reader: reader,
                call.site,
                to: &json
            )
        }
    }
    json.endObject()
    return .json(json)
}
