// What an edit of a status does to its poll: another question begins anew, the same one may end at another time.

internal import Basics
internal import Domain
internal import Storage

extension Poll {
    /// Whether an edit from `old` to `new` asks something else. A call's poll is the call's and stays.
    static func isOther(_ old: Poll?, _ new: NewPoll?) -> Bool {
        guard let old else { return new != nil }
        guard !old.isOfCall else { return false }
        guard let new else { return true }
        return old.options != new.options || old.isMultiple != new.isMultiple
    }
}

extension Change {
    /// Asks something else, or nothing more: all votes go.
    mutating func replacePoll(_ old: Poll?, by new: NewPoll?, of status: Status) throws {
        guard let new else { return try PollQueries.delete(ofStatus: status.id, connection) }
        var poll = Poll(new, of: status, at: now)
        if let old {
            // Its id stays: apps that show it go on with it.
            poll.id = old.id
            try PollQueries.ask(poll, connection)
            record(.pollChanged(old.id))
        } else {
            poll = try PollQueries.insert(poll, connection)
        }
        if let tally = new.tally { try PollQueries.set(tally, of: poll.id, connection) }
    }

    /// The same question may end at another time, as long as it has not ended, and hide its totals. No edit is recorded.
    /// Of a poll of another server its figures are taken over. Returns whether the poll itself has changed.
    mutating func adjustPoll(_ old: Poll?, to new: NewPoll?) throws -> Bool {
        guard let old, let new, !old.isOfCall else { return false }
        if let tally = new.tally {
            try PollQueries.set(tally, of: old.id, connection)
            record(.pollChanged(old.id))
        }
        let end = new.end(from: now)
        guard !old.isExpired(at: now), end != old.expiresAt || new.hidesTotals != old.hidesTotals else { return false }
        try PollQueries.adjust(old.id, expiresAt: end, hidesTotals: new.hidesTotals, connection)
        return true
    }
}
