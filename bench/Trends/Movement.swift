// Movements: what should be listed, soon, and for as long as it lasts.

import Basics
import Foundation

enum Movement {
    /// A call like that of October 2017 in its course: posts a second at L1, from one second after its start to another. The
    /// curve has 20 k at 3.7 h, 83 k at 5.7 h, 109 k at 7.7 h and 500 k at 24 h; all is scaled so that the busiest
    /// hours have 15 a second.
    static func call(at start: Int64, _ dice: inout Dice) -> Series {
        var (posts, people): ([Post], Int64) = ([], 0)
        let add = { (from: Int64, to: Int64, rate: Double, dice: inout Dice) in
            var at = Double(from)
            while true {
                at += -log(1 - dice.unit()) / rate
                guard at < Double(to) else { return }
                // 2.3 posts a person.
                if people == 0 || dice.unit() < 1 / 2.3 { people += 1 }
                let person = people > 1 && dice.unit() < 1 - 1 / 2.3 ? dice.below(people) : people - 1
                posts.append(Post(at: start + Int64(at), person: person))
            }
        }
        let rates: [(Int64, Int64, Double)] = [
            (0, 13_300, 2.6), (13_300, 20_500, 15), (20_500, 27_700, 6.2), (27_700, 86_400, 11.4),
        ]
        for (from, to, rate) in rates { add(from, to, rate, &dice) }
        // The second day is lower, the third lower still, and nights are quiet.
        for hour in Int64(24)..<72 {
            let isNight = (start / 3600 + hour) % 24 < 7
            let rate = (hour < 48 ? 4.0 : 2.0) * (isNight ? 0.3 : 1)
            add(hour * 3600, (hour + 1) * 3600, rate, &dice)
        }
        return Series(posts: posts, days: 4, movement: start, activePeople: 2000)
    }

    /// Doubles every eight hours, from one person in an hour.
    static func ramp(_ dice: inout Dice) -> Series {
        var posts: [Post] = []
        for hour in Int64(0)..<60 {
            let count = Int64(min(220, pow(2, Double(hour) / 8)) + dice.unit())
            for _ in 0..<count {
                posts.append(Post(at: hour * 3600 + dice.below(3600), person: dice.below(1 << 40)))
            }
        }
        return Series(posts: posts, days: 3, movement: 0, activePeople: 2000)
    }

    /// A post a second for two hours, four of five by people who have just joined for it.
    static func joined(_ dice: inout Dice) -> Series {
        let start: Int64 = 50_000
        let posts = (0..<Int64(7200)).map { n in
            Post(at: start + n, person: n, isByNewAccount: dice.unit() < 0.8)
        }
        return Series(posts: posts, days: 2, movement: start, activePeople: 2000)
    }

    /// Eight to twelve people within half an hour.
    static func small(_ dice: inout Dice) -> Series {
        let start: Int64 = 50_000
        let posts = (0..<8 + dice.below(5)).map { Post(at: start + $0 * 150 + dice.below(120), person: $0) }
        return Series(posts: posts, days: 2, movement: start, activePeople: 30)
    }
}
