// Telling the author and the voters of a poll that it has ended.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Ends polls whose time is over, and tells those who took part. Each transaction tells a bounded number; after a
    /// restart it goes on with those who were not told.
    public func endPolls() async throws {
        let now = clock.now()
        for id in try await database.read({ try PollQueries.ending(by: now, limit: 100, $0) }) {
            var last: Int64? = 0
            while let after = last { last = try await change { try $0.tellOfEnd(of: id, after: after) } }
        }
    }
}

extension Change {
    private static let toldAtOnce = 500

    /// Tells some voters above `after`. Returns the last of them; nil when the poll's end is told.
    fileprivate mutating func tellOfEnd(of id: Int64, after: Int64) throws -> Int64? {
        guard try PollQueries.holdEnding(id, connection), let poll = try PollQueries.poll(id, connection),
            poll.isExpired(at: now)
        else { return nil }
        // Of somebody who is hidden nothing is told, not even that their poll has ended.
        let isHidden = try AccountQueries.details(poll.accountID, connection)?.account.isHidden ?? true
        // Who answered a call silently is told nowhere, not even in the person's own notifications.
        if !poll.isSilent, !isHidden {
            let voters = try PollQueries.voters(of: id, after: after, limit: Change.toldAtOnce, connection)
            try notifyOfEnd(poll, to: voters)
            if let last = voters.last, voters.count == Change.toldAtOnce { return last }
        }
        if try author(poll.accountID).domain.isEmpty { try notifyOfEnd(poll, to: [poll.accountID]) }
        _ = try PollQueries.end(id, at: now, connection)
        record(.pollChanged(id))
        return nil
    }

    fileprivate mutating func notifyOfEnd(_ poll: Poll, to accounts: [Int64]) throws {
        let all = try accounts.map { account in
            let id = try NotificationQueries.insert(
                .poll,
                for: account,
                from: poll.accountID,
                status: poll.statusID,
                at: now,
                connection
            )
            return (id: id, account: account)
        }
        try finish(.poll, all)
    }
}
