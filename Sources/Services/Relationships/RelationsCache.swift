// What each active reader has decided about others, kept in memory.

internal import Basics
internal import Database
public import Domain
internal import Storage

public final class RelationsCache: Sendable {
    private let database: Database
    private let clock: Clock
    private let cached = ReadThroughCache<Int64, ReaderRelations>(capacity: 8192)

    init(database: Database, clock: Clock) {
        self.database = database
        self.clock = clock
    }

    public func relations(of account: Int64) async throws -> ReaderRelations {
        if let relations = cached.value(for: account) { return relations }
        let ticket = cached.ticket(for: account)
        let clock = clock
        let relations = try await database.read {
            try RelationshipQueries.relations(of: account, clock: clock, $0)
        }
        cached.store(relations, for: account, ticket: ticket)
        return relations
    }

    func forget(_ account: Int64) { cached.invalidate(account) }

    func forgetAll() { cached.invalidateAll() }
}
