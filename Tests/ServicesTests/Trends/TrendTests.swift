// From posts to trends: listed, held, decided about, and what is kept over a restart.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing
import Trends

@Suite("Listed and held trends")
struct TrendTests {
    static func crowd(_ count: Int64, _ here: PeopleFixture, tag: String = "metoo") async throws {
        for id in 100..<100 + count {
            if try await here.services.accounts.account(id) == nil {
                try await here.add(id, "person\(id)") { $0.createdAt = $0.createdAt - .seconds(90 * 86_400) }
            }
            try await here.post("me too #\(tag)", by: id)
        }
    }

    @Test("a tag that many use is listed with its reasons, and has a span", arguments: TestEngine.available)
    func listed(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let metoo = try #require(TagName("MeToo"))
            try await here.services.restoreTrends()
            try await Self.crowd(12, here)
            try await here.services.refreshTrends()
            #expect(try await here.services.trends().isEmpty)
            here.time.move(.seconds(5))
            try await here.services.refreshTrends()
            let trend = try #require(try await here.services.trends().first)
            #expect(trend.tag.name == "metoo")
            #expect(trend.people == 12)
            #expect(trend.shelf == .breaking)
            #expect(
                trend.explanation
                    == "12 people in 15 minutes, where hardly anybody is usual, a trend since \(trend.since.iso8601.dropFirst(11).prefix(5)) UTC."
            )
            here.time.move(.seconds(5))
            let magnitude = try #require(try await here.services.tagMagnitude(metoo))
            #expect(magnitude.people == 12)
            #expect(magnitude.spans.map(\.shelf) == [.breaking])
            #expect(magnitude.spans.first?.to == nil)
            #expect(magnitude.trend?.tag == trend.tag)
            // Nobody is left: the trend and its span end.
            for id in Int64(100)..<112 { try await here.services.moderate(id, .suspend, by: .commandLine) }
            here.time.move(.seconds(5))
            try await here.services.refreshTrends()
            #expect(try await here.services.trends().isEmpty)
            here.time.move(.seconds(5))
            let after = try #require(try await here.services.tagMagnitude(metoo))
            #expect(after.people == 0)
            #expect(after.spans.first?.to != nil)
        }
    }

    @Test("moderators decide: never, always, refuse and approve", arguments: TestEngine.available)
    func rulings(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let tag = try #require(TagName("metoo"))
            try await Self.crowd(12, here)
            let refresh = {
                here.time.move(.seconds(5))
                try await here.services.refreshTrends()
                return (
                    try await here.services.trends().map(\.tag.name),
                    try await here.services.heldTrends().map { $0.held.map(\.gate) }
                )
            }
            _ = try await refresh()
            for ruling in [TrendRuling.never, .refuse] {
                try await here.services.ruleTrend(tag, ruling, by: .commandLine)
                let (listed, held) = try await refresh()
                #expect(listed == [])
                #expect(held == [[.moderator]])
            }
            for ruling in [TrendRuling.always, .approve, nil] {
                try await here.services.ruleTrend(tag, ruling, by: .commandLine)
                #expect(try await refresh().0 == ["metoo"])
            }
        }
    }

    @Test("a server that starts again takes its trends up", arguments: TestEngine.available)
    func restart(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await Self.crowd(12, here)
            for _ in 0..<2 {
                try await here.services.refreshTrends()
                here.time.move(.seconds(5))
            }
            let before = try #require(try await here.services.trends().first)
            try await here.services.keepTrendStates()
            let again = Services(database: here.services.database, site: here.services.site, clock: here.time.clock)
            try await again.restoreTrends()
            try await again.refreshTrends()
            let after = try #require(try await again.trends().first)
            #expect(after.people == before.people)
            #expect(after.shelf == before.shelf)
            #expect(abs(after.since.milliseconds - before.since.milliseconds) < 60_000)
            let (first, second) = (
                try await here.services.tagMagnitude(try #require(TagName("metoo"))),
                try await again.tagMagnitude(try #require(TagName("metoo")))
            )
            #expect(first?.rates == second?.rates)
            #expect(first?.people == second?.people)
        }
    }

    @Test("what one node has learned from more hours is not written over by another", arguments: TestEngine.available)
    func nodes(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await Self.crowd(12, here)
            let name = try #require(TagName("metoo"))
            let tag = try #require(try await here.services.tagReference(name)).id
            // The other node has followed the tag for thirty hours.
            var other = TrendEngine()
            let now = here.time.clock.now()
            for hour in Int64(0)...30 {
                let at = now - .seconds((30 - hour) * 3600)
                for person in Int64(0)..<4 {
                    other.record(
                        TagUse(tag: tag, person: person, post: hour, at: at, accountCreatedAt: Timestamp(seconds: 0))
                    )
                }
                _ = other.refresh(now: at, activePeople: 100, isNewServer: false)
            }
            let known = try #require(other.states()[tag])
            try await here.services.database.write { try TrendQueries.save(known, of: tag, at: now, $0) }
            try await here.services.refreshTrends()
            try await here.services.keepTrendStates()
            let kept = try await here.services.database.read { try TrendQueries.states(after: tag - 1, limit: 1, $0) }
            #expect(TrendEngine.hoursLearned(try #require(kept.first).state) == 30)
        }
    }

    @Test(
        "statuses that many support trend, one of each author, of those who are discoverable",
        arguments: TestEngine.available
    )
    func statuses(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let garden = try #require(TagName("garden"))
            try await Self.crowd(4, here, tag: "garden")
            let open = try await here.post("#garden", by: PeopleFixture.alice)
            let hidden = try await here.post("#garden", by: PeopleFixture.bob)
            try await here.services.updateProfile(of: PeopleFixture.alice, ProfileChanges(isDiscoverable: true))
            for id in Int64(100)..<104 {
                _ = try await here.services.favouriteStatus(open, by: id)
                _ = try await here.services.favouriteStatus(hidden, by: id)
            }
            #expect(try await here.services.trendingStatuses() == [open])
            let tag = try #require(try await here.services.tagReference(garden))
            let voices = try await here.services.voices(ofTag: tag.id, limit: 5)
            #expect(voices.newest == [open])
            #expect(voices.supported == [open])
        }
    }
}
