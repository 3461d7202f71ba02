// Following somebody, asking to, or changing what one wishes to see of somebody followed.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Begins a follow, or a request where the other has to agree; where there is one already, changes its wishes.
    ///
    /// Throws `.notFound` for a suspended target, `.forbidden` for oneself or where either blocks the other, `.invalid`
    /// for an unknown language or beyond the most that one may follow.
    ///
    /// - Parameter uri: the id that the follower's server has given the follow.
    public func followAccount(
        _ target: Int64,
        by account: Int64,
        _ wishes: FollowWishes = FollowWishes(),
        uri: String? = nil
    ) async throws -> Relationship {
        guard account != target else { throw ServiceError.notAllowed }
        let wishes = try checked(wishes)
        let most = limits.follows
        return try await change { change in
            let (follower, target) = try change.pair(account, target)
            try change.follow(target, by: follower, wishes, uri: uri, most: most)
            return try change.relationship(of: account, to: target.account.id)
        }
    }

    private func checked(_ wishes: FollowWishes) throws -> FollowWishes {
        guard let tags = wishes.languages else { return wishes }
        var wishes = wishes
        var codes: [String] = []
        for tag in tags where !tag.isEmpty {
            guard let code = Language.normalise(tag) else {
                throw ServiceError.invalid("Languages must be known language codes")
            }
            if !codes.contains(code) { codes.append(code) }
        }
        wishes.languages = codes
        return wishes
    }
}

extension Change {
    fileprivate mutating func follow(
        _ target: AccountDetails,
        by follower: AccountDetails,
        _ wishes: FollowWishes,
        uri: String?,
        most: Int
    ) throws {
        let (from, to) = (follower.account.id, target.account.id)
        let standing = try RelationshipQueries.standing(of: from, to: to, now: now, connection)
        let decision = FollowPolicy.decide(follower: follower.account, target: target.account, standing: standing)
        switch decision {
        case .notFound: throw ServiceError.notFound
        case .forbidden: throw ServiceError.notAllowed
        case .follow, .request: break
        }
        if let options = try RelationshipQueries.followOptions(of: from, to: to, connection) {
            let options = wishes.applied(to: options)
            try RelationshipQueries.setFollow(of: from, to: to, options, uri: uri, at: now, connection)
            // Another server that asks again has not heard that it was granted.
            if follower.account.isLocal {
                record(.relationshipChanged(account: from, target: to))
            } else {
                try recordFollow(of: follower.account, to: target.account, uri: uri)
            }
        } else if let options = try RelationshipQueries.requestOptions(of: from, to: to, connection) {
            let options = wishes.applied(to: options)
            try RelationshipQueries.setRequest(of: from, to: to, options, uri: uri, at: now, connection)
            record(.relationshipChanged(account: from, target: to))
        } else {
            try check(follower, canFollowMoreThan: most)
            if decision == .follow {
                try beginFollow(of: from, to: to, wishes.applied(), uri: uri)
                try recordFollow(of: follower.account, to: target.account, uri: uri)
                try notify(target.account, .follow, from: from)
            } else {
                try RelationshipQueries.setRequest(of: from, to: to, wishes.applied(), uri: uri, at: now, connection)
                try record(
                    .followRequested(account: from, target: to),
                    sentBy: OutboxPolicy.sender(of: follower.account, to: target.account)
                )
                try notify(target.account, .followRequest, from: from)
            }
        }
    }

    /// Whom people of other servers may follow is their server's affair.
    private func check(_ follower: AccountDetails, canFollowMoreThan most: Int) throws {
        guard follower.account.isLocal else { return }
        let limit = FollowPolicy.limit(followers: follower.counters.followers, base: most)
        guard follower.counters.following < limit else {
            throw ServiceError.invalid("You cannot follow more than \(most: Int(clamping: limit)) people")
        }
    }

    /// Records a follow that was granted; it is whoever is followed that tells.
    mutating func recordFollow(of account: Account, to target: Account, uri: String?) throws {
        try record(
            .followed(account: account.id, target: target.id, uri: uri),
            sentBy: OutboxPolicy.sender(of: target, to: account)
        )
    }
}
