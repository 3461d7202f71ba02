// Voting: once in each poll, for options that exist, before its end.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// A poll that the viewer may see, with the status it is under.
    public func poll(_ id: Int64, for viewer: Viewer) async throws -> (poll: Poll, status: KeptStatus) {
        guard let found = try await database.read({ try PollQueries.poll(id, $0) }) else { throw ServiceError.notFound }
        let kept = try await statuses.statuses([found.statusID])
        guard let status = kept[found.statusID], let poll = status.poll,
            viewer.sees(status, among: kept, listed: false)
        else { throw ServiceError.notFound }
        return (poll, status)
    }

    /// Votes in a poll. Throws `ServiceError.notFound` for a poll that the account may not see, `.invalid` for a vote that
    /// cannot be given.
    public func vote(in id: Int64, for choices: [Int64], by account: Int64) async throws {
        let viewer = Viewer(accountID: account, relations: try await relations.relations(of: account))
        let poll = try await poll(id, for: viewer).poll
        guard poll.accountID != account else {
            throw ServiceError.invalid("You cannot vote in your own polls")
        }
        guard !choices.isEmpty else { throw ServiceError.invalid("Choices can't be blank") }
        guard poll.isMultiple || choices.count == 1 else {
            throw ServiceError.invalid("You may choose one option only")
        }
        guard choices.allSatisfy({ poll.options.indices.contains(Int(clamping: $0)) }) else {
            throw ServiceError.invalid("The chosen vote option does not exist")
        }
        try await change { change in
            try change.requireOpen(poll.id)
            let author = try change.author(account)
            let isFirst = try PollQueries.votes(of: account, in: [poll.id], change.connection).isEmpty
            guard isFirst else { throw ServiceError.invalid("You have already voted on this poll") }
            for choice in Set(choices).sorted() { try change.vote(choice, in: poll.id, by: author) }
            try change.countVoter(in: poll.id, by: author, 1)
            if poll.isOfCall, let call = try CallQueries.call(ofPoll: poll.id, change.connection) {
                try change.settle(call, by: author)
            }
        }
    }
}

extension Change {
    /// Throws where a poll is gone or has ended; it does not end before this transaction does.
    func requireOpen(_ poll: Int64) throws {
        guard let expiration = try PollQueries.expiration(of: poll, connection) else { throw ServiceError.notFound }
        if let end = expiration, end <= now {
            throw ServiceError.invalid("The poll has already ended")
        }
    }

    mutating func vote(_ choice: Int64, in poll: Int64, by author: CountedAuthor) throws {
        guard try PollQueries.vote(choice, in: poll, by: author.id, at: now, connection) else {
            throw ServiceError.invalid("You have already voted on this poll")
        }
        if author.isCounted {
            let slot = CounterSlot.of(author.id, connection)
            try PollQueries.count(choice, in: poll, slot: slot, by: 1, connection)
        }
        tell(.pollChanged(poll))
    }

    func countVoter(in poll: Int64, by author: CountedAuthor, _ change: Int64) throws {
        guard author.isCounted else { return }
        try PollQueries.count(-1, in: poll, slot: CounterSlot.of(author.id, connection), by: change, connection)
    }

    /// Takes an account's votes in a poll back. Returns false where there are none.
    mutating func removeVotes(in poll: Int64, by author: CountedAuthor) throws -> Bool {
        let votes = try PollQueries.votes(of: author.id, in: [poll], connection)[poll] ?? []
        guard !votes.isEmpty else { return false }
        try PollQueries.removeVotes(in: poll, by: author.id, connection)
        if author.isCounted {
            let slot = CounterSlot.of(author.id, connection)
            for vote in votes { try PollQueries.count(vote.position, in: poll, slot: slot, by: -1, connection) }
            try countVoter(in: poll, by: author, -1)
        }
        tell(.pollChanged(poll))
        return true
    }

    /// Counts the votes of an account that is limited no more, or no more those of one that now is.
    mutating func countVotes(of account: Int64, by change: Int64) throws {
        let slot = CounterSlot.of(account, connection)
        var polls: Set<Int64> = []
        for (poll, position) in try PollQueries.votes(of: account, connection) {
            try PollQueries.count(position, in: poll, slot: slot, by: change, connection)
            if polls.insert(poll).inserted {
                try PollQueries.count(-1, in: poll, slot: slot, by: change, connection)
                tell(.pollChanged(poll))
            }
        }
    }
}
