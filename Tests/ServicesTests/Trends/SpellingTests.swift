// Spellings of one word, and one event under two names, from posts to what is listed.
import Basics
import Domain
import Services
import TestSupport
import Testing

@Suite("Spellings, and trends of the same people")
struct TrendSpellingTests {
    private func answer(_ people: Range<Int64>, _ here: PeopleFixture, text: (Int64) -> String) async throws {
        for id in people {
            if try await here.services.accounts.account(id) == nil {
                try await here.add(id, "person\(id)") { $0.createdAt = $0.createdAt - .seconds(90 * 86_400) }
            }
            _ = try await here.post(text(id), by: id)
        }
    }

    private func refresh(_ here: PeopleFixture) async throws -> [Trend] {
        for _ in 0..<3 {
            here.time.move(.seconds(5))
            try await here.services.refreshTrends()
        }
        return try await here.services.trends()
    }

    @Test(
        "spellings that are few alone are a trend together; a moderator refuses one of them",
        arguments: TestEngine.available
    )
    func spellings(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let tags = ["MeToo", "me_too", "metooo", "MeToo2017"]
            try await answer(100..<116, here) { "me too #\(tags[Int($0) % 4])" }
            let trend = try #require(try await refresh(here).first)
            #expect(trend.people == 16)
            #expect(trend.companions.map(\.people) == [4, 4, 4])
            #expect(trend.explanation.hasPrefix("16 people in 15 minutes, with 4 spellings of one word, where"))
            let refused = try #require(trend.companions.first?.tag)
            try await here.services.ruleTrend(try #require(TagName(refused.name)), .refuse, by: .commandLine)
            let after = try #require(try await refresh(here).first)
            #expect(after.people == 12)
            #expect(!after.companions.map(\.tag).contains(refused))
        }
    }

    @Test("two trends of the same people are one, whose spans go on", arguments: TestEngine.available)
    func shared(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            // Others who are active, so that sharing people is no chance.
            try await answer(300..<360, here) { _ in "good morning" }
            try await answer(100..<120, here) { _ in "the earth shook #earthquake" }
            try await answer(112..<126, here) { _ in "la tierra tembló #sismo" }
            let trends = try await refresh(here)
            #expect(trends.map(\.tag.name) == ["earthquake"])
            #expect(trends.first?.companions.map(\.tag.name) == ["sismo"])
            #expect(trends.first?.companions.map(\.kind) == [.people])
            #expect(try await here.services.trends(withCompanions: true).count == 2)
            let sismo = try #require(TagName("sismo"))
            let magnitude = try #require(try await here.services.tagMagnitude(sismo))
            #expect(magnitude.trend?.companionOf == trends.first?.tag)
            #expect(magnitude.spans.first?.to == nil && magnitude.spans.count == 1)
        }
    }
}
