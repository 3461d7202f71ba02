// Accounts by address or by words.

internal import Basics
internal import Database
internal import Domain
internal import Services
internal import Storage

/// What is looked for among accounts.
struct AccountSearch {
    var text: String
    /// Only accounts that this one follows.
    var followedBy: Int64?
    var limit: Int
    var offset: Int
}

extension APIRequest {
    /// The account with an address as people write it (`user`, `@user@host`, in any letter case). Accounts of other
    /// servers are found only where they are known already.
    func accountID(named written: String) async throws -> Int64? {
        guard let address = AcctAddress.parse(written) else { return nil }
        let domain = address.domain.map { site.isOwn($0) ? "" : $0 } ?? ""
        return try await services.accounts.id(username: address.username, domain: domain)
    }

    /// Ids of the accounts that match, best first. A whole address finds its account alone.
    func accounts(matching search: AccountSearch) async throws -> [Int64] {
        var text = ProfileLine.line(search.text)
        if text.hasPrefix("@") { text.removeFirst() }
        guard !text.isEmpty else { return [] }
        if text.contains("@") {
            guard search.offset == 0, let id = try await accountID(named: text) else { return [] }
            guard let reader = search.followedBy else { return [id] }
            return try await services.relations.relations(of: reader).follow(of: id) == nil ? [] : [id]
        }
        let viewer = search.followedBy ?? viewerID
        return try await services.database.read { [text] connection in
            try AccountSearchQueries.search(
                text,
                viewer: viewer,
                following: search.followedBy != nil,
                limit: search.limit,
                offset: search.offset,
                connection
            )
        }
    }
}
