// An engine that began again from what was kept says what one says that went on.

import Basics
import Testing

@testable import Trends

@Suite("Restart")
struct RestartTests {
    @Test("after a restart all assessments are the same, at once and days later")
    func same() {
        var simulation = Simulation(seed: 12, activePeople: 1000)
        for tag in Int64(1)...20 { simulation.add(tag, hours: 0..<16 * 24) { _ in 100 / Double(tag) } }
        // One that has ended, one that lasts, one that has just begun.
        simulation.add(98, people: 50, from: 15 * 86_400 - 30_000, seconds: 3600)
        simulation.add(99, hours: 13 * 24..<16 * 24) { _ in 90 }
        simulation.add(97, people: 30, from: 15 * 86_400 - 1200, seconds: 900)
        let all = simulation.uses.sorted { $0.at < $1.at }
        let moment: Int64 = 15 * 86_400
        simulation.uses = all.filter { $0.at < moment }
        simulation.run(hours: 15 * 24, step: 900)
        var again = TrendEngine()
        for (tag, state) in simulation.engine.states() { again.restore(tag: tag, state: state) }
        var copy = simulation
        copy.engine = again
        for (post, use) in all.enumerated() where use.at < moment && use.at >= moment - 86_400 {
            copy.record(use, post: Int64(post))
        }
        #expect(copy.engine.states() == simulation.engine.states())
        for second in stride(from: moment + 5, to: moment + 86_400, by: 900) {
            for (post, use) in all.enumerated() where (second - 900..<second).contains(use.at) && use.at >= moment {
                simulation.record(use, post: Int64(post))
                copy.record(use, post: Int64(post))
            }
            let now = Simulation.start + .seconds(second)
            let found = [simulation.engine, copy.engine].map { engine in
                var engine = engine
                let found = engine.refresh(now: now, activePeople: 1000, isNewServer: false)
                return (engine, found.sorted { $0.tag < $1.tag })
            }
            (simulation.engine, copy.engine) = (found[0].0, found[1].0)
            #expect(found[0].1.map(\.tag) == found[1].1.map(\.tag))
            #expect(found[0].1.map(\.state) == found[1].1.map(\.state))
            #expect(found[0].1.map(\.since) == found[1].1.map(\.since))
            #expect(zip(found[0].1, found[1].1).allSatisfy { abs($0.score - $1.score) < 0.01 })
        }
    }

    @Test(
        "a node that has learned from fewer hours takes up what one knows that has learned from more, not the other way round"
    )
    func nodes() throws {
        let (old, young) = (Course(), Course())
        old.run(people: 0..<30, seconds: 60)
        old.wait(hours: 40)
        young.now = old.now
        for course in [old, young] {
            for person in Int64(0)..<6 { course.post(by: person) }
            course.wait(hours: 2)
        }
        let (known, poor) = (try #require(old.engine.states()[1]), try #require(young.engine.states()[1]))
        #expect(TrendEngine.hoursLearned(known) > TrendEngine.hoursLearned(poor))
        old.engine.adopt(tag: 1, state: poor)
        #expect(old.engine.states()[1] == known)
        young.engine.adopt(tag: 1, state: known)
        #expect(young.engine.states()[1] == known)
        young.engine.adopt(tag: 2, state: known)
        #expect(young.engine.count == 1)
        #expect(TrendEngine.hoursLearned([9, 9]) == -1)
    }
}
