// Recurring tasks: when they are due, that each fails alone, and that one node is at each.
import Basics
import Database
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("Recurring tasks")
struct ScheduleTests {
    /// What was done, in order.
    private final class Diary: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func note(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private struct Broken: Error {}

    private func schedule(_ shop: Workshop, node: Int = 0, _ tasks: [RecurringTask]) -> Schedule {
        Schedule(tasks, database: shop.database, clock: shop.queue.clock, node: node, logger: Logger(label: "test"))
    }

    @Test("a task is done at once and then at its interval, also after a new start", arguments: TestEngine.allCases)
    func interval(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let diary = Diary()
            let tasks = [
                RecurringTask("every minute", every: .seconds(60)) { diary.note("minute") },
                RecurringTask("every hour", every: .seconds(3600)) { diary.note("hour") },
            ]
            let first = schedule(shop, tasks)
            await first.runDue()
            await first.runDue()
            #expect(diary.all.sorted() == ["hour", "minute"])
            shop.advance(.seconds(61))
            // A program that starts now goes on from what stands in the database.
            await schedule(shop, tasks).runDue()
            #expect(diary.all.sorted() == ["hour", "minute", "minute"])
        }
    }

    @Test("a task that fails holds up no other, is counted, and is tried again", arguments: TestEngine.allCases)
    func failure(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let diary = Diary()
            let isBroken = Mutex(true)
            let one = schedule(
                shop,
                [
                    RecurringTask("a breaks", every: .seconds(60)) {
                        if isBroken.withLock({ $0 }) { throw Broken() }
                        diary.note("mended")
                    },
                    RecurringTask("b works", every: .seconds(60)) { diary.note("works") },
                ]
            )
            await one.runDue()
            shop.advance(.seconds(61))
            await one.runDue()
            #expect(diary.all == ["works", "works"])
            let failing = try await shop.database.read { try RecurringTaskQueries.failing($0) }
            #expect(failing.map(\.name) == ["a breaks"] && failing.map(\.failures) == [2])
            isBroken.withLock { $0 = false }
            shop.advance(.seconds(61))
            await one.runDue()
            #expect(diary.all.contains("mended"))
            #expect(try await shop.database.read { try RecurringTaskQueries.failing($0) }.isEmpty)
        }
    }

    @Test("of two nodes one does what concerns both, and each what concerns itself", arguments: TestEngine.allCases)
    func nodes(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let diary = Diary()
            func tasks(_ node: Int) -> [RecurringTask] {
                [
                    RecurringTask("shared", every: .seconds(60)) { diary.note("shared") },
                    RecurringTask("own", every: .seconds(60), by: .everyNode) { diary.note("own \(node)") },
                ]
            }
            let (one, two) = (schedule(shop, node: 0, tasks(0)), schedule(shop, node: 1, tasks(1)))
            async let first: Void = one.runDue()
            async let second: Void = two.runDue()
            _ = await (first, second)
            #expect(diary.all.sorted() == ["own 0", "own 1", "shared"])
        }
    }

    @Test("a task that takes long is kept for as long by the node that is at it", arguments: TestEngine.allCases)
    func patience(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let diary = Diary()
            let other = schedule(shop, node: 1, [RecurringTask("long", every: .seconds(60)) { diary.note("taken") }])
            let one = schedule(
                shop,
                node: 0,
                [
                    RecurringTask("long", every: .seconds(60), patience: .seconds(7200)) {
                        shop.advance(.seconds(7200))
                        await other.runDue()
                        diary.note("kept")
                        shop.advance(.seconds(61))
                        await other.runDue()
                    }
                ]
            )
            await one.runDue()
            #expect(diary.all == ["kept", "taken"])
        }
    }

    @Test(
        "what a dead node was at is taken over when its lease ends, or at its own next start",
        arguments: TestEngine.allCases
    )
    func deadNode(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let diary = Diary()
            let tasks = [RecurringTask("shared", every: .seconds(60)) { diary.note("done") }]
            let now = shop.queue.clock.now()
            try await shop.database.write { connection in
                try RecurringTaskQueries.add("shared", at: now, connection)
                let taken = try RecurringTaskQueries.lease(
                    "shared",
                    by: 7,
                    at: now,
                    until: now + .seconds(660),
                    connection
                )
                #expect(taken)
            }
            let other = schedule(shop, node: 1, tasks)
            await other.runDue()
            #expect(diary.all.isEmpty)
            shop.advance(.seconds(661))
            await other.runDue()
            #expect(diary.all == ["done"])
            // What comes of the dead node's turn after all changes nothing.
            try await shop.database.write {
                try RecurringTaskQueries.finish(
                    "shared",
                    by: 7,
                    failed: true,
                    next: now,
                    leasedUntil: now + .seconds(660),
                    $0
                )
            }
            await other.runDue()
            #expect(diary.all == ["done"])
            shop.advance(.seconds(61))
            let later = shop.queue.clock.now()
            try await shop.database.write {
                _ = try RecurringTaskQueries.lease("shared", by: 7, at: later, until: later + .seconds(660), $0)
            }
            await schedule(shop, node: 7, tasks).runDue()
            #expect(diary.all == ["done", "done"])
        }
    }
}
