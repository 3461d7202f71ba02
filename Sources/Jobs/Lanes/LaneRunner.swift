// Works for hosts whose turn has come, many side by side, each by one node at a time.

internal import Basics
internal import Database
internal import Domain
internal import Logging
internal import Storage
internal import Synchronization

/// What lanes of one kind have in common: their place in the database, and a bell that says there may be something to do.
public final class LaneBoard: Sendable {
    let kind: LaneKind
    let database: Database
    let clock: Clock
    let node: Int64
    let wakes: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    /// How long a node works for a host without saying that it is alive; then others may take over.
    static let lease = Duration.seconds(15)

    init(_ kind: LaneKind, database: Database, clock: Clock, node: Int) {
        self.kind = kind
        self.database = database
        self.clock = clock
        self.node = Int64(node)
        (wakes, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Looks for work at once instead of within a second.
    public func wake() { bell.yield() }
}

/// Takes lanes on, and has `work` done for each.
struct LaneRunner: Sendable {
    let board: LaneBoard
    let slots: LaneSlots
    /// After so long a lane counts as slow.
    let moment: Duration
    let logger: Logger
    /// Does something for the host, and writes down how its lane goes on.
    let work: @Sendable (Lane) async -> Void

    /// Returns when the task is cancelled; what it has taken on by then is given back.
    func run() async {
        await giveBack()
        await withDiscardingTaskGroup { group in
            group.addTask {
                // Other nodes write, too, and some lanes are due later.
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(1))
                    board.wake()
                }
            }
            group.addTask { await renew() }
            for await _ in board.wakes {
                guard !Task.isCancelled else { break }
                for lane in await next() { group.addTask { await perform(lane) } }
            }
            group.cancelAll()
        }
        await giveBack()
    }

    private func perform(_ lane: Lane) async {
        let isSlow = Flag()
        let watch = Task {
            try await Task.sleep(for: moment)
            if slots.slowDown() { isSlow.set() }
            board.wake()
        }
        await work(lane)
        watch.cancel()
        // It may be on its way between the two.
        _ = await watch.result
        slots.leave(wasSlow: isSlow.isSet)
        board.wake()
    }

    private func next() async -> [Lane] {
        let room = slots.free
        guard room > 0 else { return [] }
        let (board, now) = (board, board.clock.now())
        do {
            let isAnyDue = try await board.database.read { try LaneQueries.isAnyDue(board.kind, by: now, $0) }
            guard isAnyDue else { return [] }
            let lanes = try await board.database.write { connection in
                try LaneQueries.lease(
                    board.kind,
                    by: board.node,
                    now: now,
                    until: now + LaneBoard.lease,
                    limit: room,
                    connection
                )
            }
            slots.take(lanes.count)
            return lanes
        } catch {
            if !(error is CancellationError) {
                logger.warning("Looking for hosts that something waits for failed and will be tried again: \(error)")
            }
            return []
        }
    }

    /// Says again and again that this node is alive.
    private func renew() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(5))
            guard slots.taken > 0, !Task.isCancelled else { continue }
            let board = board
            await attempt("Renewing leases") {
                let end = board.clock.now() + LaneBoard.lease
                try await board.database.write { try LaneQueries.renew(board.kind, by: board.node, until: end, $0) }
            }
        }
    }

    private func giveBack() async {
        let board = board
        await attempt("Giving back hosts") {
            let now = board.clock.now()
            try await board.database.write { try LaneQueries.release(board.kind, by: board.node, at: now, $0) }
        }
    }

    private func attempt(_ what: String, _ body: () async throws -> Void) async {
        do { try await body() } catch { logger.warning("\(what) failed: \(error)") }
    }
}

/// Groups in their own order, several side by side.
enum SideBySide {
    /// Runs `body` for each item: those of one key one after the other, `width` keys at once. Ends early, between items,
    /// where `body` returns false.
    static func run<Item: Sendable, Key: Hashable & Sendable>(
        _ items: [Item],
        by key: (Item) -> Key,
        width: Int,
        _ body: @escaping @Sendable (Item) async -> Bool
    ) async {
        var groups: [[Item]] = []
        var places: [Key: Int] = [:]
        for item in items {
            if let place = places[key(item)] {
                groups[place].append(item)
            } else {
                places[key(item)] = groups.count
                groups.append([item])
            }
        }
        let isEnded = Flag()
        let work = { @Sendable (group: [Item]) async in
            for item in group where !isEnded.isSet && !Task.isCancelled {
                if await !body(item) { isEnded.set() }
            }
        }
        await withTaskGroup(of: Void.self) { tasks in
            var waiting = groups[...]
            for group in waiting.prefix(width) { tasks.addTask { await work(group) } }
            waiting = waiting.dropFirst(width)
            while await tasks.next() != nil {
                if let group = waiting.popFirst() { tasks.addTask { await work(group) } }
            }
        }
    }
}

/// Says once that something is so.
final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }

    func set() { state.withLock { $0 = true } }
}
