// Working off what other servers sent: once, in order, and fairly.
import Basics
import Database
import Domain
import Foundation
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("The inbox")
struct InboxRunnerTests {
    private struct Fixture: Sendable {
        let database: Database
        let time = HandClock()
        let queue: InboxQueue
        let seen = Seen()

        init(_ database: Database, limits: InboxQueue.Limits = InboxQueue.Limits()) {
            self.database = database
            queue = InboxQueue(database: database, clock: time.clock, node: 0, limits: limits)
        }

        private func draft(_ id: String, of host: String, about object: String) -> InboxDraft {
            InboxDraft(
                activityID: "https://\(host)/\(id)",
                signer: "https://\(host)/users/dora",
                host: host,
                object: object,
                body: Array(id.utf8)
            )
        }

        func receive(_ id: String, of host: String, about object: String = "") async throws {
            try await queue.receive(draft(id, of: host, about: object), digest: Array("\(host) \(id)".utf8))
        }

        /// The same by another node, in a transaction that stays open for a moment after this returns.
        func receiveElsewhere(_ id: String, of host: String, about object: String) async throws {
            let other = try await openAgain(database)
            let (queue, now, written) = (queue, time.now, Seen())
            let draft = draft(id, of: host, about: object)
            Task {
                try await other.write { connection in
                    _ = try InboxQueries.insert(draft, digest: Array(id.utf8), at: now, connection)
                    written.note(id)
                    Thread.sleep(forTimeInterval: 0.2)
                }
                await other.close()
                queue.wake()
            }
            try await written.wait(for: 1)
        }

        func working(
            _ limits: InboxRunner.Limits = InboxRunner.Limits(),
            _ handler: @escaping InboxRunner.Handler,
            _ body: () async throws -> Void
        ) async throws {
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            let runner = InboxRunner(queue, limits: limits, logger: logger, handler: handler)
            let task = Task { await runner.run() }
            defer { task.cancel() }
            try await body()
            task.cancel()
            await task.value
        }

        func advance(_ duration: Duration) {
            time.advance(duration)
            queue.wake()
        }

        func waiting() async throws -> Int64 {
            try await database.read { try InboxQueries.waiting($0).reduce(0) { $0 + $1.count } }
        }

        /// Waits until nothing waits, for 20 s at most.
        func waitUntilDone() async throws {
            for _ in 0..<2000 where try await waiting() > 0 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try await waiting() == 0)
        }
    }

    private static func text(_ activity: InboxActivity) -> String { String(decoding: activity.body, as: UTF8.self) }

    private static func open(
        _ engine: TestEngine,
        limits: InboxQueue.Limits = InboxQueue.Limits(),
        _ body: (Fixture) async throws -> Void
    ) async throws {
        try await withDatabase(engine, migrate: { try await Migrator.migrate($0) }) { database in
            try await body(Fixture(database, limits: limits))
        }
    }

    @Test("what comes twice is worked on once", arguments: TestEngine.available)
    func once(_ engine: TestEngine) async throws {
        try await Self.open(engine) { fixture in
            for _ in 0..<3 { try await fixture.receive("1", of: "a.example") }
            try await fixture.working {
                fixture.seen.note(Self.text($0))
            } _: {
                try await fixture.waitUntilDone()
                try await fixture.receive("1", of: "a.example")
                try await fixture.receive("2", of: "a.example")
                try await fixture.waitUntilDone()
            }
            #expect(fixture.seen.all == ["1", "2"])
            let figures = fixture.queue.figures
            #expect(figures.received == 2 && figures.repeated == 3 && figures.waiting == 0)
        }
    }

    @Test(
        "of one host what is about the same goes in order, also when one of them fails",
        arguments: TestEngine.available
    )
    func order(_ engine: TestEngine) async throws {
        try await Self.open(engine) { fixture in
            for number in 1...4 {
                try await fixture.receive("x\(number)", of: "a.example", about: "x")
                try await fixture.receive("y\(number)", of: "a.example", about: "y")
            }
            try await fixture.working { activity in
                if Self.text(activity) == "x2", activity.attempts == 0 { throw Broken() }
                fixture.seen.note(Self.text(activity))
            } _: {
                try await fixture.seen.wait(for: 5)
                for _ in 0..<2000 where fixture.queue.figures.failed == 0 {
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(fixture.seen.all.filter { $0.hasPrefix("x") } == ["x1"])
                fixture.advance(.seconds(60))
                try await fixture.waitUntilDone()
            }
            #expect(fixture.seen.all.filter { $0.hasPrefix("x") } == ["x1", "x2", "x3", "x4"])
            #expect(fixture.seen.all.filter { $0.hasPrefix("y") } == ["y1", "y2", "y3", "y4"])
        }
    }

    @Test("what comes after a failure, about something else, does not wait for it", arguments: TestEngine.available)
    func goesOn(_ engine: TestEngine) async throws {
        try await Self.open(engine) { fixture in
            try await fixture.receive("x1", of: "a.example", about: "x")
            try await fixture.working { activity in
                if Self.text(activity) == "x1", activity.attempts == 0 { throw Broken() }
                fixture.seen.note(Self.text(activity))
            } _: {
                try await until { fixture.queue.figures.failed == 1 }
                try await fixture.receive("x2", of: "a.example", about: "x")
                try await fixture.receive("y1", of: "a.example", about: "y")
                // The clock stands still: x1 is not tried again yet.
                try await until { fixture.queue.figures.done == 1 }
                #expect(fixture.seen.all == ["y1"])
                fixture.advance(.seconds(60))
                try await fixture.waitUntilDone()
            }
            #expect(fixture.seen.all == ["y1", "x1", "x2"])
        }
    }

    @Test(
        "what another node takes in while a failure is written down does not wait for it either",
        arguments: TestEngine.available.filter { $0 == .postgres }
    )
    func meanwhile(_ engine: TestEngine) async throws {
        try await Self.open(engine) { fixture in
            try await fixture.receive("x1", of: "a.example", about: "x")
            try await fixture.working { activity in
                if Self.text(activity) == "x1", activity.attempts == 0 {
                    try await fixture.receiveElsewhere("y1", of: "a.example", about: "y")
                    throw Broken()
                }
                fixture.seen.note(Self.text(activity))
            } _: {
                try await until { fixture.queue.figures.done == 1 }
                #expect(fixture.seen.all == ["y1"])
                fixture.advance(.seconds(60))
                try await fixture.waitUntilDone()
            }
        }
    }

    @Test(
        "a host that sends without end, and one whose work takes long, hold up nobody",
        arguments: TestEngine.available
    )
    func fair(_ engine: TestEngine) async throws {
        try await Self.open(engine) { fixture in
            var limits = InboxRunner.Limits()
            (limits.hosts, limits.slowHosts, limits.moment, limits.batch) = (2, 8, .milliseconds(20), 10)
            for number in 0..<300 { try await fixture.receive("flood\(number)", of: "flood.example") }
            for host in 0..<4 { try await fixture.receive("slow\(host)", of: "slow\(host).example") }
            for host in 0..<10 { try await fixture.receive("quick\(host)", of: "quick\(host).example") }
            try await fixture.working(limits) { activity in
                if activity.host.hasPrefix("slow") { try await Task.sleep(for: .seconds(600)) }
                fixture.seen.note(Self.text(activity))
            } _: {
                try await fixture.seen.wait(for: 310)
            }
            let all = fixture.seen.all
            #expect(Set(all).count == 310)
            let lastQuick = all.lastIndex { $0.hasPrefix("quick") } ?? Int.max
            #expect(lastQuick < 280, "the flood came first")
        }
    }

    @Test("a refusal ends an activity, and so do eight failures", arguments: TestEngine.available)
    func ends(_ engine: TestEngine) async throws {
        try await Self.open(engine) { fixture in
            try await fixture.receive("no", of: "a.example")
            try await fixture.receive("broken", of: "b.example")
            try await fixture.working { activity in
                fixture.seen.note(Self.text(activity))
                if Self.text(activity) == "no" { throw InboxRefused("it is for nobody here") }
                throw Broken()
            } _: {
                for number in 1...8 {
                    try await fixture.seen.wait(for: number + 1)
                    for _ in 0..<2000 where fixture.queue.figures.failed + fixture.queue.figures.givenUp < number {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                    fixture.advance(.seconds(3600))
                }
                try await fixture.waitUntilDone()
            }
            #expect(fixture.seen.all.count { $0 == "broken" } == 8 && fixture.seen.all.count { $0 == "no" } == 1)
            #expect(fixture.queue.figures.givenUp == 1 && fixture.queue.figures.done == 1)
        }
    }

    @Test("what a node died over is done by another", arguments: TestEngine.available)
    func takeover(_ engine: TestEngine) async throws {
        try await Self.open(engine) { fixture in
            try await fixture.receive("1", of: "a.example")
            let now = fixture.time.clock.now()
            _ = try await fixture.database.write { connection in
                try LaneQueries.lease(.inbox, by: 7, now: now, until: now + LaneBoard.lease, limit: 9, connection)
            }
            try await fixture.working {
                fixture.seen.note(Self.text($0))
            } _: {
                try await Task.sleep(for: .milliseconds(100))
                #expect(fixture.seen.all.isEmpty)
                fixture.advance(LaneBoard.lease)
                try await fixture.waitUntilDone()
            }
            #expect(fixture.seen.all == ["1"])
        }
    }

    @Test("where too much waits, the door says so: of one host, or of all", arguments: TestEngine.available)
    func load(_ engine: TestEngine) async throws {
        var limits = InboxQueue.Limits()
        (limits.all, limits.each) = (5, 3)
        try await Self.open(engine, limits: limits) { fixture in
            for number in 0..<3 {
                #expect(fixture.queue.load(of: "a.example") == .open)
                try await fixture.receive("\(number)", of: "a.example")
            }
            #expect(fixture.queue.load(of: "a.example") == .busy(retryAfter: .seconds(60)))
            #expect(fixture.queue.load(of: "b.example") == .open)
            for number in 0..<2 { try await fixture.receive("\(number)", of: "b.example") }
            #expect(fixture.queue.load(of: "c.example") == .busy(retryAfter: .seconds(60)))
            // Another process counts what it finds.
            let other = InboxQueue(database: fixture.database, clock: fixture.time.clock, node: 1, limits: limits)
            try await other.maintain()
            #expect(other.load(of: "c.example") == .busy(retryAfter: .seconds(60)))
            try await fixture.working { _ in
            } _: {
                try await fixture.waitUntilDone()
                for _ in 0..<2000 where fixture.queue.figures.waiting > 0 {
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            #expect(fixture.queue.load(of: "a.example") == .open)
            #expect(fixture.queue.figures.shed == 2)
        }
    }
}
