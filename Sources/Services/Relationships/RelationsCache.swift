// What each active reader has decided about others, kept in memory.

internal import Basics
internal import Database
public import Domain
internal import Storage

public final class RelationsCache: Sendable {
    private let database: Database
    private let clock: Clock
    private let kept = ReadThroughCache<Int64, ReaderRelations>(capacity: 8192)

    init(database: Database, clock: Clock) {
        self.database = database
        self.clock = clock
    }

    public func relations(of account: Int64) async throws -> ReaderRelations {
        if let relations = kept.value(for: account) { return relations }
        let ticket = kept.ticket(for: account)
        let clock = clock
        let relations = try await database.read {
            try RelationshipQueries.relations(of: account, clock: clock, $0)
        }
        kept.store(relations, for: account, ticket: ticket)
        return relations
    }

    func handle(_ event: DomainEvent) {
        switch event {
        case .relationshipChanged(let account, let target):
            kept.invalidate(account)
            kept.invalidate(target)
        case .listChanged(let account, _), .tagChoiceChanged(let account, _), .domainBlockChanged(let account, _):
            kept.invalidate(account)
        case .eventsMissed: kept.invalidateAll()
        default: break
        }
    }
}
