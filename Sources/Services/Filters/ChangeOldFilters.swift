// Filters as apps knew them before they had several keywords: one phrase each, by the id of the keyword.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Makes a filter of one phrase, which is its title as well.
    public func createFilter(
        phrase: String,
        isWholeWord: Bool,
        _ changes: FilterChanges,
        by account: Int64
    ) async throws -> (filter: ContentFilter, keyword: FilterKeyword) {
        var changes = changes
        changes.title = phrase
        changes.keywords = [FilterChanges.Keyword(keyword: phrase, isWholeWord: isWholeWord)]
        let filter = try await createFilter(changes, by: account)
        guard let keyword = filter.keywords.first else { throw ServiceError.invalid("Phrase can't be blank") }
        return (filter, keyword)
    }

    /// Changes a phrase, and the filter around it where it is the only one there: an app that knows one phrase must not
    /// change others.
    public func updateFilter(
        keyword id: Int64,
        phrase: String?,
        isWholeWord: Bool?,
        _ changes: FilterChanges,
        by account: Int64
    ) async throws -> (filter: ContentFilter, keyword: FilterKeyword) {
        let filter = try await changeFilter(by: account) { change, _ in
            let (old, keyword) = try change.ownKeyword(id, of: account)
            var filter = changes.applied(to: old, at: change.now)
            if let phrase, old.title == keyword.keyword { filter.title = ProfileLine.line(phrase) }
            let changed = FilterKeyword(
                id: id,
                keyword: phrase.map(ProfileLine.line) ?? keyword.keyword,
                isWholeWord: isWholeWord ?? keyword.isWholeWord
            )
            let problem = FilterPolicy.problem(filter) ?? FilterPolicy.problem(keyword: changed.keyword)
            if let problem { throw ServiceError.invalid(problem) }
            guard old.keywords.count == 1 || filter == old else {
                throw ServiceError.invalid(
                    "This filter has several keywords: an app for newer filters is needed to change it as a whole"
                )
            }
            try FilterQueries.update(filter, change.connection)
            try FilterQueries.update(changed, change.connection)
            return old.id
        }
        guard let keyword = filter.keywords.first(where: { $0.id == id }) else { throw ServiceError.notFound }
        return (filter, keyword)
    }

    /// Deletes a phrase, and the filter with it where nothing else is in it.
    public func deleteFilter(keyword id: Int64, by account: Int64) async throws {
        try await change { change in
            try CounterQueries.lock([account], change.connection)
            let filter = try change.ownKeyword(id, of: account).filter
            if filter.keywords.count == 1, filter.statuses.isEmpty {
                _ = try FilterQueries.delete(filter.id, of: account, change.connection)
            } else {
                try FilterQueries.deleteKeyword(id, change.connection)
            }
            change.record(.filtersChanged(account: account))
        }
    }
}
