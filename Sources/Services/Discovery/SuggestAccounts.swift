// Whom somebody may want to follow: friends of friends first, then those whom most people follow.

internal import Basics
internal import Database
internal import Domain
internal import Storage

/// An account with the reason why it is suggested.
public struct Suggestion: Sendable, Equatable {
    public enum Source: String, Sendable {
        case friendsOfFriends = "friends_of_friends"
        case mostFollowed = "most_followed"
    }

    public var account: Int64
    public var sources: [Source]
}

extension Services {
    /// People who want to be found, whom the account neither follows nor has asked, hidden or dismissed.
    public func suggestions(for account: Int64, limit: Int) async throws -> [Suggestion] {
        let friends = try await database.read { try DiscoveryQueries.friendsOfFriends(account, limit: 200, $0) }
        let popular = try await discoverable(.followed).prefix(1000)
        let relations = try await relations.relations(of: account)
        var sources: [Int64: [Suggestion.Source]] = [:]
        var order: [Int64] = []
        func add(_ ids: some Sequence<Int64>, _ source: Suggestion.Source) {
            for id in ids where id != account && relations.follow(of: id) == nil && !relations.hides(id) {
                if sources[id] == nil { order.append(id) }
                sources[id, default: []].append(source)
            }
        }
        add(friends, .friendsOfFriends)
        add(popular, .mostFollowed)
        let candidates = Array(order.prefix(limit * 2 + 40))
        let unwanted = try await database.read {
            try DiscoveryQueries.unwanted(by: account, among: candidates, $0)
        }
        let kept = try await accounts.accounts(candidates)
        let wanted = candidates.filter { id in
            guard let account = kept[id]?.account else { return false }
            return !unwanted.contains(id) && account.isDiscoverable == true && !account.isSilenced
                && !account.isSuspended
        }
        return wanted.prefix(limit).map { Suggestion(account: $0, sources: sources[$0] ?? []) }
    }

    /// Never suggests somebody to an account again. Throws `ServiceError.notFound` for nobody.
    public func dismissSuggestion(of target: Int64, for account: Int64) async throws {
        guard try await accounts.account(target) != nil else { throw ServiceError.notFound }
        try await change { change in
            try DiscoveryQueries.dismiss(target, for: account, at: change.now, change.connection)
        }
    }
}
