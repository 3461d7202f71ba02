// How much is done at once for one domain, so that none takes everybody's share.

internal import Basics
internal import Programs
internal import Synchronization

/// A short queue for each domain (`HostGroup`), for as long as somebody stands in it.
final class HostTurns: Sendable {
    typealias Full = FairQueue.Full

    private struct Entry {
        let queue: FairQueue
        var users = 0
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let each: Int
    private let waiting: Int

    /// - Parameters:
    ///   - each: how much at once for one domain.
    ///   - waiting: how many may wait for one domain.
    init(each: Int, waiting: Int) {
        self.each = each
        self.waiting = waiting
    }

    /// Runs `body` when it is its turn. Throws `Full`.
    func run<Result: Sendable>(for host: String, _ body: @Sendable () async throws -> Result) async throws -> Result {
        let group = HostGroup.name(of: host)
        let queue = enter(group)
        defer { leave(group) }
        return try await queue.run(body)
    }

    // Not inlined: the optimiser of Swift 6.3 crashes where it splits an `async` function that holds a lock.
    @inline(never)
    private func enter(_ group: String) -> FairQueue {
        entries.withLock { entries in
            entries[group, default: Entry(queue: FairQueue(width: each, mostWaiting: waiting))].users += 1
            return entries[group]?.queue ?? FairQueue(width: each, mostWaiting: waiting)
        }
    }

    @inline(never)
    private func leave(_ group: String) {
        entries.withLock { entries in
            guard let users = entries[group]?.users else { return }
            if users > 1 { entries[group]?.users = users - 1 } else { entries[group] = nil }
        }
    }
}
