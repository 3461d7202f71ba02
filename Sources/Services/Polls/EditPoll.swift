// What an edit of a status does to its poll: another question begins anew, the same one may end at another time.

internal import Basics
internal import Domain
internal import Storage

extension Poll {
    /// Whether an edit from `old` to `draft` asks something else. A call's poll is the call's and stays.
    static func isOther(_ old: Poll?, _ draft: PollDraft?) -> Bool {
        guard let old else { return draft != nil }
        guard !old.isOfCall else { return false }
        guard let draft else { return true }
        return old.options != draft.options || old.isMultiple != draft.isMultiple
    }
}

extension Change {
    /// Asks something else, or nothing more: all votes go.
    mutating func replacePoll(_ old: Poll?, by draft: PollDraft?, of status: Status) throws {
        guard let draft else { return try PollQueries.delete(ofStatus: status.id, connection) }
        var poll = Poll(draft, of: status)
        poll.expiresAt = draft.expiresIn.map { now + .seconds($0) }
        guard let old else {
            _ = try PollQueries.insert(poll, connection)
            return
        }
        // Its id stays: apps that show it go on with it.
        poll.id = old.id
        try PollQueries.ask(poll, connection)
        tell(.pollChanged(old.id))
    }

    /// The same question may end at another time, as long as it has not ended, and hide its totals. No edit is recorded.
    mutating func adjustPoll(_ old: Poll?, to draft: PollDraft?) throws {
        guard let old, let draft, !old.isOfCall, !old.isExpired(at: now) else { return }
        let end = draft.expiresIn.map { now + .seconds($0) }
        guard end != old.expiresAt || draft.hidesTotals != old.hidesTotals else { return }
        try PollQueries.adjust(old.id, expiresAt: end, hidesTotals: draft.hidesTotals, connection)
        tell(.statusEdited(id: old.statusID))
    }
}
