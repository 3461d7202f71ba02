// Voting: once for each option that may be chosen, before the end of the poll.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// A poll that the viewer may see, with the status it is under.
    public func poll(_ id: Int64, for viewer: Viewer) async throws -> (poll: Poll, status: CachedStatus) {
        guard let found = try await database.read({ try PollQueries.poll(id, $0) }) else { throw ServiceError.notFound }
        let cached = try await statuses.statuses([found.statusID])
        guard let status = try await status(found.statusID, among: cached, seenBy: viewer), let poll = status.poll
        else {
            throw ServiceError.notFound
        }
        return (poll, status)
    }

    /// Votes in a poll. Throws `ServiceError.notFound` for a poll that the account may not see, `.invalid` for a vote that
    /// cannot be given.
    public func vote(in id: Int64, for choices: [Int64], by account: Int64) async throws {
        let viewer = Viewer(accountID: account, relations: try await relations.relations(of: account))
        let (poll, status) = try await poll(id, for: viewer)
        let isRemote = !status.status.isLocal
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
            let author = try change.voter(account)
            let before = try PollQueries.votes(of: account, in: [poll.id], change.connection)[poll.id] ?? []
            let given = Set(before.map(\.position))
            // Where several may be chosen, others may be added later; none twice.
            guard poll.isMultiple ? given.isDisjoint(with: choices) : given.isEmpty else {
                throw ServiceError.invalid("You have already voted on this poll")
            }
            let chosen = given.union(choices)
            if poll.isOfCall, let call = try CallQueries.call(ofPoll: poll.id, change.connection) {
                try change.choose(chosen, for: call, by: author)
            } else {
                // In a call of another server the figures are those that it shows, in steps of its own.
                _ = try change.replaceVotes(by: chosen, in: poll.id, by: author, isCounted: !poll.isOfCallElsewhere)
                if !poll.isOfCallElsewhere { change.record(.pollChanged(poll.id)) }
                guard isRemote, author.domain.isEmpty else { return }
                try change.record(
                    .voted(poll: poll.id, status: poll.statusID, account: account, choices: choices),
                    sentBy: account
                )
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

    /// Who votes; votes of one account come one after the other. Throws `ServiceError.notFound` for one that is gone.
    func voter(_ id: Int64) throws -> CountedAuthor {
        guard let voter = try AccountQueries.voter(id, connection) else { throw ServiceError.notFound }
        return voter
    }

    /// Makes `choices` the votes of an account, whatever they were before; none takes them back. A vote that is changed
    /// keeps the moment of the first. Tells nobody: of a call's poll that would tell who answers silently.
    func replaceVotes(
        by choices: Set<Int64>,
        in poll: Int64,
        by author: CountedAuthor,
        isCounted: Bool = true
    ) throws -> (had: Bool, hasChanged: Bool) {
        let before = try PollQueries.votes(of: author.id, in: [poll], connection)[poll] ?? []
        let old = Set(before.map(\.position))
        guard old != choices else { return (!old.isEmpty, false) }
        let at = before.first?.at ?? now
        try PollQueries.removeVotes(in: poll, by: author.id, connection)
        for choice in choices.sorted() {
            _ = try PollQueries.vote(choice, in: poll, by: author.id, at: at, connection)
        }
        if isCounted, author.choicesCount { try countVotes(from: old, to: choices, in: poll, by: author.id) }
        return (!old.isEmpty, true)
    }

    /// Counts the votes of an account that is limited no more, or no more those of one that now is.
    mutating func countVotes(of account: Int64, by change: Int64) throws {
        let votes = try PollQueries.votes(of: account, connection)
        for (poll, rows) in Dictionary(grouping: votes, by: \.poll).sorted(by: { $0.key < $1.key }) {
            let positions = Set(rows.map(\.position))
            try countVotes(from: change < 0 ? positions : [], to: change < 0 ? [] : positions, in: poll, by: account)
            // Who is limited has answered a call silently, or has not: nobody learns that by the poll.
            if rows.allSatisfy({ !$0.isOfCall }) { record(.pollChanged(poll)) }
        }
    }

    /// Options in their order and voters last, only where something changes: transactions of the same slot wait for each
    /// other's rows, and must not do so in a circle.
    private func countVotes(from old: Set<Int64>, to new: Set<Int64>, in poll: Int64, by account: Int64) throws {
        let slot = CounterSlot.of(account, connection)
        for position in old.symmetricDifference(new).sorted() {
            try PollQueries.count(position, in: poll, slot: slot, by: new.contains(position) ? 1 : -1, connection)
        }
        guard old.isEmpty != new.isEmpty else { return }
        try PollQueries.count(-1, in: poll, slot: slot, by: new.isEmpty ? -1 : 1, connection)
    }
}
