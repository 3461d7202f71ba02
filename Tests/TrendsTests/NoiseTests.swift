// How many people make news: few of a hundred thousand, and many where people always come in clusters.

import Basics
import Testing

@testable import Trends

@Suite("Noise")
struct NoiseTests {
    @Test("the least number of people grows like the square root of those who are active")
    func root() {
        let parameters = TrendParameters()
        #expect([30, 300, 2000, 100_000].map(parameters.leastPeople(activePeople:)) == [5, 5, 10, 70])
    }

    @Test("499 of 100,000 people within three minutes are listed")
    func few() throws {
        let found = Course().run(people: 0..<499, seconds: 180, activePeople: 100_000)
        #expect(try #require(found).state == .listed)
    }

    @Test("a tag whose people come in clusters is no news by one more, once that is known")
    func clusters() {
        var simulation = Simulation(seed: 5, activePeople: 3000)
        for tag in Int64(1)...6 {
            // Forty people a day, in clusters of ten on the average: variance about twenty times the mean.
            for hour in Int64(0)..<24 * 24 {
                for _ in 0..<simulation.dice.count(4.0 / 24) {
                    let begin = hour * 3600 + simulation.dice.below(1800)
                    repeat {
                        let person = simulation.dice.below(3000)
                        let at = begin + simulation.dice.below(1800)
                        simulation.uses.append(Simulation.Use(at: at, tag: tag, person: person))
                    } while simulation.dice.unit() > 0.1
                }
            }
        }
        simulation.run(hours: 24 * 24, step: 900)
        let entries = (1...6).flatMap { simulation.entries[$0] ?? [] }
        #expect(entries.contains { $0 < 2 * 86_400 })
        #expect(entries.filter { $0 > 7 * 86_400 }.count <= 2)
    }

    @Test("a second wave is heard as soon as nearly as many came as for the first")
    func wave() {
        var simulation = Simulation(seed: 3, activePeople: 3000)
        simulation.add(1, hours: 30..<30 + 72) { _ in 300 }
        let again: Int64 = (30 + 72 + 80) * 3600
        simulation.add(1, people: 20, from: again, seconds: 3 * 3600)
        simulation.run(hours: again / 3600 + 4, step: 600)
        #expect(simulation.entered(1...1, within: again..<again + 4 * 3600) == [1])
    }

    @Test("a movement does not hide the next one of its tag")
    func second() {
        var simulation = Simulation(seed: 2, activePeople: 2000)
        simulation.add(1, hours: 30..<30 + 72) { _ in 300 }
        simulation.add(1, people: 60, from: 9 * 86_400, seconds: 1800)
        simulation.run(hours: 9 * 24 + 2, step: 600)
        #expect(simulation.entered(1...1, within: 9 * 86_400..<9 * 86_400 + 3600) == [1])
    }
}
