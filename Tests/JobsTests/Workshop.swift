// A queue to be worked on, and what its handlers have seen.
import Basics
import Database
import Domain
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Jobs

/// A queue on a database of its own, with a clock that is moved.
struct Workshop: Sendable {
    let database: Database
    let queue: JobQueue
    private let time: HandClock

    static func open(_ engine: TestEngine, _ body: (Workshop) async throws -> Void) async throws {
        try await withDatabase(engine, migrate: { try await Migrator.migrate($0) }) { database in
            let time = HandClock()
            try await body(
                Workshop(
                    database: database,
                    queue: JobQueue(database: database, clock: time.clock, node: 0),
                    time: time
                )
            )
        }
    }

    func advance(_ duration: Duration) { time.advance(duration) }

    /// Another process on the same database.
    func queue(node: Int) -> JobQueue { JobQueue(database: database, clock: time.clock, node: node) }

    func add(_ drafts: JobDraft...) async throws {
        let now = queue.clock.now()
        try await database.write { connection in
            for draft in drafts { try JobQueue.insert(draft, at: now, connection) }
        }
        queue.wake()
    }

    /// Late jobs and given up ones.
    func backlog() async throws -> [Int64] {
        let now = queue.clock.now()
        return try await database.read { connection in
            let (late, dead) = try JobQueries.backlog(now: now, connection)
            return [late, dead]
        }
    }

    /// All that are not given up, leased ones too.
    func rows() async throws -> Int64 {
        let far = queue.clock.now() + JobQueue.lease + .seconds(86_400)
        return try await database.read { try JobQueries.backlog(now: far, $0).late }
    }

    /// Waits until nothing is left to be done or being done, for 20 s at most.
    func waitUntilDone() async throws {
        for _ in 0..<2000 where try await rows() > 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try await rows() == 0)
    }

    /// Takes on what is due of a kind, as a node that is then killed.
    func leaseAndDie(_ kind: String, node: Int64) async throws -> [Job] {
        let now = queue.clock.now()
        return try await database.write { connection in
            try JobQueries.lease(
                kind: kind,
                exceptHosts: [],
                by: node,
                now: now,
                until: now + JobQueue.lease,
                limit: 9,
                connection
            )
        }
    }

    /// Runs the queue while `body` runs.
    func working(
        _ handlers: JobHandlers,
        on queue: JobQueue? = nil,
        _ body: () async throws -> Void
    ) async throws {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let runner = JobRunner(queue: queue ?? self.queue, handlers: handlers, logger: logger)
        let task = Task { await runner.run() }
        defer { task.cancel() }
        try await body()
        task.cancel()
        await task.value
    }
}

/// What handlers have seen, and how to wait for it.
final class Seen: Sendable {
    private let state = Mutex<[String]>([])

    var all: [String] { state.withLock { $0 } }

    func note(_ text: String) { state.withLock { $0.append(text) } }

    /// Waits until as many were noted, for 20 s at most.
    func wait(for count: Int) async throws {
        for _ in 0..<2000 where all.count < count { try await Task.sleep(for: .milliseconds(10)) }
        #expect(all.count >= count)
    }
}

/// What handlers fail with.
struct Broken: Error {}

/// Waits until a condition holds, for 20 s at most.
func until(_ condition: () -> Bool) async throws {
    for _ in 0..<2000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
    #expect(condition())
}
