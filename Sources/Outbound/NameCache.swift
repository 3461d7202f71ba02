// Names that were looked up lately, and a share of the threads that look up for everybody.

internal import Basics
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Asks the system for addresses; remembers them for a minute, and for half of one that there are none.
final class NameCache: Sendable {
    private struct Entry: Sendable {
        var addresses: [ResolvedAddress]
        var end: ContinuousClock.Instant
    }

    private let entries = Mutex(LRU<String, Entry>(capacity: 16_384))
    private let turns = HostTurns(each: 4, waiting: 4096)
    private let resolve: @Sendable (String) async throws -> [ResolvedAddress]

    init(resolve: @escaping @Sendable (String) async throws -> [ResolvedAddress]) { self.resolve = resolve }

    /// All addresses of a name or of an address as text; empty where there are none.
    func addresses(of host: String, until deadline: ContinuousClock.Instant) async throws -> [ResolvedAddress] {
        // Nobody has to look up what is an address already.
        if let address = NetworkAddress(host) { return [ResolvedAddress(address: address, text: host)] }
        if let known = known(host) { return known }
        let (resolve, turns) = (resolve, turns)
        let tooLate = OutboundError.unreachable("\(host) is not found in time")
        let found = try await Deadline.run(until: deadline, orThrow: tooLate) {
            do {
                // A name server may be slow, and nobody can end the thread that waits for it: no domain gets many of
                // them, and each keeps its turn until its thread is free again.
                return try await turns.run(for: host) { try await resolve(host) }
            } catch is HostTurns.Full {
                throw OutboundError.busy("too many names of the domain of \(host) are looked up")
            }
        }
        let age: Duration = found.isEmpty ? .seconds(30) : .seconds(60)
        let entry = Entry(addresses: found, end: ContinuousClock.now + age)
        entries.withLock { $0.set(entry, for: host) }
        return found
    }

    private func known(_ host: String) -> [ResolvedAddress]? {
        entries.withLock { entries in
            guard let entry = entries.value(for: host), entry.end > ContinuousClock.now else { return nil }
            return entry.addresses
        }
    }
}
