// Sending to many hosts, some of which are slow, dead, busy or gone.
import Basics
import Database
import Domain
import Storage
import TestSupport
import Testing

@testable import Jobs

@Suite("Deliveries")
struct DeliveryRunnerTests {
    @Test("everything comes to every host once, and no lane is left", arguments: TestEngine.available)
    func all(_ engine: TestEngine) async throws {
        try await DeliveryFixture.open(engine) { fixture in
            let hosts = (0..<40).map { "h\($0).example" }
            try await fixture.sending {
                for number in 0..<3 { try await fixture.write("post \(number)", to: hosts, status: Int64(number)) }
                try await fixture.waitUntilSent()
            }
            for host in hosts { #expect(fixture.peers.heard(host).sorted() == ["post 0", "post 1", "post 2"]) }
            #expect(try await fixture.lanes() == 0)
            let progress = try await fixture.database.read { try DeliveryQueries.progress(ofStatus: 1, limit: 5, $0) }
            #expect(progress?.counts == DeliveryCounts(delivered: 40) && progress?.missing.isEmpty == true)
            #expect(fixture.queue.figures.delivered == 120 && fixture.queue.figures.failed == 0)
            #expect(try await fixture.host("h0.example")?.lastSuccessAt != nil)
        }
    }

    @Test("hosts that do not end hold up nobody else", arguments: TestEngine.available)
    func slow(_ engine: TestEngine) async throws {
        try await DeliveryFixture.open(engine) { fixture in
            var limits = DeliveryRunner.Limits()
            (limits.hosts, limits.slowHosts, limits.moment) = (2, 10, .milliseconds(20))
            let slow = (0..<6).map { "slow\($0).example" }
            for host in slow {
                fixture.peers.answer(host) { _ in
                    try? await Task.sleep(for: .seconds(600))
                    return .unreachable("no answer")
                }
            }
            let quick = (0..<20).map { "quick\($0).example" }
            try await fixture.write("post", to: slow + quick)
            try await fixture.sending(limits) {
                for _ in 0..<2000 where try await fixture.waiting() > 6 { try await Task.sleep(for: .milliseconds(10)) }
                #expect(try await fixture.waiting() == 6)
            }
            for host in quick { #expect(fixture.peers.heard(host) == ["post"]) }
        }
    }

    @Test("of one topic a host hears in order, also when one of them has to wait", arguments: TestEngine.available)
    func order(_ engine: TestEngine) async throws {
        try await DeliveryFixture.open(engine) { fixture in
            fixture.peers.answer("a.example") { delivery in
                let isFirst = String(decoding: delivery.body, as: UTF8.self) == "x1"
                return isFirst && delivery.attempts == 0 ? .later("500", retryAfter: nil) : .delivered
            }
            for body in ["x1", "x2", "x3"] { try await fixture.write(body, to: ["a.example"], topic: "x") }
            try await fixture.write("y1", to: ["a.example"], topic: "y")
            try await fixture.sending {
                for _ in 0..<2000 where fixture.peers.heard("a.example").isEmpty {
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(fixture.peers.heard("a.example") == ["y1"])
                try await fixture.settle("a.example")
                fixture.advance(.seconds(60))
                try await fixture.waitUntilSent()
            }
            #expect(fixture.peers.heard("a.example") == ["y1", "x1", "x2", "x3"])
        }
    }

    @Test(
        "a dead host is knocked at once a period, and after a week left alone until it speaks",
        arguments: TestEngine.available
    )
    func dead(_ engine: TestEngine) async throws {
        try await DeliveryFixture.open(engine) { fixture in
            fixture.peers.answer("dead.example", .unreachable("no answer"))
            for number in 0..<5 { try await fixture.write("post \(number)", to: ["dead.example"], status: 1) }
            try await fixture.sending {
                func knock(_ count: Int) async throws {
                    for _ in 0..<2000 where fixture.peers.attempts("dead.example") < count {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                    try await fixture.settle("dead.example")
                }
                // The first batch may have several under way; from then on one at a time.
                try await knock(1)
                let first = fixture.peers.attempts("dead.example")
                #expect(first <= 4)
                fixture.advance(.seconds(1))
                try await Task.sleep(for: .milliseconds(100))
                #expect(fixture.peers.attempts("dead.example") == first)
                fixture.advance(.seconds(15))
                try await knock(first + 1)
                #expect(fixture.peers.attempts("dead.example") == first + 1)
                try await fixture.queue.maintain()
                #expect(fixture.queue.isFailing("dead.example"))
                fixture.advance(.seconds(7 * 86_400))
                try await fixture.waitUntilSent()
                #expect(try await fixture.host("dead.example")?.unreachableSince != nil)
                // What is written now is counted, and not sent.
                let before = fixture.peers.attempts("dead.example")
                try await fixture.write("later", to: ["dead.example"], status: 2)
                #expect(try await fixture.waiting() == 0)
                try await fixture.queue.heard(from: "dead.example")
                #expect(!fixture.queue.isFailing("dead.example"))
                fixture.peers.answer("dead.example", .delivered)
                try await fixture.write("at last", to: ["dead.example"])
                try await fixture.waitUntilSent()
                #expect(fixture.peers.heard("dead.example") == ["at last"])
                #expect(fixture.peers.attempts("dead.example") == before + 1)
            }
            let progress = try await fixture.database.read { try DeliveryQueries.progress(ofStatus: 2, limit: 5, $0) }
            #expect(progress?.counts == DeliveryCounts(givenUp: 1))
        }
    }

    @Test("a host that speaks again within the week gets at once what waits", arguments: TestEngine.available)
    func speaks(_ engine: TestEngine) async throws {
        try await DeliveryFixture.open(engine) { fixture in
            fixture.peers.answer("a.example", .unreachable("no answer"))
            try await fixture.write("post", to: ["a.example"])
            try await fixture.sending {
                for _ in 0..<2000 where !fixture.queue.isFailing("a.example") {
                    try await Task.sleep(for: .milliseconds(5))
                }
                fixture.peers.answer("a.example", .delivered)
                try await fixture.queue.heard(from: "a.example")
                try await fixture.waitUntilSent()
            }
            #expect(fixture.peers.heard("a.example") == ["post"])
        }
    }

    @Test("429 with a time holds up the whole host for that time, and no other", arguments: TestEngine.available)
    func retryAfter(_ engine: TestEngine) async throws {
        try await DeliveryFixture.open(engine) { fixture in
            fixture.peers.answer("busy.example", .later("429", retryAfter: .seconds(600)))
            for number in 0..<5 { try await fixture.write("post \(number)", to: ["busy.example", "b.example"]) }
            try await fixture.sending {
                for _ in 0..<2000 where try await fixture.waiting() > 5 { try await Task.sleep(for: .milliseconds(5)) }
                try await fixture.settle("busy.example")
                let attempts = fixture.peers.attempts("busy.example")
                #expect(attempts <= 4)
                fixture.advance(.seconds(599))
                try await Task.sleep(for: .milliseconds(100))
                #expect(fixture.peers.attempts("busy.example") == attempts)
                #expect(!fixture.queue.isFailing("busy.example"))
                fixture.peers.answer("busy.example", .delivered)
                fixture.advance(.seconds(2))
                try await fixture.waitUntilSent()
            }
            #expect(fixture.peers.heard("busy.example").count == 5)
        }
    }

    @Test("410 and other refusals are not tried again", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await DeliveryFixture.open(engine) { fixture in
            fixture.peers.answer("gone.example", .gone)
            fixture.peers.answer("no.example", .refused("403"))
            try await fixture.write("post", to: ["gone.example", "no.example"], status: 1)
            try await fixture.sending {
                try await fixture.waitUntilSent()
                try await fixture.settle("gone.example")
                for _ in 0..<2000 where fixture.peers.gone.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            }
            #expect(fixture.peers.gone == ["https://gone.example/inbox"])
            let progress = try await fixture.database.read { try DeliveryQueries.progress(ofStatus: 1, limit: 5, $0) }
            #expect(progress?.counts == DeliveryCounts(refused: 2))
            #expect(progress?.missing.map(\.error) == ["gone", "403"])
            #expect(fixture.peers.attempts("gone.example") == 1 && fixture.peers.attempts("no.example") == 1)
        }
    }

    @Test("what a node had taken on when it died, another sends", arguments: TestEngine.available)
    func takeover(_ engine: TestEngine) async throws {
        try await DeliveryFixture.open(engine) { fixture in
            try await fixture.write("post", to: ["a.example", "b.example"])
            let now = fixture.time.clock.now()
            let taken = try await fixture.database.write { connection in
                try LaneQueries.lease(
                    .deliveries,
                    by: 7,
                    now: now,
                    until: now + LaneBoard.lease,
                    limit: 9,
                    connection
                )
            }
            #expect(taken.count == 2)
            try await fixture.sending {
                try await Task.sleep(for: .milliseconds(100))
                #expect(fixture.peers.heard("a.example").isEmpty)
                fixture.advance(LaneBoard.lease)
                try await fixture.waitUntilSent()
            }
            #expect(fixture.peers.heard("a.example") == ["post"] && fixture.peers.heard("b.example") == ["post"])
        }
    }

    @Test("two nodes share the hosts, and nobody hears anything twice", arguments: TestEngine.available)
    func nodes(_ engine: TestEngine) async throws {
        try await DeliveryFixture.open(engine) { one in
            let two = one.node(1)
            let hosts = (0..<30).map { "h\($0).example" }
            try await one.write("post", to: hosts)
            try await one.sending {
                try await two.sending {
                    two.queue.wake()
                    try await one.waitUntilSent()
                }
            }
            for host in hosts { #expect(one.peers.heard(host).count + two.peers.heard(host).count == 1) }
        }
    }

    @Test(
        "an activity that a host never takes is given up after a week, and others go on",
        arguments: TestEngine.available
    )
    func poison(_ engine: TestEngine) async throws {
        try await DeliveryFixture.open(engine) { fixture in
            fixture.peers.answer("a.example") { delivery in
                String(decoding: delivery.body, as: UTF8.self) == "bad" ? .later("500", retryAfter: nil) : .delivered
            }
            try await fixture.write("bad", to: ["a.example"], status: 1)
            try await fixture.sending {
                for number in 0..<40 {
                    try await fixture.write("good \(number)", to: ["a.example"])
                    for _ in 0..<2000 where !fixture.peers.heard("a.example").contains("good \(number)") {
                        fixture.advance(.milliseconds(500))
                        try await Task.sleep(for: .milliseconds(5))
                    }
                    fixture.advance(.seconds(6 * 3600))
                }
                try await fixture.waitUntilSent()
            }
            // On a slow machine a lease may end before its answer is noted, and one is sent twice.
            #expect(Set(fixture.peers.heard("a.example")).count == 40)
            let progress = try await fixture.database.read { try DeliveryQueries.progress(ofStatus: 1, limit: 5, $0) }
            #expect(progress?.counts == DeliveryCounts(givenUp: 1))
        }
    }
}
