// Cards as they are shown, kept in memory with the bytes made of them.

internal import Basics
internal import Database
public import Domain
internal import Storage
public import Synchronization

/// One card in memory; a change makes a new one.
public final class CachedCard: Sendable {
    public let card: PreviewCard
    /// The client API's bytes, the same for every viewer.
    public let rendering = Mutex<[UInt8]?>(nil)

    init(_ card: PreviewCard) { self.card = card }
}

public final class CardCache: Sendable {
    private let database: Database
    private let cached = ReadThroughCache<Int64, CachedCard>(capacity: 8192)

    init(database: Database) { self.database = database }

    /// Those that exist, by id: kept ones from memory, the others in one read.
    public func cards(_ ids: [Int64]) async throws -> [Int64: CachedCard] {
        var found: [Int64: CachedCard] = [:]
        var missing: [(id: Int64, ticket: ReadThroughCache<Int64, CachedCard>.Ticket)] = []
        for id in ids where found[id] == nil {
            if let card = cached.value(for: id) {
                found[id] = card
            } else {
                missing.append((id, cached.ticket(for: id)))
            }
        }
        guard !missing.isEmpty else { return found }
        let wanted = Array(Set(missing.map(\.id)))
        for card in try await database.read({ try CardQueries.cards(wanted, $0) }) { found[card.id] = CachedCard(card) }
        for (id, ticket) in missing {
            if let card = found[id] { cached.store(card, for: id, ticket: ticket) }
        }
        return found
    }

    func forget(_ card: Int64) { cached.invalidate(card) }

    func forgetAll() { cached.invalidateAll() }
}
