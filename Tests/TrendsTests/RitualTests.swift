// What comes again and again at its time is no news, at any minute of the hour.

import Basics
import Testing

@testable import Trends

/// One tag over weeks: bursts of people, and a look every ten seconds while they last, else at each full hour.
struct Weeks {
    var engine = TrendEngine()
    var activePeople = 300
    /// A Sunday, at 00:00.
    static let start = Timestamp(seconds: 1_508_025_600)
    private(set) var now = Weeks.start
    /// The last look at which it was a trend.
    private(set) var lastTrend: Timestamp?
    private var posts: Int64 = 0

    /// People post within ten minutes from `begin` on, ten seconds apart or less.
    ///
    /// - Returns: whether the tag entered as news then.
    mutating func burst(of people: Int64, at begin: Timestamp) -> Bool {
        pass(to: begin)
        let before = look()
        var isNews = false
        for step in Int64(0)..<60 {
            now = begin + .seconds(10 * step)
            for person in people * step / 60..<people * (step + 1) / 60 {
                posts += 1
                engine.record(
                    TagUse(tag: 1, person: person, post: posts, at: now, accountCreatedAt: Timestamp(seconds: 0))
                )
            }
            isNews = look() || isNews
        }
        return isNews && !before
    }

    mutating func pass(to end: Timestamp) {
        while now.hour < end.hour {
            now = Timestamp(seconds: (now.hour + 1) * 3600)
            _ = look()
        }
        now = end
    }

    /// Whether it is a trend.
    mutating func look() -> Bool {
        let found = engine.refresh(now: now, activePeople: activePeople, isNewServer: false)
        guard found.first?.since != nil else { return false }
        lastTrend = now
        return true
    }
}

@Suite("Rituals")
struct RitualTests {
    @Test("a weekly ritual is no news from its fourth week on, whatever its minute", arguments: [0, 7, 20, 31, 45, 58])
    func weekly(_ minute: Int64) {
        var weeks = Weeks()
        let news = (Int64(0)..<8).map { week in
            weeks.burst(of: 12, at: Weeks.start + .seconds(week * 604_800 + 5 * 86_400 + 19 * 3600 + minute * 60))
        }
        #expect(news[0])
        #expect(!news[3...].contains(true))
    }

    @Test("a weekly ritual may wander by an hour and skip a week")
    func skipped() {
        var weeks = Weeks()
        let news = (Int64(0)..<10).filter { $0 != 4 && $0 != 7 }.map { week in
            let minute = 20 + week % 3 * 25
            return weeks.burst(
                of: 30,
                at: Weeks.start + .seconds(week * 604_800 + 5 * 86_400 + 19 * 3600 + minute * 60)
            )
        }
        #expect(!news[3...].contains(true))
    }

    @Test("ten people at half past every hour are no news after the first days")
    func hourly() {
        var weeks = Weeks()
        let news = (Int64(0)..<240).map { hour in weeks.burst(of: 10, at: Weeks.start + .seconds(hour * 3600 + 1800)) }
        #expect(!news[72...].contains(true))
        // Nor does it stay a trend for ever, which could not enter again.
        #expect(weeks.lastTrend ?? Weeks.start < Weeks.start + .seconds(144 * 3600))
    }

    @Test("a movement does not end because it goes on as it began")
    func steady() {
        var simulation = Simulation(seed: 1, activePeople: 300)
        simulation.add(1, hours: 24..<9 * 24) { _ in 60 }
        simulation.run(hours: 9 * 24, step: 1200)
        #expect(simulation.entries[1]?.count == 1)
        #expect((simulation.lastListed[1] ?? 0) > 7 * 86_400)
    }

    @Test("ten minutes at every noon are no news after the first days", arguments: [10, 30, 120])
    func noon(_ people: Int64) {
        var weeks = Weeks()
        let news = (Int64(0)..<28).map { day in
            weeks.burst(of: people, at: Weeks.start + .seconds(day * 86_400 + 43_200))
        }
        #expect(!news[4...].contains(true))
        #expect(weeks.lastTrend ?? Weeks.start < Weeks.start + .seconds(7 * 86_400))
    }

    @Test("four times a weekly ritual is news")
    func larger() {
        var weeks = Weeks()
        for week in Int64(0)..<5 { _ = weeks.burst(of: 40, at: Weeks.start + .seconds(week * 604_800 + 70_000)) }
        let isNews = weeks.burst(of: 160, at: Weeks.start + .seconds(5 * 604_800 + 70_000))
        #expect(isNews)
    }
}
