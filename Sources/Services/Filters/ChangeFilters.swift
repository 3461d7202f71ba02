// Making, changing and deleting filters.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Makes a filter with its keywords.
    public func createFilter(_ changes: FilterChanges, by account: Int64) async throws -> ContentFilter {
        let most = limits.filters
        return try await changeFilter(by: account) { change, limits in
            guard try FilterQueries.count(of: account, change.connection) < most else {
                throw ServiceError.invalid("You have reached the maximum number of filters")
            }
            var filter = changes.applied(
                to: ContentFilter(id: 0, accountID: account, title: "", contexts: []),
                at: change.now
            )
            filter.title = ProfileLine.line(filter.title)
            if let problem = FilterPolicy.problem(filter) { throw ServiceError.invalid(problem) }
            filter.id = try FilterQueries.insert(filter, at: change.now, change.connection)
            try change.apply(changes.keywords, to: filter, most: limits.filterParts)
            return filter.id
        }
    }

    /// Changes a filter and its keywords.
    public func updateFilter(_ id: Int64, _ changes: FilterChanges, by account: Int64) async throws -> ContentFilter {
        try await changeFilter(by: account) { change, limits in
            let old = try change.ownFilter(id, of: account)
            var filter = changes.applied(to: old, at: change.now)
            filter.title = ProfileLine.line(filter.title)
            if let problem = FilterPolicy.problem(filter) { throw ServiceError.invalid(problem) }
            try FilterQueries.update(filter, change.connection)
            try change.apply(changes.keywords, to: old, most: limits.filterParts)
            return id
        }
    }

    public func deleteFilter(_ id: Int64, by account: Int64) async throws {
        try await change { change in
            guard try FilterQueries.delete(id, of: account, change.connection) else { throw ServiceError.notFound }
            change.record(.filtersChanged(account: account))
        }
    }

    /// An own filter. Throws `.notFound` for those of others as for none.
    public func filter(_ id: Int64, of account: Int64) async throws -> ContentFilter {
        let found = try await database.read { try FilterQueries.filter(id, $0) }
        guard let found, found.accountID == account else { throw ServiceError.notFound }
        return found
    }

    /// Runs a change of one filter and returns the filter as it then is.
    func changeFilter(
        by account: Int64,
        _ body: @escaping @Sendable (inout Change, Limits) throws -> Int64
    ) async throws -> ContentFilter {
        let limits = limits
        return try await change { change in
            // One change of an account's filters at a time, so that none goes beyond what one may have.
            try CounterQueries.lock([account], change.connection)
            let id = try body(&change, limits)
            guard let filter = try FilterQueries.filter(id, change.connection) else { throw ServiceError.notFound }
            change.record(.filtersChanged(account: account))
            return filter
        }
    }
}

extension Change {
    func ownFilter(_ id: Int64, of account: Int64) throws -> ContentFilter {
        guard let filter = try FilterQueries.filter(id, connection), filter.accountID == account else {
            throw ServiceError.notFound
        }
        return filter
    }

    /// Adds, changes and deletes keywords of a filter.
    fileprivate func apply(_ changes: [FilterChanges.Keyword], to filter: ContentFilter, most: Int) throws {
        var left = filter.keywords.count
        for change in changes {
            guard let id = change.id else {
                // Apps send the line that was left empty as well; what shall be deleted need not be made.
                guard !change.isDeleted, let keyword = change.keyword.map(ProfileLine.line) else { continue }
                try add(FilterKeyword(keyword: keyword, isWholeWord: change.isWholeWord ?? true), to: filter.id)
                left += 1
                continue
            }
            guard var keyword = filter.keywords.first(where: { $0.id == id }) else { throw ServiceError.notFound }
            if change.isDeleted {
                try FilterQueries.deleteKeyword(id, connection)
                left -= 1
                continue
            }
            if let text = change.keyword { keyword.keyword = ProfileLine.line(text) }
            if let isWholeWord = change.isWholeWord { keyword.isWholeWord = isWholeWord }
            if let problem = FilterPolicy.problem(keyword: keyword.keyword) { throw ServiceError.invalid(problem) }
            try FilterQueries.update(keyword, connection)
        }
        guard left <= most else { throw ServiceError.invalid("Keywords are too many (maximum is \(most: most))") }
    }

    @discardableResult
    func add(_ keyword: FilterKeyword, to filter: Int64) throws -> Int64 {
        if let problem = FilterPolicy.problem(keyword: keyword.keyword) { throw ServiceError.invalid(problem) }
        return try FilterQueries.insert(keyword, in: filter, connection)
    }
}
