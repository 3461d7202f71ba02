// What each active reader has done with the statuses shown to them (favourited, reblogged, ...), kept in memory.

internal import Basics
internal import Database
internal import Domain
public import Storage
internal import Synchronization

public final class InteractionCache: Sendable {
    /// One reader's flags. `generation` rises with each change, so that flags read before it are not kept.
    private final class Reader: Sendable {
        struct State {
            var flags = LRU<Int64, InteractionFlags>(capacity: 1024)
            var generation = 0
        }
        let state = Mutex(State())
    }

    private let database: Database
    private let readers = ReadThroughCache<Int64, Reader>(capacity: 8192)

    init(database: Database) { self.database = database }

    /// Flags of one reader for each of `statuses`: from memory, and one read for what is not there.
    public func flags(of account: Int64, on statuses: [Int64]) async throws -> [InteractionFlags] {
        let reader = reader(account)
        var (flags, missing, generation) = reader.state.withLock { state in
            var flags: [InteractionFlags] = []
            flags.reserveCapacity(statuses.count)
            var missing: [Int] = []
            for (place, status) in statuses.enumerated() {
                if let known = state.flags.value(for: status) {
                    flags.append(known)
                } else {
                    flags.append([])
                    missing.append(place)
                }
            }
            return (flags, missing, state.generation)
        }
        guard !missing.isEmpty else { return flags }
        let wanted = missing.map { statuses[$0] }
        let read = try await database.read { try InteractionQueries.flags(of: account, on: wanted, $0) }
        for place in missing { flags[place] = read[statuses[place]] ?? [] }
        reader.state.withLock { state in
            guard state.generation == generation else { return }
            for status in wanted { state.flags.set(read[status] ?? [], for: status) }
        }
        return flags
    }

    private func reader(_ account: Int64) -> Reader {
        if let reader = readers.value(for: account) { return reader }
        let ticket = readers.ticket(for: account)
        let reader = Reader()
        readers.store(reader, for: account, ticket: ticket)
        return readers.value(for: account) ?? reader
    }

    /// Of what was posted here a moment ago; another node may have seen more of it than its post.
    func handlePost(_ event: DomainEvent) {
        guard case .statusPublished(let entry, _, _) = event, entry.inReplyToAccountID == nil else { return }
        // Nobody has done anything with it yet, and its thread is new: its author's answer needs no read.
        reader(entry.accountID).state.withLock { $0.flags.set([], for: entry.id) }
    }

    func forget(_ status: Int64, of account: Int64) {
        readers.value(for: account)?.state.withLock { state in
            state.generation += 1
            state.flags.remove(status)
        }
    }

    func forget(_ account: Int64) { readers.invalidate(account) }

    func forgetAll() { readers.invalidateAll() }
}
