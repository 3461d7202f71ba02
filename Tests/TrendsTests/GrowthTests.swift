// What grows slowly is compared with last week and last month.

import Basics
import Testing

@testable import Trends

@Suite("Slow growth")
struct GrowthTests {
    @Test("a game that doubles every eight days is listed while it grows, and no tag that stays as it is")
    func game() throws {
        var simulation = Simulation(seed: 10, activePeople: 300)
        simulation.add(1, hours: 0..<48 * 24) { 0.5 * doubled(Double($0) / 24 / 8) }
        for tag in Int64(2)...8 { simulation.add(tag, hours: 0..<48 * 24) { _ in Double(tag * tag) } }
        simulation.run(hours: 48 * 24, step: 3600)
        // Ten people a day on day 35; half as many a week before.
        let first = try #require(simulation.entries[1]?.first)
        #expect(first < 44 * 86_400)
        let end: Int64 = 48 * 86_400
        #expect(simulation.lastListed[1] == end)
        #expect(simulation.latest.first { $0.tag == 1 }?.comparison == .month)
        #expect(simulation.entered(2...8, within: 8 * 86_400..<48 * 86_400) == [])
    }

    @Test("a protest that doubles every day is listed when enough people are there", arguments: [300, 100_000])
    func protest(_ activePeople: Int) throws {
        var simulation = Simulation(seed: 11, activePeople: activePeople)
        simulation.add(1, hours: 0..<8 * 24) { doubled(Double($0) / 24) }
        simulation.run(hours: 8 * 24)
        let first = try #require(simulation.entries[1]?.first)
        // Twenty people a day after 4.3 days, seventy after 6.1.
        #expect(first < (activePeople == 300 ? 126 : 170) * 3600)
    }

    private func doubled(_ times: Double) -> Double {
        let whole = times.rounded(.down)
        return Double(sign: .plus, exponent: Int(whole), significand: 1) * pow2(times - whole - 1) * 2
    }
}
