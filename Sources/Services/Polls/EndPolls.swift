// Telling the author and the voters of a poll that it has ended.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Ends polls whose time is over, a bounded number at a time, and tells those who took part.
    public func endPolls() async throws {
        let now = clock.now()
        let ending = try await database.read { try PollQueries.ending(by: now, limit: 100, $0) }
        for id in ending {
            try await change { change in
                guard let poll = try PollQueries.poll(id, change.connection),
                    try PollQueries.end(id, at: change.now, change.connection)
                else { return }
                try change.notifyOfEnd(poll, to: poll.accountID)
                // Who answered a call silently is told nowhere, not even in the person's own notifications.
                guard !poll.isOfCall else { return }
                var last: Int64 = 0
                while true {
                    let voters = try PollQueries.voters(of: id, after: last, limit: 500, change.connection)
                    for voter in voters { try change.notifyOfEnd(poll, to: voter) }
                    guard let end = voters.last, voters.count == 500 else { break }
                    last = end
                }
                change.tell(.pollChanged(id))
            }
        }
    }
}

extension Change {
    fileprivate mutating func notifyOfEnd(_ poll: Poll, to account: Int64) throws {
        let id = try NotificationQueries.insert(
            .poll,
            for: account,
            from: poll.accountID,
            status: poll.statusID,
            at: now,
            connection
        )
        tell(.notified(account: account, notification: id))
    }
}
