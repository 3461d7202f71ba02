// Who is in the silent figures, and when what they did brings a step nearer; what is shown of another server's people.
import Basics
import Domain
import Testing

@Suite("The rule of silent answers")
struct SilentRuleTests {
    private let rule = SilentRule.standard

    @Test("an account counts when it is a week old, and brings a step nearer some time after")
    func newcomers() {
        let (made, week) = (Timestamp(seconds: 1_508_000_000), Duration.seconds(7 * 86_400))
        #expect(rule.countsFrom(createdAt: made, at: made, delay: .seconds(5)) == made + week + .seconds(5))
        #expect(rule.countsFrom(createdAt: made, at: made + week, delay: .seconds(5)) == made + week)
        #expect(!rule.isEstablished(createdAt: made, at: made + week - .milliseconds(1)))
        #expect(rule.isEstablished(createdAt: made, at: made + week))
        #expect(rule.newest(at: made + week) == made)
    }

    @Test("of another server's people none is counted twice, and nothing is said of what they chose")
    func elsewhere() throws {
        // Silent, those who spoke, of whom both; what is shown as both.
        for (silent, spoke, both, shown) in [
            (11, 0, 0, 0), (11, 5, 0, 5), (30, 19, 2, 19), (19, 40, 3, 19), (60, 30, 15, 15), (60, 30, 3, 10),
            (60, 30, 28, 30), (25, 30, 25, 15), (400, 20, 20, 20),
        ] as [(Int64, Int64, Int64, Int64)] {
            var count = CallCount(answers: 2)
            (count.silent, count.unspecified, count.bothUnspecified) = ([silent - 11, 11], spoke, both)
            let figures = try #require(SilentFigures(of: count, able: nil))
            #expect(figures == SilentFigures(silent: silent, together: shown), "\(silent) \(spoke) \(both)")
            #expect(figures.together <= min(silent, spoke))
        }
        var few = CallCount(answers: 2)
        few.silent = [10, 0]
        #expect(SilentFigures(of: few, able: nil) == nil)
    }

    @Test("a step of another server's people asks for no number of people here")
    func due() {
        let now = Timestamp(seconds: 120)
        #expect(rule.isDue(waiting: 12, secret: 2, established: nil, last: nil, at: now))
        #expect(!rule.isDue(waiting: 11, secret: 2, established: nil, last: nil, at: now))
        #expect(!rule.isDue(waiting: 12, secret: 2, established: 19, last: nil, at: now))
        #expect(!rule.isDue(waiting: 12, secret: 2, established: nil, last: now, at: now))
    }
}
