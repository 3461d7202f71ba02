// What comes back: every week, every hour, every noon, or all the time and never as much as the day before.

import Foundation

enum Rituals {
    static let kinds: [Kind] = [
        Kind(row: "1", name: "weekly, 12 weeks, one may be skipped", isLong: true, draw: weekly),
        Kind(row: "2", name: "the same accounts every hour for 30 days", isLong: true, draw: hourly),
        Kind(row: "2", name: "ten minutes every noon for 30 days", isLong: true, draw: noon),
        Kind(
            row: "13",
            name: "perennial, variance 20 times the mean, 30 days",
            sizes: [300, 3000, 100_000],
            isLong: true,
            draw: restless
        ),
        Kind(row: "9", name: "weekly; then one account posts 20,001 junk tags", mostSeeds: 5, draw: evicted),
        Kind(row: "final", name: "weekly, and the final with four times as many", isLong: true, draw: final),
    ]

    private static let week: Int64 = 7 * 86_400

    /// A few more than are needed, or many.
    private static func people(_ dice: inout Dice, _ active: Int) -> Double {
        Double(News.needed(active: active)) * dice.scaled(1.1, 6)
    }

    /// Around a moment, some sooner and most after it.
    private static func meeting(
        _ mean: Double,
        at: Int64,
        spread: Double,
        of base: Int64,
        _ dice: inout Dice
    ) -> [Post] {
        let at = Double(at) + 180 * dice.normal()
        return (0..<dice.count(mean, dispersion: 0.02)).map { _ in
            let later = dice.chance(0.1) ? -dice.exponential(spread / 4) : dice.exponential(spread)
            return Post(
                at: max(0, Int64(at + later)),
                person: base + dice.below(Int64(mean * 1.6) + 1),
                isByRegular: true
            )
        }
    }

    private struct Meetings {
        var people: Double
        var first: Int64
        var spread: Double
        var base: Int64

        init(_ dice: inout Dice, _ active: Int) {
            people = Rituals.people(&dice, active)
            (first, spread) = (dice.below(Rituals.week), dice.scaled(300, 3600))
            base = Crowd.newPeople(&dice)
        }

        func week(_ week: Int64, times: Double = 1, _ dice: inout Dice) -> [Post] {
            let at = first + week * Rituals.week
            return Rituals.meeting(people * times, at: at, spread: spread, of: base, &dice)
        }

        var note: String {
            let (day, minute) = (first / 86_400, first / 60 % 1440)
            return "\(Int(people)) people on day \(day) at \(minute / 60):\(minute % 60), spread \(Int(spread)) s"
        }
    }

    /// Judged from its fourth week on.
    private static func weekly(_ dice: inout Dice, _ active: Int) -> Series {
        let meetings = Meetings(&dice, active)
        let skipped = dice.chance(0.5) ? 4 + dice.below(6) : -1
        let posts = (0..<Int64(12)).flatMap { $0 == skipped ? [] : meetings.week($0, &dice) }
        let note = meetings.note + (skipped < 0 ? "" : ", not in week \(skipped + 1)")
        return Series(usual: posts, quietFrom: meetings.first + 3 * week - 43_200, note: note)
    }

    /// Six usual weeks from which the last three are judged, then the final.
    private static func final(_ dice: inout Dice, _ active: Int) -> Series {
        let meetings = Meetings(&dice, active)
        let posts = (0..<Int64(6)).flatMap { meetings.week($0, &dice) }
        let final = meetings.week(6, times: 4, &dice).sorted { $0.at < $1.at }
        let needed = Int(meetings.people) + News.needed(active: active)
        return Series(
            usual: posts,
            news: [News(final, needed: needed)],
            extra: final,
            quietFrom: meetings.first + 3 * week - 43_200,
            note: meetings.note
        )
    }

    /// In twenty minutes to three hours of the day before the fifth meeting. Judged from then on.
    private static func evicted(_ dice: inout Dice, _ active: Int) -> Series {
        let meetings = Meetings(&dice, active)
        let posts = (0..<Int64(5)).flatMap { meetings.week($0, &dice) }
        let from = meetings.first + 4 * week - 43_200 - dice.below(36_000)
        let within = Int64(dice.scaled(1200, 10_800))
        let junk = (0..<Int64(20_001)).map { n in
            Post(tag: Series.firstTag * 10 + n, at: from + n * within / 20_001, person: meetings.base - 1)
        }
        var series = Series(usual: posts + junk, quietFrom: from, note: meetings.note)
        series.pace = 600
        return series
    }

    /// Judged from the third day on.
    private static func hourly(_ dice: inout Dice, _ active: Int) -> Series {
        let (people, minute, base) = (people(&dice, active), dice.below(60), Crowd.newPeople(&dice))
        let posts = (0..<Int64(30 * 24)).flatMap { hour in
            (0..<Int64(people)).map { Post(at: hour * 3600 + minute * 60 + dice.below(120), person: base + $0) }
        }
        return Series(usual: posts, quietFrom: 2 * 86_400, note: "\(Int(people)) accounts at minute \(minute)")
    }

    /// Judged from the eighth day on.
    private static func noon(_ dice: inout Dice, _ active: Int) -> Series {
        let (people, minute, base) = (people(&dice, active), dice.below(1440), Crowd.newPeople(&dice))
        let posts = (0..<Int64(30)).flatMap { day in
            meeting(people, at: day * 86_400 + minute * 60, spread: 300, of: base, &dice)
        }
        let note = "\(Int(people)) people at \(minute / 60):\(minute % 60)"
        return Series(usual: posts, quietFrom: 7 * 86_400, note: note)
    }

    /// Fourteen days to get known, and thirty that are judged.
    private static func restless(_ dice: inout Dice, _ active: Int) -> Series {
        let rhythm = Rhythm(&dice)
        let mean = Double(News.needed(active: active)) * dice.scaled(2, 12)
        let base = Crowd.newPeople(&dice)
        let posts = (0..<Int64(44)).flatMap { day in
            let count = dice.count(mean, dispersion: 19 / mean)
            let slots = Slots(rhythm.weights(ofDay: day).map { $0 * dice.gamma(variance: 0.3) })
            return (0..<count).map { _ in
                Post(at: day * 86_400 + Int64(slots.second(&dice)), person: base + dice.below(Int64(mean * 5)))
            }
        }
        return Series(usual: posts, quietFrom: 14 * 86_400, note: "\(Int(mean)) people a day")
    }
}
