// Tags that are always there, and have good days and bad ones: when their first days are over, and what is news of them.

import Basics
import Testing

@testable import Trends

@Suite("Tags with good and bad days")
struct RestlessTests {
    private static let day: Int64 = 86_400

    /// Times its mean that a day has, so that the variance is half of the mean's square.
    private static let days = [0.18, 0.35, 0.5, 0.67, 0.84, 1.05, 1.3, 1.65, 2.46]

    /// Tags with forty people a day in the mean, which is a variance of about twenty times the mean.
    private static func simulation(_ tags: ClosedRange<Int64>, days: Int64) -> Simulation {
        var simulation = Simulation(seed: 14, activePeople: 300)
        for tag in tags {
            let factors = (0..<days).map { _ in Self.days[Int(simulation.dice.below(9))] }
            simulation.add(tag, hours: 0..<days * 24) { 40 * factors[Int($0 / 24)] }
        }
        return simulation
    }

    @Test("a tag with good days and bad ones is hardly ever news once two weeks of it are known")
    func always() {
        var simulation = Self.simulation(1...24, days: 40)
        simulation.run(hours: 40 * 24, step: 1800)
        let late = simulation.entries.values.joined().filter { $0 > 14 * Self.day }
        #expect(late.count <= 3)
    }

    @Test("a movement in such a tag is news")
    func movement() {
        var simulation = Self.simulation(1...1, days: 30)
        let start = 29 * Self.day
        simulation.add(1, people: 60, from: start, seconds: 3600)
        simulation.run(hours: 30 * 24, step: 1800)
        #expect(simulation.entered(1...1, within: start..<start + 7200) == [1])
    }

    @Test("a movement of four days does not hide the next one")
    func again() {
        var simulation = Self.simulation(1...1, days: 30)
        simulation.add(1, hours: 16 * 24..<20 * 24) { _ in 500 }
        let start = 29 * Self.day
        simulation.add(1, people: 100, from: start, seconds: 3600)
        simulation.run(hours: 30 * 24, step: 1800)
        #expect(simulation.entered(1...1, within: start..<start + 7200) == [1])
    }

    @Test("what begins and simply stays is a trend for a week")
    func stays() throws {
        var simulation = Simulation(seed: 15, activePeople: 300)
        for tag in Int64(1)...4 { simulation.add(tag, hours: 24..<20 * 24) { _ in Double(30 * tag) } }
        simulation.run(hours: 20 * 24, step: 1800)
        for tag in Int64(1)...4 {
            let last = try #require(simulation.lastListed[tag])
            #expect(last > 3 * Self.day)
            #expect(last < 10 * Self.day)
        }
    }

    @Test("good days of a tag that is not always there tell nothing, nor do two days of a fortnight")
    func swing() {
        func learned(_ people: (Int64) -> Float) -> TagBaseline {
            TagBaselineTests.learned(hours: 24 * 14) { people($0 / 24) }
        }
        #expect(learned { $0 < 2 ? 400 : 20 }.swing == 0)
        #expect(learned { $0 < 6 ? 30 : 0 }.swing == 0)
        #expect(abs(learned { $0 % 4 == 0 ? 70 : 40 }.swing - 30) < 2)
        #expect(abs(learned { $0 < 4 ? 400 : 20 }.swing - 20) < 2)
        #expect(TagBaselineTests.learned(hours: 24 * 10) { $0 / 24 % 4 == 0 ? 60 : 20 }.swing == 0)
    }
}
