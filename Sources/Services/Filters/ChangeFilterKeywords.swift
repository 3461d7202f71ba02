// Single keywords of filters.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Adds a keyword to an own filter.
    public func addKeyword(
        _ keyword: String,
        isWholeWord: Bool?,
        toFilter id: Int64,
        by account: Int64
    ) async throws -> FilterKeyword {
        let filter = try await changeFilter(by: account) { change, limits in
            let filter = try change.ownFilter(id, of: account)
            guard filter.keywords.count < limits.filterParts else {
                throw ServiceError.invalid("Keywords are too many (maximum is \(most: limits.filterParts))")
            }
            try change.add(
                FilterKeyword(keyword: ProfileLine.line(keyword), isWholeWord: isWholeWord ?? true),
                to: id
            )
            return id
        }
        guard let added = filter.keywords.last else { throw ServiceError.notFound }
        return added
    }

    /// Changes a keyword of an own filter; what is nil stays.
    public func updateKeyword(
        _ id: Int64,
        to text: String?,
        isWholeWord: Bool?,
        by account: Int64
    ) async throws -> FilterKeyword {
        let filter = try await changeFilter(by: account) { change, _ in
            let (filter, old) = try change.ownKeyword(id, of: account)
            let keyword = FilterKeyword(
                id: id,
                keyword: text.map(ProfileLine.line) ?? old.keyword,
                isWholeWord: isWholeWord ?? old.isWholeWord
            )
            if let problem = FilterPolicy.problem(keyword: keyword.keyword) { throw ServiceError.invalid(problem) }
            try FilterQueries.update(keyword, change.connection)
            return filter.id
        }
        guard let keyword = filter.keywords.first(where: { $0.id == id }) else { throw ServiceError.notFound }
        return keyword
    }

    public func deleteKeyword(_ id: Int64, by account: Int64) async throws {
        _ = try await changeFilter(by: account) { change, _ in
            let filter = try change.ownKeyword(id, of: account).filter
            try FilterQueries.deleteKeyword(id, change.connection)
            return filter.id
        }
    }

    /// A keyword of an own filter, and the filter.
    public func keyword(
        _ id: Int64,
        of account: Int64
    ) async throws -> (filter: ContentFilter, keyword: FilterKeyword) {
        guard let owner = try await database.read({ try FilterQueries.filter(ofKeyword: id, $0) }) else {
            throw ServiceError.notFound
        }
        let filter = try await filter(owner, of: account)
        guard let keyword = filter.keywords.first(where: { $0.id == id }) else { throw ServiceError.notFound }
        return (filter, keyword)
    }
}

extension Change {
    func ownKeyword(_ id: Int64, of account: Int64) throws -> (filter: ContentFilter, keyword: FilterKeyword) {
        guard let owner = try FilterQueries.filter(ofKeyword: id, connection) else { throw ServiceError.notFound }
        let filter = try ownFilter(owner, of: account)
        guard let keyword = filter.keywords.first(where: { $0.id == id }) else { throw ServiceError.notFound }
        return (filter, keyword)
    }
}
