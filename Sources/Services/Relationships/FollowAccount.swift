// Following somebody, asking to, or changing what one wishes to see of somebody followed.

public import Domain
internal import Storage

extension Services {
    /// Begins a follow, or a request where the other has to agree; where there is one already, changes its wishes.
    ///
    /// Throws `.notFound` for a suspended target, `.forbidden` for oneself or where either blocks the other, `.invalid`
    /// for an unknown language or beyond the most that one may follow.
    public func followAccount(
        _ target: Int64,
        by account: Int64,
        _ wishes: FollowWishes = FollowWishes()
    ) async throws -> Relationship {
        guard account != target else { throw ServiceError.notAllowed }
        let wishes = try checked(wishes)
        let most = limits.follows
        return try await change { change in
            let (follower, target) = try change.pair(account, target)
            try change.follow(target, by: follower, wishes, most: most)
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
            try RelationshipQueries.setFollow(of: from, to: to, wishes.applied(to: options), at: now, connection)
        } else if let options = try RelationshipQueries.requestOptions(of: from, to: to, connection) {
            try RelationshipQueries.setRequest(of: from, to: to, wishes.applied(to: options), at: now, connection)
        } else {
            let limit = FollowPolicy.limit(followers: follower.counters.followers, base: most)
            guard follower.counters.following < limit else {
                throw ServiceError.invalid("You cannot follow more than \(limit) people")
            }
            if decision == .follow {
                try beginFollow(of: from, to: to, wishes.applied())
                try notify(target.account, .follow, from: from)
            } else {
                try RelationshipQueries.setRequest(of: from, to: to, wishes.applied(), at: now, connection)
                try notify(target.account, .followRequest, from: from)
            }
        }
        tell(.relationshipChanged(account: from, target: to))
    }
}
