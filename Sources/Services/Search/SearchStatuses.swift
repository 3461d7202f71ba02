// Statuses by their words: only what the one who asks may find, newest first.

internal import Basics
internal import Database
public import Domain
internal import Storage

/// What is looked for among statuses.
public struct StatusSearch: Sendable {
    public var query: SearchQuery
    /// Only statuses of this account.
    public var author: Int64?
    public var page: PageBounds
    /// How many of the newest to pass over.
    public var offset: Int

    public init(_ text: String, author: Int64? = nil, page: PageBounds, offset: Int = 0) {
        query = SearchQuery(text)
        self.author = author
        self.page = page
        self.offset = offset
    }
}

extension Services {
    /// Rows of the index looked through for one answer, however few of them the reader wants to see.
    private static let roundsAtMost = 5

    /// Ids of the statuses that match and that the account may find: its own, those that mention it, those it has
    /// favourited, reblogged, bookmarked or voted in, and public ones of authors who may be found.
    public func searchStatuses(_ search: StatusSearch, by viewer: Int64) async throws -> [Int64] {
        guard !search.query.isEmpty || search.author != nil else { return [] }
        guard let expression = try await expression(search, viewer) else { return [] }
        let relations = try await relations.relations(of: viewer)
        let wanted = search.offset + search.page.limit
        var request = search.page.within(search.query)
        request.limit = min(max(wanted, 20), 1000)
        var found: [Int64] = []
        for _ in 0..<Services.roundsAtMost {
            let (place, page) = (search.query.place, request)
            let (hits, saved) = try await database.read { connection in
                try Services.hits(expression, place, of: viewer, page, connection)
            }
            found += try await visible(hits, saved: saved, to: Viewer(accountID: viewer, relations: relations))
            guard found.count < wanted, hits.count >= page.limit, !page.isAscending, let oldest = hits.last else {
                break
            }
            request.maxID = oldest
        }
        if request.isAscending { return found.suffix(search.page.limit) }
        return Array(found.dropFirst(search.offset).prefix(search.page.limit))
    }

    /// Nil where an author is asked for who does not exist.
    private func expression(_ search: StatusSearch, _ viewer: Int64) async throws -> SearchExpression? {
        var expression = SearchExpression(wanted: search.query.wanted, unwanted: search.query.unwanted)
        if search.query.wanted.isEmpty { expression.wanted = [] }
        var authors: [SearchAtom] = []
        for name in search.query.authors {
            if let id = try await author(name, viewer) { authors.append(.word(SearchMark.author(id))) }
        }
        if !search.query.authors.isEmpty {
            guard !authors.isEmpty else { return nil }
            expression.wanted.append(.any(authors))
        }
        for name in search.query.notAuthors {
            if let id = try await author(name, viewer) { expression.unwanted.append(.word(SearchMark.author(id))) }
        }
        if let author = search.author { expression.wanted.append(.word(SearchMark.author(author))) }
        return SearchExpression(wanted: expression.wanted, unwanted: expression.unwanted)
    }

    private func author(_ name: String, _ viewer: Int64) async throws -> Int64? {
        name == "me" ? viewer : try await accountID(named: name)
    }

    /// One page of the index, newest first, and which of it the account has saved.
    private static func hits(
        _ expression: SearchExpression,
        _ place: SearchQuery.Place,
        of viewer: Int64,
        _ page: PageBounds,
        _ connection: Connection
    ) throws -> (hits: [Int64], saved: Set<Int64>) {
        var marks: [SearchAtom] = []
        if place != .library { marks.append(.word(SearchMark.findable)) }
        if place != .published {
            marks += [.word(SearchMark.author(viewer)), .word(SearchMark.mentioned(viewer))]
        }
        let open = try StatusSearchQueries.hits(expression.and(.any(marks)), page, connection)
        guard place != .published else { return (open, []) }
        let saved = try StatusSearchQueries.savedHits(expression, of: viewer, page, connection)
        let all = Set(open).union(saved)
        let ordered = page.isAscending ? all.sorted() : all.sorted(by: >)
        return (page.newestFirst(Array(ordered.prefix(page.limit))), Set(saved))
    }

    /// Those that the viewer may see and wants to see. The index may lag behind an author who no longer wants to be found.
    private func visible(_ hits: [Int64], saved: Set<Int64>, to viewer: Viewer) async throws -> [Int64] {
        let kept = try await statuses.statuses(hits)
        let authors = try await accounts.accounts(Array(Set(kept.values.map(\.status.accountID))))
        return hits.filter { id in
            guard let status = kept[id], let author = authors[status.status.accountID]?.account, !author.isSuspended,
                let account = viewer.accountID, viewer.sees(status, among: kept, listed: true)
            else { return false }
            if author.id == account { return true }
            if author.isSilenced, viewer.relations?.follow(of: author.id) == nil { return false }
            return saved.contains(id) || status.mentions(account)
                || (author.isIndexable && status.status.visibility == .public)
        }
    }
}

extension PageBounds {
    /// Only what was posted in the time that the query names: ids tell when they were made.
    fileprivate func within(_ query: SearchQuery) -> PageBounds {
        var page = self
        if let until = query.until { page.maxID = min(below, Snowflake.least(at: until)) }
        if let from = query.from {
            let least = Snowflake.least(at: from) - 1
            if page.minID != nil { page.minID = max(above, least) } else { page.sinceID = max(above, least) }
        }
        return page
    }
}
