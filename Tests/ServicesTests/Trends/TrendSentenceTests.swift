// What the client API says of a trend in one English sentence.
import Basics
import Domain
import Testing

@testable import Services
@testable import Trends

@Suite("Sentences of trends")
struct TrendSentenceTests {
    private func sentence(_ people: Int, usual: Double, _ comparison: TrendComparison) throws -> String {
        let since = Timestamp(seconds: 1_508_098_860)
        let found = TrendAssessment(
            tag: 1,
            score: 6,
            window: 3600,
            people: people,
            weight: Double(people),
            usual: usual,
            comparison: comparison,
            tide: 1,
            recent: 1,
            peopleOfDay: people,
            servers: 1,
            since: since,
            peakPerSecond: 0,
            peakAt: nil,
            shelf: .breaking,
            state: .listed,
            failures: []
        )
        let trend = Trend(
            found,
            tag: TagReference(id: 1, name: "metoo", display: "MeToo"),
            companions: [],
            companionOf: nil,
            ruling: nil,
            rates: Rates(),
            at: since + .seconds(60)
        )
        return try #require(trend).explanation
    }

    @Test(
        "a large tag is not said to have 1 times its usual",
        arguments: [
            (140, .mean, "140 people in an hour, more than its usual, a trend since 20:21 UTC."),
            (150, .mean, "150 people in an hour, 2 times its usual, a trend since 20:21 UTC."),
            (
                140, .week,
                "140 people in an hour, more than what it has at this time of the week, a trend since 20:21 UTC."
            ),
            (
                140, .day,
                "140 people in an hour, more than what it has at this time of the day, a trend since 20:21 UTC."
            ),
            (90, .month, "90 people in an hour, more each week than in the last month, a trend since 20:21 UTC."),
        ] as [(Int, TrendComparison, String)]
    )
    func times(_ people: Int, _ comparison: TrendComparison, _ said: String) throws {
        #expect(try sentence(people, usual: 100, comparison) == said)
    }
}
