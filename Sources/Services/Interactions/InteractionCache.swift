// What each active reader has done with the statuses shown to them (favourited, reblogged, ...), kept in memory.

internal import Basics
internal import Database
public import Domain
internal import Storage
internal import Synchronization

public final class InteractionCache: Sendable {
    /// One reader's flags. `generation` rises with each change, so that flags read before it are not kept.
    fileprivate final class Reader: Sendable {
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

    /// What was so before a transaction: what it finds is kept only where nothing has changed since.
    struct Ticket {
        fileprivate let reader: Reader
        fileprivate let generation: Int
    }

    func ticket(of account: Int64) -> Ticket {
        let reader = reader(account)
        return Ticket(reader: reader, generation: reader.state.withLock { $0.generation })
    }

    /// Keeps what the author of a new status has done with it, so that the answer to posting it needs no read.
    func keep(_ flags: InteractionFlags, on status: Int64, _ ticket: Ticket) {
        ticket.reader.state.withLock { state in
            if state.generation == ticket.generation { state.flags.set(flags, for: status) }
        }
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
