// A feast, a server that grows, an outage, a young server: what all tags do is no news of any of them.

import Basics
import Testing

@testable import Trends

@Suite("Tide")
struct TideTests {
    enum Course: String, CaseIterable { case feast, growth, outage }

    @Test("when the whole server does more, steady tags are no news, and a movement is", arguments: Course.allCases)
    func tide(_ course: Course) {
        var simulation = Simulation(seed: 3, activePeople: 800)
        let change: Int64 = 9 * 24 + 8
        for tag in Int64(1)...30 {
            simulation.add(tag, hours: 0..<13 * 24) { hour in
                let usual = 150 / Double(tag + 2)
                return switch course {
                case .feast: (change..<change + 16).contains(hour) ? 3 * usual : usual
                case .growth: hour < change ? usual : min(4, 1 + 3 * Double(hour - change) / 24) * usual
                case .outage: (change..<change + 6).contains(hour) ? 0 : hour == change + 6 ? 7 * usual : usual
                }
            }
        }
        simulation.add(99, people: 40, from: (change + 7) * 3600, seconds: 3600)
        simulation.run(hours: 13 * 24, step: 900)
        #expect(simulation.entered(1...30, within: change * 3600..<13 * 86_400).count <= 2)
        #expect(simulation.entered(99...99, within: (change + 7) * 3600..<(change + 8) * 3600) == [99])
    }

    @Test("on a server one day old twenty steady tags are no news, and a call is")
    func young() {
        var simulation = Simulation(seed: 4, activePeople: 200)
        for tag in Int64(1)...20 { simulation.add(tag, hours: 0..<96) { _ in 20 } }
        simulation.add(99, people: 30, from: 40 * 3600, seconds: 3600)
        simulation.run(hours: 96, step: 900)
        #expect(simulation.entered(1...20, within: 30 * 3600..<96 * 3600).count <= 1)
        #expect(simulation.entered(99...99, within: 40 * 3600..<41 * 3600) == [99])
    }

    @Test("on a new server steady tags are listed for its first day at most; a movement of the third day stays")
    func few() {
        var simulation = Simulation(seed: 5, activePeople: 300)
        simulation.newHours = 72
        for tag in Int64(1)...4 { simulation.add(tag, hours: 0..<168) { _ in 10 + 5 * Double(tag) } }
        simulation.add(99, people: 60, from: 50 * 3600, seconds: 20 * 3600)
        simulation.add(99, people: 30, from: 70 * 3600, seconds: 20 * 3600)
        simulation.run(hours: 168)
        for tag in Int64(1)...4 {
            #expect(simulation.lastListed[tag] ?? 0 < 27 * 3600)
            #expect(simulation.entries[tag]?.count ?? 0 <= 1)
        }
        #expect(simulation.entries[99]?.count == 1)
        #expect(simulation.lastListed[99] ?? 0 > 85 * 3600)
    }

    @Test("hours in which the server saw nothing teach nothing")
    func silence() {
        var tide = Tide()
        tide.choose([], expectedOfHour: 40)
        tide.record(hour: 100)
        tide.record(hour: 107)
        #expect([100, 101, 106, 107].map(tide.isLesson) == [true, false, false, true])
        tide.choose([], expectedOfHour: 2)
        #expect(tide.isLesson(103))
    }

    @Test("a movement on three of twelve steady tags does not lift the tide")
    func movement() {
        var tide = Tide()
        tide.rise((0..<12).map { (SIMD4(repeating: $0 < 3 ? 900 : 9), SIMD4(repeating: 10)) }, hour: 1)
        #expect(tide.level == .one)
        tide.rise((0..<12).map { _ in (SIMD4(repeating: 30), SIMD4(repeating: 10)) }, hour: 1)
        #expect(tide.level == SIMD4(repeating: 3))
    }
}
