// Work that comes back at intervals, whatever else happens: each task fails alone, and of several nodes one is at it.

public import Basics
public import Database
public import Logging
internal import Storage
internal import Synchronization

/// Something to be done at intervals.
public struct RecurringTask: Sendable {
    /// Who does it, of several nodes that share a database.
    public enum Scope: Sendable {
        /// One of them, whichever comes first.
        case oneNode
        /// Each of them: it concerns memory or files of its own.
        case everyNode
    }

    /// What it is called in the database and in the log: "end polls".
    public let name: String
    public let interval: Duration
    public let scope: Scope
    /// How long one turn may take.
    let patience: Duration
    let run: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - patience: how long one turn may take; others take the task of a node that died only after that.
    ///   - run: does a bounded amount of work; cancelled after `patience`. Done twice it must be as if done once, for a node
    ///     may die between the work and its end.
    public init(
        _ name: String,
        every interval: Duration,
        by scope: Scope = .oneNode,
        patience: Duration = Schedule.patience,
        _ run: @escaping @Sendable () async throws -> Void
    ) {
        (self.name, self.interval, self.scope, self.patience, self.run) = (name, interval, scope, patience, run)
    }
}

/// The recurring tasks of a server.
public struct Schedule: Sendable {
    /// How long one turn of a task may take.
    public static let patience = Duration.seconds(600)
    /// How much longer a node keeps a task without telling how it ended; then others may take it.
    static let grace = Duration.seconds(60)
    private static let look = Duration.seconds(5)

    private let tasks: [RecurringTask]
    private let database: Database
    private let clock: Clock
    private let node: Int64
    private let logger: Logger
    private let state: State

    /// What this process knows of its own turns.
    private final class State: Sendable {
        struct Turns {
            var running: Set<String> = []
            /// When tasks of every node are due here.
            var due: [String: Timestamp] = [:]
            /// Whether the tasks are in the database.
            var areKnown = false
        }

        let turns = Mutex(Turns())
    }

    /// - Parameters:
    ///   - tasks: no two of the same name.
    ///   - node: this process among those that share the database; no two may have the same.
    public init(_ tasks: [RecurringTask], database: Database, clock: Clock, node: Int, logger: Logger) {
        (self.tasks, self.database, self.clock, self.logger) = (tasks, database, clock, logger)
        self.node = Int64(node)
        state = State()
    }

    /// Does what is due, until the task is cancelled; what it is at by then is cancelled, too.
    public func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for task in await dueTasks() {
                    group.addTask { await perform(task) }
                }
                try? await Task.sleep(for: Schedule.look)
            }
            group.cancelAll()
        }
    }

    /// Does what is due now, and returns when all of it has ended.
    public func runDue() async {
        await withDiscardingTaskGroup { group in
            for task in await dueTasks() { group.addTask { await perform(task) } }
        }
    }

    /// What is due and not being done by this process. Takes note that it is being done from now on.
    private func dueTasks() async -> [RecurringTask] {
        let now = clock.now()
        var due = Set<String>()
        do {
            let shared = tasks.filter { $0.scope == .oneNode }.map(\.name)
            if !shared.isEmpty {
                if !state.turns.withLock({ $0.areKnown }) {
                    try await database.write { [node] connection in
                        try RecurringTaskQueries.release(by: node, connection)
                        for name in shared { try RecurringTaskQueries.add(name, at: now, connection) }
                    }
                    state.turns.withLock { $0.areKnown = true }
                }
                due = Set(try await database.read { try RecurringTaskQueries.due(at: now, $0) })
            }
        } catch is CancellationError {
            return []
        } catch {
            logger.warning("Looking for recurring tasks failed and will be tried again: \(error)")
        }
        return state.turns.withLock { turns in
            tasks.filter { task in
                let isDue =
                    switch task.scope {
                    case .oneNode: due.contains(task.name)
                    case .everyNode: turns.due[task.name].map { $0 <= now } ?? true
                    }
                return isDue && turns.running.insert(task.name).inserted
            }
        }
    }

    private func perform(_ task: RecurringTask) async {
        defer { state.turns.withLock { _ = $0.running.remove(task.name) } }
        do {
            let now = clock.now()
            let end = now + task.patience + Schedule.grace
            if task.scope == .oneNode {
                guard
                    try await database.write({
                        try RecurringTaskQueries.lease(task.name, by: node, at: now, until: end, $0)
                    })
                else { return }
            }
            let failed = await !attempt(task)
            let next = clock.now() + task.interval
            switch task.scope {
            case .everyNode: state.turns.withLock { $0.due[task.name] = next }
            case .oneNode:
                try await database.write {
                    try RecurringTaskQueries.finish(
                        task.name,
                        by: node,
                        failed: failed,
                        next: next,
                        leasedUntil: end,
                        $0
                    )
                }
            }
        } catch is CancellationError {
            // The end of the server: its next start lets go of the lease.
        } catch {
            logger.warning("The recurring task \"\(task.name)\" could not be noted: \(error)")
        }
    }

    /// False where it failed, or was not done within `patience`.
    private func attempt(_ task: RecurringTask) async -> Bool {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await task.run() }
                group.addTask {
                    try await Task.sleep(for: task.patience)
                    throw TookTooLong(description: "it took longer than \(task.patience)")
                }
                defer { group.cancelAll() }
                try await group.next()
            }
            return true
        } catch is CancellationError {
            return false
        } catch {
            logger.warning("The recurring task \"\(task.name)\" failed and will be tried again: \(error)")
            return false
        }
    }

    private struct TookTooLong: Error, CustomStringConvertible {
        let description: String
    }
}
