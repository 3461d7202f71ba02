// Many at once: bursts of all sizes, few where few are, answers to a call, and those who join to have it held.

import Foundation

enum Crowds {
    static let kinds: [Kind] = [
        Kind(row: "call", name: "sudden call, half within minutes to hours", draw: call),
        Kind(row: "5", name: "burst within three minutes", draw: burst),
        Kind(row: "7", name: "a call; a part of its people post and delete", draw: deleted),
        Kind(row: "11", name: "six to ten at once where few are active", sizes: [30, 300], draw: few),
        Kind(row: "11", name: "six or seven at once from one network", sizes: [30], draw: household),
        Kind(
            row: "attack",
            name: "a call answered by 4 of 5 with new accounts",
            sizes: [300, 3000, 100_000],
            draw: joined
        ),
        Kind(row: "attack", name: "a call that puppets try to silence", draw: silenced),
        Kind(row: "attack", name: "a call that two accounts flood, to copy and to delete", draw: flooded),
    ]

    /// Somewhere in the week.
    private static func start(_ dice: inout Dice) -> Int64 { dice.below(7 * 86_400) }

    /// As many times those who are needed, and no more than half of all who are active.
    private static func people(_ least: Double, _ most: Double, _ dice: inout Dice, _ active: Int) -> Int {
        let needed = Double(News.needed(active: active))
        return Int(min(needed * dice.scaled(least, most), max(Double(active) / 2, needed * 1.5)))
    }

    private static func series(_ posts: [Post], with others: [Post] = [], _ active: Int, _ note: String) -> Series {
        Series(usual: others, news: [News(posts, needed: News.needed(active: active))], extra: posts, note: note)
    }

    private static func call(_ dice: inout Dice, _ active: Int) -> Series {
        let (people, half) = (people(1.5, 30, &dice, active), dice.scaled(300, 10_000))
        let posts = Crowd.posts(people, from: start(&dice), halfTime: half, &dice)
        return series(posts, active, "\(people) people, half within \(Int(half)) s")
    }

    private static func burst(_ dice: inout Dice, _ active: Int) -> Series {
        let (people, start, base) = (people(1.5, 6.3, &dice, active), start(&dice), Crowd.newPeople(&dice))
        let posts = (0..<Int64(people)).map { Post(at: start + dice.below(180), person: base + $0) }
        return series(posts.sorted { $0.at < $1.at }, active, "\(people) people")
    }

    private static func few(_ dice: inout Dice, _ active: Int) -> Series {
        let people = active <= 100 ? 6 + Int(dice.below(3)) : 10 + Int(dice.below(3))
        let (start, within, base) = (start(&dice), Int64(dice.scaled(60, 1800)), Crowd.newPeople(&dice))
        let posts = (0..<Int64(people)).map { Post(at: start + dice.below(within), person: base + $0) }
        return series(posts.sorted { $0.at < $1.at }, active, "\(people) people within \(within) s")
    }

    private static func household(_ dice: inout Dice, _ active: Int) -> Series {
        let (start, people, network) = (start(&dice), 6 + dice.below(2), UInt32(dice.below(60_000)) + 1)
        let base = Crowd.newPeople(&dice)
        let posts = (0..<people).map { Post(at: start + $0 * 60, person: base + $0, network: network) }
        return Series(usual: posts, quietFrom: start, note: "\(people) people")
    }

    /// From a fifth to half as many more post, and delete within minutes.
    private static func deleted(_ dice: inout Dice, _ active: Int) -> Series {
        let people = people(1.5, 6, &dice, active)
        let (start, half) = (start(&dice), dice.scaled(300, 3600))
        let posts = Crowd.posts(people, from: start, halfTime: half, &dice)
        let (deleting, base) = (max(3, Int(Double(people) * dice.between(0.2, 0.5))), Crowd.newPeople(&dice))
        let others = Crowd.arrivals(deleting, from: start, halfTime: half, &dice).enumerated().map { n, at in
            Post(at: at, person: base + Int64(n), deletedAfter: 30 + dice.below(300))
        }
        return series(posts, with: others, active, "\(people) people, \(deleting) more delete")
    }

    private static func joined(_ dice: inout Dice, _ active: Int) -> Series {
        let people = people(12, 40, &dice, active)
        var posts = Crowd.posts(people, from: start(&dice), halfTime: dice.scaled(900, 7200), &dice)
        let new = UInt64(dice.bits())
        for place in posts.indices where Dice.mix(UInt64(posts[place].person) ^ new) % 5 > 0 {
            (posts[place].isByNewAccount, posts[place].isByRegular) = (true, false)
        }
        return series(posts, active, "\(people) people")
    }

    /// Puppets with new accounts and one text join after some minutes, three for each who answers.
    private static func silenced(_ dice: inout Dice, _ active: Int) -> Series {
        let people = people(8, 40, &dice, active)
        let (start, half) = (start(&dice), dice.scaled(900, 7200))
        let posts = Crowd.posts(people, from: start, halfTime: half, &dice)
        let (wording, base) = (Wording(&dice), Crowd.newPeople(&dice))
        let (text, joining) = (wording.text(14, &dice), start + Int64(dice.scaled(60, 900)))
        let puppets = (0..<Int64(people * 3)).map { n in
            let print = wording.print(wording.changed(text, Int(dice.below(2)), &dice))
            let at = joining + Int64(dice.exponential(half * 2))
            return Post(at: at, person: base + n, isByNewAccount: true, print: print)
        }
        return series(posts, with: puppets, active, "\(people) people")
    }

    /// One posts one text every ten seconds, another posts and deletes as often.
    private static func flooded(_ dice: inout Dice, _ active: Int) -> Series {
        let people = people(2, 20, &dice, active)
        let (start, half) = (start(&dice), dice.scaled(900, 7200))
        let posts = Crowd.posts(people, from: start, halfTime: half, &dice)
        let (wording, base) = (Wording(&dice), Crowd.newPeople(&dice))
        let print = wording.print(wording.text(14, &dice))
        let flood = (0..<Int64(1080)).flatMap { n in
            [
                Post(at: start + n * 10, person: base, print: print),
                Post(at: start + n * 10 + 2, person: base + 1, deletedAfter: 5),
            ]
        }
        return series(posts, with: flood, active, "\(people) people")
    }
}
