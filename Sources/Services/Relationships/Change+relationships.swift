// What the use cases between two accounts share, inside of their transaction.

internal import Domain
internal import Storage

extension Change {
    /// The two accounts of a use case, locked so that what is decided about them holds until the commit.
    ///
    /// Throws `.notFound` when one of them does not exist, or has not been let in yet.
    func pair(_ account: Int64, _ target: Int64) throws -> (account: AccountDetails, target: AccountDetails) {
        try CounterQueries.lock([account, target], connection)
        let found = try AccountQueries.details([account, target], connection)
        guard let first = found.first(where: { $0.account.id == account }),
            let second = found.first(where: { $0.account.id == target }), !first.isNewcomer, !second.isNewcomer
        else { throw ServiceError.notFound }
        return (first, second)
    }

    /// What lies between the two, as the first may know it.
    func relationship(of account: Int64, to target: Int64) throws -> Relationship {
        try RelationshipQueries.relationships(of: account, to: [target], now: now, connection).first
            ?? Relationship(targetID: target)
    }

    /// Begins a follow that was not there. Both accounts are locked.
    ///
    /// - Parameter uri: the id that another server has given it.
    mutating func beginFollow(
        of account: Int64,
        to target: Int64,
        _ options: FollowOptions,
        uri: String? = nil
    ) throws {
        try RelationshipQueries.setFollow(of: account, to: target, options, uri: uri, at: now, connection)
        try countFollow(of: account, to: target, by: 1)
    }

    /// Ends a follow, and takes back what told of it. Returns what there was; nil where there was none. Both accounts are
    /// locked.
    @discardableResult
    mutating func endFollow(of account: Int64, to target: Int64) throws -> EndedFollow? {
        guard let ended = try RelationshipQueries.unfollow(of: account, to: target, connection) else { return nil }
        try NotificationQueries.withdraw(.follow, for: target, from: account, status: nil, connection)
        try leaveLists(of: account, target)
        try RelationshipQueries.unendorse(target, by: account, connection)
        try countFollow(of: account, to: target, by: -1)
        return ended
    }

    /// Withdraws a request to follow, and what told of it. Returns what there was; nil where there was none.
    ///
    /// - Parameter isGranted: it becomes a follow, so that lists keep whom they hold.
    @discardableResult
    mutating func endRequest(of account: Int64, to target: Int64, isGranted: Bool = false) throws -> EndedFollow? {
        guard let ended = try RelationshipQueries.deleteRequest(of: account, to: target, connection) else { return nil }
        if !isGranted { try leaveLists(of: account, target) }
        try NotificationQueries.withdraw(.followRequest, for: target, from: account, status: nil, connection)
        return ended
    }

    /// Ends follows and requests both ways, as `account` wishes it. Both accounts are locked.
    mutating func endTies(of account: Account, with other: Account) throws {
        let sender = OutboxPolicy.sender(of: account, to: other)
        var ended = try endFollow(of: account.id, to: other.id)
        if let request = try endRequest(of: account.id, to: other.id) { ended = ended ?? request }
        if ended != nil { try record(.unfollowed(account: account.id, target: other.id), sentBy: sender) }
        ended = try endFollow(of: other.id, to: account.id)
        if let request = try endRequest(of: other.id, to: account.id) { ended = ended ?? request }
        if let ended {
            try record(.followRejected(account: other.id, target: account.id, uri: ended.uri), sentBy: sender)
        }
    }

    /// Makes a request a follow with the same wishes. Returns whether there was a request. Both accounts are locked.
    mutating func acceptRequest(of account: Account, to target: Account) throws -> Bool {
        let (from, to) = (account.id, target.id)
        guard let options = try RelationshipQueries.requestOptions(of: from, to: to, connection) else { return false }
        let request = try endRequest(of: from, to: to, isGranted: true)
        if try RelationshipQueries.followOptions(of: from, to: to, connection) == nil {
            try beginFollow(of: from, to: to, options, uri: request?.uri)
        }
        try recordFollow(of: account, to: target, uri: request?.uri)
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
            let counters =
                id == target
                ? try CounterQueries.changeFollowers(of: target, by: change, follower: account, connection)
                : try CounterQueries.change(account: account, following: change, connection)
            record(.accountCountersChanged(id: id, counters))
        }
    }
}
