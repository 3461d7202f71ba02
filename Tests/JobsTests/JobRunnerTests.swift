// Jobs are done once, tried again when they fail, and survive those who do them.
import Basics
import Database
import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("Running jobs")
struct JobRunnerTests {
    @Test("a job is done once, with what was written", arguments: TestEngine.available)
    func once(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle("greet") { seen.note("\($0.payload) \($0.attempts) \($0.host ?? "-")") }
            try await shop.working(handlers) {
                try await shop.add(JobDraft(kind: "greet", payload: "[1]", host: "b.example"))
                try await seen.wait(for: 1)
                try await shop.add(JobDraft(kind: "greet", payload: "[2]"))
                try await seen.wait(for: 2)
            }
            #expect(seen.all == ["[1] 1 b.example", "[2] 1 -"])
            #expect(try await shop.backlog() == [0, 0])
            #expect(shop.queue.figures == JobQueue.Figures(done: 2))
        }
    }

    @Test(
        "a job waits for its time, and one of a kind nobody knows waits for somebody",
        arguments: TestEngine.available
    )
    func later(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle("greet") { seen.note($0.payload) }
            let later = shop.queue.clock.now() + .seconds(60)
            try await shop.working(handlers) {
                try await shop.add(
                    JobDraft(kind: "greet", payload: "later", runAt: later),
                    JobDraft(kind: "unknown"),
                    JobDraft(kind: "greet", payload: "now")
                )
                try await seen.wait(for: 1)
                #expect(seen.all == ["now"])
                shop.advance(.seconds(60))
                shop.queue.wake()
                try await seen.wait(for: 2)
            }
            #expect(seen.all == ["now", "later"])
            #expect(try await shop.backlog() == [1, 0])
        }
    }

    @Test("a failure is tried again, later each time, and given up in the end", arguments: TestEngine.available)
    func failures(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle("break", attempts: 3) {
                seen.note("\($0.attempts)")
                throw Broken()
            }
            handlers.handle("refuse") { _ in
                seen.note("refused")
                throw JobRefused("there is nobody")
            }
            try await shop.working(handlers) {
                try await shop.add(JobDraft(kind: "break", key: "k"))
                for attempt in 1...3 {
                    try await seen.wait(for: attempt)
                    try await until { shop.queue.figures.failed + shop.queue.figures.givenUp == attempt }
                    // The pause is 15 s, then 30 s, each with up to a quarter more.
                    shop.advance(.seconds(attempt == 1 ? 19 : 38))
                    shop.queue.wake()
                }
                try await shop.add(JobDraft(kind: "refuse"))
                try await seen.wait(for: 4)
                try await until { shop.queue.figures.givenUp == 2 }
            }
            #expect(seen.all == ["1", "2", "3", "refused"])
            #expect(try await shop.backlog() == [0, 2])
            shop.advance(.seconds(8 * 86_400))
            try await shop.queue.forgetDead()
            #expect(try await shop.backlog() == [0, 0])
        }
    }

    @Test("a job that says what nobody may keep is forgotten when it is given up", arguments: TestEngine.available)
    func forgotten(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            var handlers = JobHandlers()
            handlers.handle("refuse", keepsGivenUp: { $0.payload != "secret" }) { _ in throw JobRefused("no") }
            try await shop.working(handlers) {
                try await shop.add(JobDraft(kind: "refuse", payload: "secret"), JobDraft(kind: "refuse"))
                try await until { shop.queue.figures.givenUp == 2 }
            }
            #expect(try await shop.rows() == 0)
            #expect(try await shop.backlog() == [0, 1])
        }
    }

    @Test("what takes too long is cancelled and has failed", arguments: TestEngine.available)
    func timeout(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            var handlers = JobHandlers()
            handlers.handle("sleep", timeout: .milliseconds(50)) { _ in try await Task.sleep(for: .seconds(3600)) }
            try await shop.working(handlers) {
                try await shop.add(JobDraft(kind: "sleep"))
                try await until { shop.queue.figures.failed == 1 }
            }
        }
    }

    @Test("of one kind and key there is one, and it can be called off", arguments: TestEngine.available)
    func keys(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let now = shop.queue.clock.now()
            try await shop.add(
                JobDraft(kind: "greet", payload: "first", key: "a", runAt: now + .seconds(60)),
                JobDraft(kind: "greet", payload: "second", key: "a", runAt: now + .seconds(90)),
                JobDraft(kind: "greet", payload: "other", key: "b", runAt: now + .seconds(60)),
                JobDraft(kind: "other", payload: "third", key: "a", runAt: now + .seconds(60)),
                // Earlier: the one that waits is due earlier.
                JobDraft(kind: "greet", payload: "fourth", key: "a", runAt: now)
            )
            #expect(try await shop.backlog() == [1, 0])
            try await shop.database.write { try JobQueries.cancel(kind: "greet", key: "b", $0) }
            let seen = Seen()
            var handlers = JobHandlers()
            for kind in ["greet", "other"] { handlers.handle(kind) { seen.note($0.payload) } }
            try await shop.working(handlers) {
                try await seen.wait(for: 1)
                shop.advance(.seconds(120))
                shop.queue.wake()
                try await seen.wait(for: 2)
            }
            #expect(seen.all == ["first", "third"])
        }
    }

    @Test(
        "what a node had begun when it died is done when it is back, or by another in time",
        arguments: TestEngine.available
    )
    func death(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            try await shop.add(JobDraft(kind: "greet", payload: "a"))
            for node in [Int64(0), 7] {
                #expect(try await shop.leaseAndDie("greet", node: node).count == 1)
                if node == 0 { try await shop.add(JobDraft(kind: "greet", payload: "b")) }
            }
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle("greet") { seen.note("\($0.payload) \($0.attempts)") }
            try await shop.working(handlers) {
                try await seen.wait(for: 1)
                #expect(seen.all == ["a 2"])
                // Done is a job when its end is written down; only the other one is left then.
                for _ in 0..<2000 where try await shop.rows() > 1 { try await Task.sleep(for: .milliseconds(10)) }
                shop.advance(JobQueue.lease)
                shop.queue.wake()
                try await seen.wait(for: 2)
            }
            #expect(seen.all == ["a 2", "b 2"])
        }
    }

    @Test(
        "a job that is broken off by the end of the server is there again, uncounted",
        arguments: TestEngine.available
    )
    func shutdown(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle("wait") { job in
                seen.note("\(job.attempts)")
                if seen.all.count == 1 { try await Task.sleep(for: .seconds(3600)) }
            }
            try await shop.working(handlers) {
                try await shop.add(JobDraft(kind: "wait"))
                try await seen.wait(for: 1)
            }
            #expect(try await shop.backlog() == [1, 0])
            let again = shop.queue(node: 0)
            try await shop.working(handlers, on: again) { try await seen.wait(for: 2) }
            #expect(seen.all == ["1", "1"])
        }
    }

    @Test("one host takes no more than its share", arguments: TestEngine.available)
    func hosts(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let seen = Seen()
            let now = Mutex(0)
            let most = Mutex(0)
            var handlers = JobHandlers()
            handlers.handle("deliver") { job in
                guard job.host == "slow.example" else { return seen.note("quick") }
                let count = now.withLock { count in
                    count += 1
                    return count
                }
                most.withLock { $0 = max($0, count) }
                try await Task.sleep(for: .milliseconds(40))
                now.withLock { $0 -= 1 }
                seen.note("slow")
            }
            for _ in 0..<20 { try await shop.add(JobDraft(kind: "deliver", host: "slow.example")) }
            try await shop.add(JobDraft(kind: "deliver", host: "quick.example"))
            try await shop.working(handlers) { try await seen.wait(for: 21) }
            #expect(most.withLock { $0 } <= 2)
            #expect(seen.all.prefix(10).contains("quick"))
        }
    }

    @Test(
        "a kind whose hosts are all slow holds up nothing of another kind, however much of it waits",
        arguments: TestEngine.available
    )
    func kinds(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let seen = Seen()
            let looking = Seen()
            var handlers = JobHandlers()
            handlers.handle("look", timeout: .seconds(600), limits: JobLimits(atOnce: 3, ofOneHost: 2)) { job in
                looking.note(job.host ?? "")
                // Its host never answers.
                try await Task.sleep(for: .seconds(3600))
            }
            handlers.handle("mail") { seen.note("mail \($0.payload)") }
            handlers.handle("post") { seen.note("post \($0.payload)") }
            try await shop.database.write { connection in
                for number in 0..<240 {
                    let job = JobDraft(kind: "look", host: "\(number / 4).slow.example")
                    try JobQueries.insert(job, at: shop.queue.clock.now(), connection)
                }
            }
            try await shop.working(handlers) {
                try await looking.wait(for: 3)
                for number in 0..<20 {
                    try await shop.add(JobDraft(kind: "mail", payload: "\(number)", host: "mail"))
                    try await shop.add(JobDraft(kind: "post", payload: "\(number)"))
                }
                try await seen.wait(for: 40)
                // Three at once, and two of them of one host.
                #expect(looking.all.count == 3 && Set(looking.all).count == 2)
            }
            #expect(Set(seen.all).count == 40)
            // All of them are due again, as the server has stopped.
            #expect(try await shop.rows() == 240)
        }
    }

    @Test("several nodes never do the same job", arguments: TestEngine.available)
    func nodes(_ engine: TestEngine) async throws {
        try await Workshop.open(engine) { shop in
            let seen = Seen()
            var handlers = JobHandlers()
            handlers.handle("greet") { seen.note($0.payload) }
            for number in 0..<100 { try await shop.add(JobDraft(kind: "greet", payload: "\(number)")) }
            try await shop.working(handlers) {
                try await shop.working(handlers, on: shop.queue(node: 1)) { try await seen.wait(for: 100) }
            }
            #expect(Set(seen.all).count == 100 && seen.all.count == 100)
            #expect(try await shop.backlog() == [0, 0])
        }
    }
}
