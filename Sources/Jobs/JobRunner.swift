// Takes jobs on when they are due, has them done, and writes down how they ended.

internal import Basics
internal import Database
internal import Domain
public import Logging
internal import Storage

/// Works on the queue until it is cancelled.
public struct JobRunner: Sendable {
    private let queue: JobQueue
    private let handlers: JobHandlers
    private let logger: Logger
    private let running: RunningJobs

    public init(queue: JobQueue, handlers: JobHandlers, logger: Logger) {
        self.queue = queue
        self.handlers = handlers
        self.logger = logger
        running = RunningJobs(handlers.byKind.mapValues(\.limits))
    }

    /// Returns when the task is cancelled; what it has begun by then is cancelled too and given back to the queue.
    public func run() async {
        await attempt("Taking up jobs") {
            let (node, now) = (queue.node, queue.clock.now())
            try await queue.database.write { try JobQueries.release(by: node, at: now, $0) }
        }
        await withDiscardingTaskGroup { group in
            group.addTask {
                // Other nodes write jobs too, and some are due later.
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(1))
                    queue.wake()
                }
            }
            for await _ in queue.wakes {
                guard !Task.isCancelled else { break }
                for job in await next() {
                    group.addTask {
                        await perform(job)
                        running.end(job)
                        queue.wake()
                    }
                }
            }
            group.cancelAll()
        }
    }

    /// Takes on what there is room for, kind by kind. Those that came over their host's share are given back.
    private func next() async -> [Job] {
        let rooms = running.rooms
        guard !rooms.isEmpty else { return [] }
        let (node, now) = (queue.node, queue.clock.now())
        do {
            let due = try await queue.database.read { connection in
                guard try JobQueries.isAnyDue(by: now, connection) else { return [RunningJobs.Room]() }
                return try rooms.filter { try JobQueries.isAnyDue(of: $0.kind, by: now, connection) }
            }
            guard !due.isEmpty else { return [] }
            let jobs = try await queue.database.write { connection in
                try due.flatMap { room in
                    try JobQueries.lease(
                        kind: room.kind,
                        exceptHosts: room.busyHosts,
                        by: node,
                        now: now,
                        until: now + JobQueue.lease,
                        limit: room.count,
                        connection
                    )
                }
            }
            let (begun, tooMany) = running.begin(jobs)
            if !tooMany.isEmpty {
                try await queue.database.write { connection in
                    for job in tooMany { try JobQueries.handBack(job, by: node, at: now, connection) }
                }
                // More may be due of hosts that are not busy. Where a kind is full, its next end looks again.
                queue.wake()
            }
            return begun
        } catch {
            if !(error is CancellationError) {
                logger.warning("Looking for jobs failed and will be tried again: \(error)")
            }
            return []
        }
    }

    private func perform(_ job: Job) async {
        guard let entry = handlers.byKind[job.kind] else { return }
        let node = queue.node
        do {
            try await within(entry.timeout) { try await entry.handler(job) }
        } catch {
            return await failed(job, entry, error)
        }
        queue.tally { $0.done += 1 }
        let now = queue.clock.now()
        await attempt("Ending a job") {
            try await queue.database.write { try JobQueries.finish(job, by: node, at: now, $0) }
        }
    }

    private func failed(_ job: Job, _ entry: JobHandlers.Entry, _ error: any Error) async {
        let (node, now) = (queue.node, queue.clock.now())
        guard !Task.isCancelled else {
            // The server stops: not the job's fault.
            return await attempt("Giving back a job") {
                try await queue.database.write { try JobQueries.handBack(job, by: node, at: now, $0) }
            }
        }
        let givingUp = error is JobRefused || job.attempts >= entry.attempts
        queue.tally { figures in
            if givingUp { figures.givenUp += 1 } else { figures.failed += 1 }
        }
        if givingUp { logger.notice("A job was given up after \(job.attempts) attempts: \(job.kind): \(error)") }
        if givingUp, !entry.keepsGivenUp(job) {
            return await attempt("Forgetting a failed job") {
                try await queue.database.write { try JobQueries.finish(job, by: node, at: now, $0) }
            }
        }
        let next = givingUp ? now : now + JobRunner.pause(after: job.attempts)
        await attempt("Keeping a failed job") {
            try await queue.database.write { connection in
                try JobQueries.postpone(
                    job,
                    by: node,
                    until: next,
                    error: String("\(error)".prefix(500)),
                    givingUp: givingUp,
                    at: now,
                    connection
                )
            }
        }
    }

    /// 15 s, doubled with each attempt up to 6 h, and up to a quarter more so that those who failed together come apart.
    static func pause(after attempts: Int) -> Duration {
        let seconds = min(15 << min(max(attempts - 1, 0), 12), 6 * 3600)
        return .seconds(seconds) + .milliseconds(Int.random(in: 0...(seconds * 250)))
    }

    private func attempt(_ what: String, _ body: () async throws -> Void) async {
        do { try await body() } catch { logger.warning("\(what) failed: \(error)") }
    }
}

/// An attempt took longer than its kind may.
struct JobTimedOut: Error, CustomStringConvertible {
    let limit: Duration
    var description: String { "not done within \(limit)" }
}

/// Runs `body`, cancels it after `limit`, and then throws `JobTimedOut`.
func within(_ limit: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask(operation: body)
        group.addTask {
            try await Task.sleep(for: limit)
            throw JobTimedOut(limit: limit)
        }
        defer { group.cancelAll() }
        try await group.next()
    }
}
