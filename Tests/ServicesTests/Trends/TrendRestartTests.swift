// What was decided about a trend, and since when it is one, over a crash, a start and a database that is away.
import Basics
import Database
import Domain
import Storage
import TestSupport
import Testing
import Trends

@testable import Services

@Suite("Trends after a start")
struct TrendRestartTests {
    private func look(_ services: Services, _ here: PeopleFixture, times: Int = 1) async throws {
        for _ in 0..<times {
            here.time.move(.seconds(5))
            try await services.refreshTrends()
        }
    }

    /// Another process on the same database.
    private func started(_ here: PeopleFixture, restored: Bool = true) async throws -> Services {
        let again = Services(database: here.services.database, site: here.services.site, clock: here.time.clock)
        if restored { try await again.restoreTrends() }
        return again
    }

    private func kept(_ here: PeopleFixture) async throws -> (rulings: [Int64: TrendRuling], open: [Int64: TrendSpan]) {
        try await here.services.database.read { (try TrendQueries.rulings($0), try TrendQueries.openSpans($0)) }
    }

    private func tag(_ name: String) throws -> TagName { try #require(TagName(name)) }

    private func id(_ name: String, _ here: PeopleFixture) async throws -> Int64 {
        let tag = try #require(TagName(name))
        return try #require(try await here.services.tagReference(tag)).id
    }

    @Test(
        "what a moderator refused stays refused after a crash, whether or not anything was kept of the trend",
        arguments: TestEngine.available,
        [true, false]
    )
    func refused(_ engine: TestEngine, _ isKept: Bool) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.services.restoreTrends()
            try await TrendTests.crowd(12, here)
            try await look(here.services, here, times: 2)
            let since = try #require(try await here.services.trends().first).since
            let name = try #require(TagName("metoo"))
            try await here.services.ruleTrend(name, .refuse, by: .commandLine)
            try await look(here.services, here, times: 2)
            #expect(try await kept(here).open.isEmpty)
            let tag = try await id("metoo", here)
            if !isKept {
                let end = here.time.clock.now() + .seconds(1)
                try await here.services.database.write {
                    try TrendQueries.removeStates(of: [tag], writtenBefore: end, $0)
                }
            }
            let again = try await started(here)
            for _ in 0..<4 {
                try await look(again, here)
                #expect(try await again.trends().isEmpty)
                #expect(try await kept(here).rulings == [tag: .refuse])
            }
            #expect(try await again.heldTrends().map { $0.held.map(\.gate) } == [[.moderator]])
            if isKept { #expect(try await again.heldTrends().first?.since == since) }
        }
    }

    @Test("a trend that ended while nobody looked is over a minute after the start", arguments: TestEngine.available)
    func ended(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.services.restoreTrends()
            try await TrendTests.crowd(12, here)
            try await look(here.services, here, times: 2)
            try await here.services.ruleTrend(try tag("metoo"), .approve, by: .commandLine)
            for id in Int64(100)..<112 { try await here.services.moderate(id, .suspend, by: .commandLine) }
            let again = try await started(here)
            try await look(again, here, times: 11)
            #expect(try await kept(here).open.count == 1)
            #expect(try await kept(here).rulings.count == 1)
            try await look(again, here)
            #expect(try await kept(here).open.isEmpty)
            #expect(try await kept(here).rulings.isEmpty)
        }
    }

    @Test("nothing ends before what was kept is read; what is read again counts once", arguments: TestEngine.available)
    func unread(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.services.restoreTrends()
            try await TrendTests.crowd(12, here)
            try await look(here.services, here, times: 2)
            try await here.services.ruleTrend(try tag("metoo"), .approve, by: .commandLine)
            let again = try await started(here, restored: false)
            try await look(again, here, times: 15)
            #expect(try await kept(here).open.count == 1)
            #expect(try await kept(here).rulings.count == 1)
            try await again.takeUpTrends()
            try await look(again, here)
            #expect(try await again.trends().map(\.people) == [12])
            #expect(try await kept(here).open.count == 1)
            let rates = try #require(try await again.trends().first).rates
            try await again.restoreTrends()
            try await look(again, here)
            #expect(try await again.trends().first?.rates.hour == rates.hour)
        }
    }

    @Test("spellings that are a trend together go on as one trend after a start", arguments: TestEngine.available)
    func spellings(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.services.restoreTrends()
            for (place, tag) in ["MeToo", "me_too", "metooo", "MeToo2017"].enumerated() {
                let first = Int64(100 + 10 * place)
                for id in first..<first + 4 {
                    try await here.add(id, "person\(id)") { $0.createdAt = $0.createdAt - .seconds(90 * 86_400) }
                    _ = try await here.post("me too #\(tag)", by: id)
                }
            }
            try await look(here.services, here, times: 2)
            let before = try #require(try await here.services.trends().first)
            let refused = try #require(before.companions.last?.tag)
            try await here.services.ruleTrend(try tag(refused.name), .refuse, by: .commandLine)
            here.time.move(.seconds(1800))
            try await look(here.services, here)
            let later = try #require(try await here.services.trends().first)
            let again = try await started(here)
            try await look(again, here)
            let after = try #require(try await again.trends().first)
            #expect((after.tag, after.since, after.people) == (later.tag, before.since, later.people))
            #expect(!after.companions.map(\.tag).contains(refused))
            try await look(again, here, times: 15)
            #expect(try await kept(here).rulings == [refused.id: .refuse])
            let span = try #require(try await kept(here).open[after.tag.id])
            #expect(span.from == before.since)
            let spans = try await here.services.database.read { try TrendQueries.spans(of: after.tag.id, limit: 5, $0) }
            #expect(spans.count == 1)
        }
    }

    @Test("a weekly meeting is no news after a restart in the middle of it", arguments: TestEngine.available)
    func weeks(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.services.restoreTrends()
            for _ in 0..<3 {
                try await TrendTests.crowd(12, here, tag: "choir")
                try await look(here.services, here, times: 2)
                for _ in 0..<168 {
                    here.time.move(.seconds(3600))
                    try await here.services.refreshTrends()
                }
            }
            try await TrendTests.crowd(12, here, tag: "choir")
            try await here.services.keepTrendStates()
            let again = try await started(here)
            try await look(again, here, times: 3)
            #expect(try await again.trends().map(\.shelf) == [.perennial])
            // Who has forgotten the weeks takes it for news.
            let tag = try await id("choir", here)
            let end = here.time.clock.now() + .seconds(1)
            try await here.services.database.write { try TrendQueries.removeStates(of: [tag], writtenBefore: end, $0) }
            let forgetful = try await started(here)
            try await look(forgetful, here, times: 3)
            #expect(try await forgetful.trends().map(\.shelf) == [.breaking])
        }
    }

    @Test("states that no node writes any more are deleted, and are not taken up", arguments: TestEngine.available)
    func states(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            for tag in ["old", "known", "elsewhere"] { try await here.post("#\(tag)", by: PeopleFixture.alice) }
            let tags = [try await id("old", here), try await id("known", here), try await id("elsewhere", here)]
            here.time.move(.seconds(2 * 86_400))
            let now = here.time.clock.now()
            var other = TrendEngine()
            for hour in Int64(0)...30 {
                let at = now - .seconds((30 - hour) * 3600)
                for person in Int64(0)..<4 {
                    let made = Timestamp(seconds: 0)
                    other.record(TagUse(tag: 1, person: person, post: hour, at: at, accountCreatedAt: made))
                }
                _ = other.refresh(now: at, activePeople: 100, isNewServer: false)
            }
            let state = try #require(other.states()[1])
            try await here.services.database.write {
                try TrendQueries.save(state, of: tags[0], at: now - .seconds(36 * 86_400), $0)
                try TrendQueries.save(state, of: tags[1], at: now - .seconds(10 * 86_400), $0)
                try TrendQueries.save([9], of: tags[2], at: now - .seconds(3600), $0)
            }
            let rows = { try await here.services.database.read { try TrendQueries.states(after: 0, limit: 9, $0) } }
            // Who has not read them yet deletes none.
            try await here.services.keepTrendStates()
            #expect(try await rows().count == 3)
            let again = try await started(here)
            try await again.refreshTrends()
            try await again.keepTrendStates()
            #expect(try await rows().map(\.tag) == [tags[1], tags[2]])
            #expect(try await rows().first?.updatedAt == now)
        }
    }

    @Test("of too many states the newest are taken up")
    func newest() {
        let now = Timestamp(seconds: 1_508_098_860)
        let times = (Int64(1)...9).map { (tag: $0, updatedAt: now - .seconds($0 * 5 * 86_400)) }
        #expect(Services.newest(times, most: 3, at: now) == [1, 2, 3])
        #expect(Services.newest(times, most: 100, at: now) == Set(1...6))
    }
}
