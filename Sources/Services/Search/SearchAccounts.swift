// Accounts by their address or by words.

internal import Basics
internal import Database
internal import Domain
internal import Storage

/// What is looked for among accounts.
public struct AccountSearch: Sendable {
    public var text: String
    /// Only accounts that this one follows.
    public var followedBy: Int64?
    public var limit: Int
    public var offset: Int

    public init(text: String, followedBy: Int64? = nil, limit: Int, offset: Int = 0) {
        self.text = text
        self.followedBy = followedBy
        self.limit = limit
        self.offset = offset
    }
}

extension Services {
    /// Ids of the accounts that match, best first. A whole address finds its account alone.
    public func searchAccounts(_ search: AccountSearch, by viewer: Int64?) async throws -> [Int64] {
        let text = String(ProfileLine.line(search.text).drop { $0 == "@" })
        guard !text.isEmpty else { return [] }
        if text.contains("@") {
            guard search.offset == 0, let id = try await accountID(named: text) else { return [] }
            guard let reader = search.followedBy else { return [id] }
            return try await relations.relations(of: reader).follow(of: id) == nil ? [] : [id]
        }
        return try await database.read { connection in
            try AccountSearchQueries.search(
                text,
                viewer: search.followedBy ?? viewer,
                following: search.followedBy != nil,
                limit: search.limit,
                offset: search.offset,
                connection
            )
        }
    }
}
