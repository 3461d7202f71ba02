// What has ended leaves, what is asleep stays, and what is largest now comes first.

import Basics
import Testing

@testable import Trends

@Suite("Ends of trends")
struct EndTests {
    @Test("an earthquake leaves within two hours of its end", arguments: [(300, 60), (3000, 300)] as [(Int, Int64)])
    func ended(_ activePeople: Int, _ people: Int64) {
        var simulation = Simulation(seed: 6, activePeople: activePeople)
        for tag in Int64(1)...30 {
            simulation.add(tag, hours: 0..<6 * 24) { _ in Double(activePeople) / 15 / Double(tag) }
        }
        let begin: Int64 = 5 * 86_400 + 14 * 3600
        simulation.add(99, people: people, from: begin, seconds: 5400)
        simulation.run(hours: 6 * 24)
        #expect(simulation.entries[99]?.count == 1)
        #expect((simulation.lastListed[99] ?? 0) < begin + 5400 + 7200)
        #expect((simulation.lastListed[99] ?? 0) > begin + 5400)
    }

    @Test("a crowd of a dozen leaves within hours of its end, too", arguments: [10, 12, 16] as [Int64])
    func few(_ people: Int64) {
        var simulation = Simulation(seed: 6, activePeople: 300)
        for tag in Int64(1)...30 { simulation.add(tag, hours: 0..<6 * 24) { _ in 20 / Double(tag) } }
        let begin: Int64 = 5 * 86_400 + 12 * 3600
        simulation.add(99, people: people, from: begin, seconds: 1200)
        simulation.run(hours: 6 * 24)
        #expect(simulation.entries[99]?.count == 1)
        #expect((simulation.lastListed[99] ?? 0) < begin + 1200 + 4 * 3600)
    }

    @Test("a movement that sleeps while its server sleeps stays")
    func asleep() {
        var simulation = Simulation(seed: 7, activePeople: 2000)
        for tag in Int64(1)...30 { simulation.add(tag, hours: 0..<9 * 24) { _ in 150 / Double(tag) } }
        simulation.add(99, hours: 5 * 24 + 12..<8 * 24 + 12) { _ in 60 }
        simulation.run(hours: 8 * 24 + 8)
        #expect(simulation.entries[99]?.count == 1)
        let end: Int64 = (8 * 24 + 8) * 3600
        #expect(simulation.lastListed[99] == end)
    }

    @Test("what came one by one over hours does not end by two quiet ones")
    func quietHours() {
        var simulation = Simulation(seed: 10, activePeople: 300)
        for tag in Int64(1)...30 { simulation.add(tag, hours: 0..<5 * 24) { _ in 30 / Double(tag) } }
        let begin: Int64 = 4 * 86_400 + 4 * 3600
        simulation.add(99, people: 14, from: begin, seconds: 8 * 3600)
        simulation.add(99, people: 14, from: begin + 11 * 3600, seconds: 5 * 3600)
        simulation.run(hours: 4 * 24 + 20)
        let end: Int64 = (4 * 24 + 20) * 3600
        #expect(simulation.entries[99]?.count == 1)
        #expect(simulation.lastListed[99] == end)
    }

    @Test("who came before the end does not make the next trend; as many new people do")
    func again() {
        var simulation = Simulation(seed: 8, activePeople: 2000)
        simulation.add(1, people: 60, from: 36_000, seconds: 3600)
        simulation.add(1, people: 3, from: 50_000, seconds: 600)
        simulation.add(1, people: 60, from: 72_000, seconds: 1800)
        simulation.run(hours: 22)
        let entries = simulation.entries[1] ?? []
        #expect(entries.count == 2)
        #expect((entries.last ?? 0) > 72_000)
    }

    @Test("recent people beyond what is usual count, half of them after an hour")
    func order() throws {
        var simulation = Simulation(seed: 9, activePeople: 2000)
        simulation.add(1, people: 400, from: 36_000, seconds: 1800)
        simulation.add(2, people: 100, from: 36_000 + 4 * 3600, seconds: 1800)
        simulation.add(3, people: 60, from: 36_000 + 4 * 3600, seconds: 1800)
        simulation.add(1, people: 90, from: 36_000 + 2 * 3600, seconds: 8000)
        simulation.run(hours: 15)
        let recent = simulation.latest.filter { $0.state == .listed }
        #expect(recent.sorted { $0.recent > $1.recent }.map(\.tag) == [2, 1, 3])
        let second = try #require(recent.first { $0.tag == 2 })
        #expect((50.0...80).contains(second.recent))
    }
}
