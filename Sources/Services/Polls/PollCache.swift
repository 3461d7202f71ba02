// How votes stand, kept in memory until somebody votes.

internal import Basics
internal import Database
public import Domain
internal import Storage

public final class PollCache: Sendable {
    private let database: Database
    private let cached = ReadThroughCache<Int64, PollTally>(capacity: 4096)

    init(database: Database) { self.database = database }

    /// Tallies of polls, by id: kept ones from memory, the others in one read.
    public func tallies(_ polls: [Poll]) async throws -> [Int64: PollTally] {
        var found: [Int64: PollTally] = [:]
        var missing: [(poll: Poll, ticket: ReadThroughCache<Int64, PollTally>.Ticket)] = []
        for poll in polls where found[poll.id] == nil {
            if let tally = cached.value(for: poll.id) {
                found[poll.id] = tally
            } else {
                missing.append((poll, cached.ticket(for: poll.id)))
            }
        }
        guard !missing.isEmpty else { return found }
        let wanted = missing.map(\.poll)
        let tallies = try await database.read { connection in
            let counts = try PollQueries.counts(of: wanted.filter { !$0.isOfCall }.map(\.id), connection)
            return try wanted.map { poll in
                guard !poll.isOfCall else {
                    return PollTally(try CallPeople(of: poll.statusID, answers: poll.options.count, connection))
                }
                let counted = counts[poll.id] ?? [:]
                return PollTally(
                    votes: poll.options.indices.map { counted[Int64($0)] ?? 0 },
                    voters: counted[-1] ?? 0
                )
            }
        }
        for ((poll, ticket), tally) in zip(missing, tallies) {
            found[poll.id] = tally
            cached.store(tally, for: poll.id, ticket: ticket)
        }
        return found
    }

    /// Positions that an account voted for, by poll.
    public func votes(of account: Int64, in polls: [Int64]) async throws -> [Int64: [Int64]] {
        try await database.read { try PollQueries.votes(of: account, in: polls, $0) }
            .mapValues { $0.map(\.position) }
    }

    func forget(_ poll: Int64) { cached.invalidate(poll) }

    func forgetAll() { cached.invalidateAll() }
}
