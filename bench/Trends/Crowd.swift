// How a crowd comes: some by themselves, some because they saw the others, most of those because of few.

import Foundation

enum Crowd {
    /// When so many people come, by rising time from `start` on. Half of those who come by themselves have come after
    /// `halfTime` seconds; a drawn part follows an earlier one, sooner or much later (Pareto), and few are followed by many.
    static func arrivals(_ count: Int, from start: Int64, halfTime: Double, _ dice: inout Dice) -> [Int64] {
        let (following, width) = (dice.between(0.2, 0.7), dice.between(0.5, 1.1))
        var times: [Double] = []
        for n in 0..<count {
            if n > 2, dice.chance(following) {
                let parent = times[Int(Double(n) * pow(dice.unit(), 2))]
                times.append(parent + halfTime * 0.05 * min(200, dice.pareto(1.1)))
            } else {
                times.append(halfTime * exp(width * dice.normal()))
            }
        }
        times.sort()
        let first = times.first ?? 0
        return times.map { start + Int64($0 - first) }
    }

    /// Posts of so many people; some post again.
    static func posts(
        _ people: Int,
        from start: Int64,
        halfTime: Double,
        tag: Int64 = Series.firstTag,
        _ dice: inout Dice
    ) -> [Post] {
        let (wording, base) = (Wording(&dice), newPeople(&dice))
        let (again, regulars) = (dice.between(0, 0.5), dice.between(0.6, 0.8))
        var posts: [Post] = []
        for (n, at) in arrivals(people, from: start, halfTime: halfTime, &dice).enumerated() {
            var at = at
            let isRegular = dice.chance(regulars)
            repeat {
                let print = wording.ownPrint(&dice)
                posts.append(Post(tag: tag, at: at, person: base + Int64(n), isByRegular: isRegular, print: print))
                at += Int64(dice.exponential(halfTime))
            } while dice.chance(again)
        }
        return posts.sorted { $0.at < $1.at }
    }

    /// The first number of many people who are not among the server's usual ones.
    static func newPeople(_ dice: inout Dice) -> Int64 { 1_000_000_000 + dice.below(1 << 40) * 1_000_000 }
}
