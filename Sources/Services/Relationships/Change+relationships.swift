// What the use cases between two accounts share, inside of their transaction.

internal import Domain
internal import Storage

extension Change {
    /// The two accounts of a use case, locked so that what is decided about them holds until the commit.
    ///
    /// Throws `.notFound` when one of them does not exist.
    func pair(_ account: Int64, _ target: Int64) throws -> (account: AccountDetails, target: AccountDetails) {
        try CounterQueries.lock([account, target], connection)
        let found = try AccountQueries.details([account, target], connection)
        guard let first = found.first(where: { $0.account.id == account }),
            let second = found.first(where: { $0.account.id == target })
        else { throw ServiceError.notFound }
        return (first, second)
    }

    /// What lies between the two, as the first may know it.
    func relationship(of account: Int64, to target: Int64) throws -> Relationship {
        try RelationshipQueries.relationships(of: account, to: [target], now: now, connection).first
            ?? Relationship(targetID: target)
    }

    /// Begins a follow that was not there. Both accounts are locked.
    mutating func beginFollow(of account: Int64, to target: Int64, _ options: FollowOptions) throws {
        try RelationshipQueries.setFollow(of: account, to: target, options, at: now, connection)
        try countFollow(of: account, to: target, by: 1)
    }

    /// Ends a follow, and takes back what told of it. Returns whether there was one. Both accounts are locked.
    @discardableResult
    mutating func endFollow(of account: Int64, to target: Int64) throws -> Bool {
        guard try RelationshipQueries.unfollow(of: account, to: target, connection) else { return false }
        try NotificationQueries.withdraw(.follow, for: target, from: account, status: nil, connection)
        try leaveLists(of: account, target)
        try RelationshipQueries.unendorse(target, by: account, connection)
        try countFollow(of: account, to: target, by: -1)
        return true
    }

    /// Withdraws a request to follow, and what told of it. Returns whether there was one.
    ///
    /// - Parameter isGranted: it becomes a follow, so that lists keep whom they hold.
    @discardableResult
    mutating func endRequest(of account: Int64, to target: Int64, isGranted: Bool = false) throws -> Bool {
        guard try RelationshipQueries.deleteRequest(of: account, to: target, connection) else { return false }
        if !isGranted { try leaveLists(of: account, target) }
        try NotificationQueries.withdraw(.followRequest, for: target, from: account, status: nil, connection)
        return true
    }

    /// Makes a request a follow with the same wishes. Returns whether there was a request. Both accounts are locked.
    mutating func acceptRequest(of account: Int64, to target: Int64) throws -> Bool {
        guard let options = try RelationshipQueries.requestOptions(of: account, to: target, connection) else {
            return false
        }
        try endRequest(of: account, to: target, isGranted: true)
        if try RelationshipQueries.followOptions(of: account, to: target, connection) == nil {
            try beginFollow(of: account, to: target, options)
        }
        tell(.relationshipChanged(account: account, target: target))
        return true
    }

    /// Tells `account`, if it is from here and wants to hear it, what `other` did to it.
    mutating func notify(_ account: Account, _ kind: NotificationKind, from other: Int64) throws {
        guard account.isLocal else { return }
        try notify(kind, account.id, from: other, status: nil)
    }

    /// Changes both counters, the one of the smaller id first.
    private mutating func countFollow(of account: Int64, to target: Int64, by change: Int64) throws {
        for id in [account, target].sorted() {
            let counters = try CounterQueries.change(
                account: id,
                followers: id == target ? change : 0,
                following: id == account ? change : 0,
                connection
            )
            tell(.accountCountersChanged(id: id, counters))
        }
    }
}
