// Movements that last: October 2017 and its second wave, what grows slowly, and what is over within hours.

import Foundation

enum Movements {
    static let kinds: [Kind] =
        hours.map { name, second in
            Kind(row: "october", name: "October 2017, \(name)") { october(around: second, &$0, $1) }
        } + [
            Kind(row: "wave", name: "second wave after 3 to 10 days", draw: secondWave),
            Kind(row: "quake", name: "earthquake, over within hours", draw: earthquake),
            Kind(row: "12", name: "game, doubles every 6 to 10 days", sizes: [300, 3000, 100_000], isLong: true) {
                growth(daysToDouble: $0.between(6, 10), &$0, $1)
            },
            Kind(row: "12", name: "protest, doubles every 17 to 36 hours", sizes: [300, 3000, 100_000]) {
                growth(daysToDouble: $0.between(0.7, 1.5), &$0, $1)
            },
        ]

    /// When the real one began.
    static let first: Int64 = 73_260
    private static let hours: [(String, Int64)] = [
        ("Sunday 20:21", first), ("Monday 00:05", 86_700), ("Wednesday 12:30", 304_200), ("Friday 03:00", 442_800),
        ("Saturday 23:40", 603_600),
    ]

    /// The course of October 2017 on its first day: 20 k posts at 3.7 h, 83 k at 5.7 h, 109 k at 7.7 h, 500 k at 24 h; lower
    /// on the second day and the third, with quiet nights. 2.3 posts a person, from 5 to 40 of 100 active people.
    static func october(around second: Int64, _ dice: inout Dice, _ active: Int) -> Series {
        let part = dice.scaled(0.05, 0.4)
        let people = max(Double(active) * part, 1.5 * Double(News.needed(active: active)))
        let start = second + dice.below(1200) - 600
        let posts = wave(people, from: start, &dice)
        let news = News(posts, needed: News.needed(active: active))
        return Series(news: [news], extra: posts, note: "\(Int(people)) people on the first day")
    }

    private static func wave(_ people: Double, from start: Int64, _ dice: inout Dice) -> [Post] {
        let rhythm = Rhythm(&dice)
        let (second, third) = (dice.between(0.2, 0.5), dice.between(0.08, 0.25))
        let course: [(hours: Double, part: Double)] = [(3.7, 0.04), (2, 0.126), (2, 0.052), (16.3, 0.782)]
        let (wording, base) = (Wording(&dice), Crowd.newPeople(&dice))
        var posts: [Post] = []
        var (from, seen) = (0.0, 0.0)
        let add = { (hours: Double, part: Double, dice: inout Dice) in
            // In minutes, each with more or less than its share, and less at night.
            let minutes = Int(hours * 60)
            for minute in 0..<minutes {
                let at = from + Double(minute) / 60
                let night = from < 24 ? 1 : rhythm.weight(at: start + Int64(at * 3600))
                let mean = people * 2.3 * part / Double(minutes) * night
                for _ in 0..<dice.count(mean, dispersion: 0.3) {
                    let isNew = seen < 1 || dice.chance(1 / 2.3)
                    seen += isNew ? 1 : 0
                    let person = isNew ? Int64(seen) : Int64(seen * dice.unit()) + 1
                    let second = Int64(at * 3600) + dice.below(60)
                    posts.append(Post(at: start + second, person: base + person, print: wording.ownPrint(&dice)))
                }
            }
            from += hours
        }
        posts.append(Post(at: start, person: base))
        for (hours, part) in course { add(hours, part, &dice) }
        add(24, second, &dice)
        add(24, third, &dice)
        return posts.sorted { $0.at < $1.at }
    }

    /// A movement of three days; silence, but for a few; then a second one of half to twice its size.
    private static func secondWave(_ dice: inout Dice, _ active: Int) -> Series {
        let needed = News.needed(active: active)
        let people = max(Double(active) * dice.scaled(0.03, 0.3), 2.5 * Double(needed))
        let start = dice.below(7 * 86_400)
        let pause = dice.between(3, 10)
        let first = wave(people, from: start, &dice)
        let again = (first.last?.at ?? 0) + Int64(pause * 86_400)
        let second = wave(max(people * dice.scaled(0.5, 2), 1.5 * Double(needed)), from: again, &dice)
        let between = (0..<Int(pause * 2)).map { _ in
            Post(at: again - dice.below(Int64(pause * 86_400)), person: dice.below(Int64(active)))
        }
        return Series(
            usual: first + between,
            news: [News(second, needed: needed)],
            extra: second,
            note: "\(Int(people)) people, pause of \(Int(pause)) days"
        )
    }

    /// All within minutes, fewer and fewer for some hours (Omori's law), perhaps a second shock; then nobody.
    private static func earthquake(_ dice: inout Dice, _ active: Int) -> Series {
        let needed = News.needed(active: active)
        let people = max(Int(Double(active) * dice.scaled(0.01, 0.2)), 2 * needed)
        let start = dice.below(7 * 86_400)
        let (hours, delay, shock) = (dice.between(2, 8), dice.between(120, 900), dice.between(0, 0.4))
        let base = Crowd.newPeople(&dice)
        let posts = (0..<people).map { n in
            // 1 / (t + delay) until the end.
            var at = delay * (pow(1 + hours * 3600 / delay, dice.unit()) - 1)
            if dice.chance(shock) { at = min(hours * 3600, hours * 1200 + at / 2) }
            return Post(at: start + Int64(at), person: base + Int64(n))
        }.sorted { $0.at < $1.at }
        return Series(news: [News(posts, needed: needed)], extra: posts, note: "\(people) people in \(Int(hours)) h")
    }

    /// From one or two people a day on, with day and night and good days and bad ones, until a tenth of all are there.
    private static func growth(daysToDouble: Double, _ dice: inout Dice, _ active: Int) -> Series {
        let rhythm = Rhythm(&dice)
        let (first, most) = (dice.between(0.5, 2), max(Double(active) / 10, 3 * Double(News.needed(active: active))))
        let days = Int64((log2(most / first) * daysToDouble).rounded(.up)) + 3
        let (start, base) = (dice.below(7), Crowd.newPeople(&dice))
        let wording = Wording(&dice)
        var posts: [Post] = []
        for day in 0..<days {
            let good = dice.gamma(variance: 0.04)
            for slot in 0..<Int64(96) {
                let at = (start + day) * 86_400 + slot * Rhythm.slot
                let size = min(most, first * pow(2, (Double(day) + Double(slot) / 96) / daysToDouble))
                for _ in 0..<dice.count(size * good * rhythm.weight(at: at) / 96, dispersion: 0.2) {
                    // Most who play today play tomorrow.
                    let person = base + dice.below(Int64(size * 1.5) + 1)
                    posts.append(
                        Post(at: at + dice.below(Rhythm.slot), person: person, print: wording.ownPrint(&dice))
                    )
                }
            }
        }
        posts.sort { $0.at < $1.at }
        let note = "doubles in \(Int(daysToDouble * 24)) h, to \(Int(most)) people a day"
        return Series(news: [News(posts, needed: News.needed(active: active))], extra: posts, note: note)
    }
}
