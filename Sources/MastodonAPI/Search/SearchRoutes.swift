// /api/v2/search, and v1 as old apps call it: accounts by address or names, hashtags by the beginning of their name, statuses
// by address or by their words.

internal import Basics
internal import Domain
internal import HTTPTypes
internal import Services

func searchRoutes(_ table: inout RouteTable) {
    table.get("/api/v2/search", .optional(.readSearch)) { request in try await search(request, tagsAsNames: false) }
    table.get("/api/v1/search", .user(.readSearch)) { request in try await search(request, tagsAsNames: true) }
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
    /// Ask other servers for what is not known here.
    let resolves: Bool
    let excludesUnreviewed: Bool
    let author: Int64?
    let page: PageBounds

    init(_ request: APIRequest) throws {
        let parameters = request.parameters
        guard let text = try parameters.text("q").map(ProfileLine.line), !text.isEmpty else {
            throw APIError.badRequest("param is missing or the value is empty: q")
        }
        guard text.utf8.count <= Search.longest else {
            throw APIError.badRequest("q must not be longer than \(most: Search.longest) bytes")
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
        if request.viewerID == nil, try offset > 0 || parameters.bool("resolve") == true { throw APIError.userRequired }
        self.limit = min(limit, 40)
        // Without a type an offset would mean three things at once.
        self.offset = type == nil ? 0 : Int(min(offset, 10_000))
        isFollowing = try parameters.bool("following") == true && request.viewerID != nil
        resolves = try parameters.bool("resolve") == true && request.viewerID != nil
        excludesUnreviewed = try parameters.bool("exclude_unreviewed") == true
        author = try parameters.isBlank("account_id") ? nil : parameters.id("account_id") ?? -1
        page = PageBounds(
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

private func search(_ request: APIRequest, tagsAsNames: Bool) async throws -> APIResponse {
    try await write(try await find(try Search(request), request), tagsAsNames: tagsAsNames, request)
}

private func find(_ search: Search, _ request: APIRequest) async throws -> Found {
    var found = Found()
    if search.isURL {
        // An address names one thing.
        guard search.offset == 0 else { return found }
        guard let place = LocalAddress(search.text, request.site) else { return try await resolve(search, request) }
        switch place {
        case .account(let name):
            guard search.wants("accounts"), let id = try await request.services.accountID(named: name) else { break }
            found.accounts = [id]
        case .status(let id): if search.wants("statuses") { found.statuses = [id] }
        }
        return found
    }
    if search.wants("accounts"), !search.text.hasPrefix("#") {
        found.accounts = try await request.services.searchAccounts(
            AccountSearch(
                text: search.text,
                followedBy: search.isFollowing ? request.viewerID : nil,
                limit: search.limit,
                offset: search.offset
            ),
            by: request.viewerID
        )
        // A handle that nobody here has met.
        if found.accounts.isEmpty, search.resolves, search.offset == 0 {
            found.accounts = try await resolve(search, request).accounts
        }
    }
    if search.wants("hashtags"), !search.text.hasPrefix("@"), let tag = TagName.parse(pathSegment: search.text) {
        found.hashtags = try await hashtags(tag, search, request)
    }
    if search.wants("statuses") { found.statuses = try await statuses(search, request) }
    return found
}

/// What an address or a handle of another server names.
private func resolve(_ search: Search, _ request: APIRequest) async throws -> Found {
    var found = Found()
    switch try await request.services.resolve(search.text, isFetching: search.resolves) {
    case .account(let id): if search.wants("accounts") { found.accounts = [id] }
    case .status(let id): if search.wants("statuses") { found.statuses = [id] }
    case nil: break
    }
    return found
}

private func hashtags(_ tag: TagName, _ search: Search, _ request: APIRequest) async throws -> [(
    id: Int64, name: String
)] {
    try await request.services.tags(
        beginningLike: tag,
        onlyReviewed: search.excludesUnreviewed,
        limit: search.limit,
        offset: search.offset
    )
}

/// Statuses by their words are for people who are signed in, as on Mastodon.
private func statuses(_ search: Search, _ request: APIRequest) async throws -> [Int64] {
    var ids: [Int64] = []
    if search.offset == 0, let id = Int64(search.text), id > 0 { ids.append(id) }
    guard let viewer = request.viewerID else { return ids }
    let wanted = StatusSearch(search.text, author: search.author, page: search.page, offset: search.offset)
    if let problem = wanted.query.problem { throw APIError.invalid(problem) }
    let hits = try await request.services.searchStatuses(wanted, by: viewer)
    return ids + hits.filter { !ids.contains($0) }
}

private func write(_ found: Found, tagsAsNames: Bool, _ request: APIRequest) async throws -> APIResponse {
    let accounts = try await request.services.accounts.accounts(found.accounts, for: request.viewerID)
    var json = JSONWriter(capacity: 4096)
    json.beginObject()
    json.array("accounts") { json in
        for id in found.accounts {
            if let kept = accounts[id], !kept.account.isSuspended { AccountEntity.write(kept, request.site, to: &json) }
        }
    }
    json.key("statuses")
    try await request.writeStatuses(found.statuses, listed: false, to: &json)
    let history = tagsAsNames ? [:] : try await request.services.history(ofTags: found.hashtags.map(\.id))
    let reader = try await request.relations()
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
                request.site,
                to: &json
            )
        }
    }
    json.endObject()
    return .json(json)
}
