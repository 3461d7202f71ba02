// A job with a key that is asked for while its like runs is done once more, and no more often than that.
import Basics
import Database
import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("Asking again for a job that runs")
struct AskedAgainTests {
    @Test("it is done once more, as it was asked for last", arguments: TestEngine.available)
    func onceMore(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let seen = Seen()
            let mayEnd = Mutex(false)
            var handlers = JobHandlers()
            handlers.handle("look") { job in
                seen.note("\(job.payload) \(job.attempts)")
                while !mayEnd.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
            }
            try await shop.working(handlers) {
                try await shop.add(JobDraft(kind: "look", payload: "first", key: "a"))
                try await seen.wait(for: 1)
                for payload in ["second", "third", "fourth"] {
                    try await shop.add(JobDraft(kind: "look", payload: payload, key: "a"))
                }
                // Two of a key never run at once.
                #expect(seen.all.count == 1)
                mayEnd.withLock { $0 = true }
                try await seen.wait(for: 2)
                try await shop.waitUntilDone()
            }
            #expect(seen.all == ["first 1", "fourth 1"])
            #expect(shop.queue.figures == JobQueue.Figures(done: 2))
        }
    }

    @Test("it is done once more when it was asked for, and not if that is called off", arguments: TestEngine.available)
    func later(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let now = shop.queue.clock.now()
            for seconds in [60, 30, 90] {
                try await shop.add(JobDraft(kind: "look", key: "a"), JobDraft(kind: "look", key: "b"))
                let jobs = try await shop.leaseAndDie("look", node: 0)
                #expect(jobs.count == 2)
                try await shop.add(
                    JobDraft(kind: "look", key: "a", runAt: now + .seconds(seconds)),
                    JobDraft(kind: "look", key: "a", runAt: now + .seconds(60)),
                    JobDraft(kind: "look", key: "b")
                )
                try await shop.database.write { connection in
                    try JobQueries.cancel(kind: "look", key: "b", connection)
                    for job in jobs { try JobQueries.finish(job, by: 0, at: now, connection) }
                }
                #expect(try await shop.rows() == 1)
                let earliest = min(seconds, 60)
                for (moment, isDue) in [(earliest - 1, false), (earliest, true)] {
                    let found = try await shop.database.read {
                        try JobQueries.isAnyDue(of: "look", by: now + .seconds(moment), $0)
                    }
                    #expect(found == isDue)
                }
                try await shop.database.write { try JobQueries.cancel(kind: "look", key: "a", $0) }
            }
        }
    }

    @Test("where its node dies, the next attempt is the one that was asked for", arguments: TestEngine.available)
    func death(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle("look") { seen.note("\($0.payload) \($0.attempts)") }
            // This node is soon back.
            try await shop.add(JobDraft(kind: "look", payload: "before", key: "a"))
            _ = try await shop.leaseAndDie("look", node: 0)
            try await shop.add(JobDraft(kind: "look", payload: "after", key: "a"))
            try await shop.working(handlers) { try await shop.waitUntilDone() }
            // The lease of another one ends, and what that one says too late changes nothing.
            try await shop.add(JobDraft(kind: "look", payload: "before", key: "b"))
            let late = try #require(try await shop.leaseAndDie("look", node: 7).first)
            try await shop.add(JobDraft(kind: "look", payload: "later", key: "b"))
            shop.advance(JobQueue.lease)
            #expect(try await shop.leaseAndDie("look", node: 8).map(\.payload) == ["later"])
            try await shop.add(JobDraft(kind: "look", payload: "last", key: "b"))
            let now = shop.queue.clock.now()
            try await shop.database.write { try JobQueries.finish(late, by: 7, at: now, $0) }
            #expect(try await shop.rows() == 1)
            shop.advance(JobQueue.lease)
            try await shop.working(handlers, on: shop.queue(node: 1)) { try await shop.waitUntilDone() }
            #expect(seen.all == ["after 2", "last 3"])
        }
    }

    @Test("one that fails is tried again at once, and given up as often as any", arguments: TestEngine.available)
    func failures(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle("look", attempts: 3) { job in
                seen.note("\(job.attempts)")
                // Asked for amid all but the last attempts; of a moment that does not move, there is no pause.
                if seen.all.count < 4 { try await shop.add(JobDraft(kind: "look", key: "a")) }
                throw Broken()
            }
            try await shop.working(handlers) {
                try await shop.add(JobDraft(kind: "look", key: "a"))
                try await seen.wait(for: 4)
                try await until { shop.queue.figures.failed == 3 }
            }
            // Given up amid the third, and begun again as that one was asked for; the fourth waits for its pause.
            #expect(seen.all == ["1", "2", "3", "1"])
            #expect(shop.queue.figures == JobQueue.Figures(done: 0, failed: 3, givenUp: 1))
            #expect(try await shop.backlog() == [0, 1])
            #expect(try await shop.rows() == 1)
        }
    }

    @Test("however it falls together with the end of a job, nobody asks in vain", arguments: TestEngine.available)
    func nobodyInVain(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let changes = Mutex(0)
            let seen = Mutex(0)
            let runs = Mutex(0)
            var handlers = JobHandlers()
            handlers.handle("look") { _ in
                runs.withLock { $0 += 1 }
                let now = changes.withLock { $0 }
                seen.withLock { $0 = max($0, now) }
            }
            let asked = 150
            try await shop.working(handlers) {
                try await shop.working(handlers, on: shop.queue(node: 1)) {
                    for _ in 0..<asked {
                        changes.withLock { $0 += 1 }
                        try await shop.add(JobDraft(kind: "look", key: "a"))
                    }
                    try await shop.waitUntilDone()
                }
            }
            #expect(seen.withLock { $0 } == asked)
            #expect(runs.withLock { $0 } <= asked)
        }
    }
}
