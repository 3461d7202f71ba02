// What the rules are tried on: movements that should be listed, and what should not.

import Basics

enum Scenario: String, CaseIterable {
    case call = "sudden call, L1"
    case midnight = "sudden call at 23:40 UTC"
    case ramp = "slow ramp over two days"
    case small = "small server: 30 people a day, 8 to 12 answer"
    case joined = "a call answered by 4 of 5 with new accounts"
    case silenced = "a call that 30 puppets a minute try to silence"
    case flooded = "a call that two accounts flood, to copy and to delete"
    case perennial = "perennial: 40 people every day"
    case large = "perennial: 400 people every day"
    case monday = "every Monday 60 people"
    case copies = "20 sock puppets a minute, new accounts"
    case oldCopies = "20 sock puppets a minute, old accounts"
    case fresh = "200 fresh accounts, varied texts"
    case helped = "the same, with 12 old accounts that have words of their own"
    case deleting = "tweet and delete"
    case noise = "quiet tags: 1 to 6 people a day"
    case smallNoise = "quiet tags of a small server: 1 to 3 of 30"

    /// Tags for each seed: quiet ones are many on every server.
    var tags: UInt64 { self == .noise || self == .smallNoise ? 10 : 1 }

    func series(_ seed: UInt64) -> Series {
        var dice = Dice(seed)
        switch self {
        case .call: return Movement.call(at: 20 * 3600 + 21 * 60, &dice)
        case .midnight: return Movement.call(at: 23 * 3600 + 40 * 60, &dice)
        case .ramp: return Movement.ramp(&dice)
        case .small: return Movement.small(&dice)
        case .joined: return Movement.joined(&dice)
        case .silenced: return Attack.silencing(&dice)
        case .flooded: return Attack.flooding(&dice)
        case .perennial: return Usual.daily(40, spread: 13, of: 400, activePeople: 600, &dice)
        case .large: return Usual.daily(400, spread: 120, of: 4000, activePeople: 6000, &dice)
        case .monday: return Usual.weekly(&dice)
        case .noise: return Usual.quiet(most: 6, of: 400, activePeople: 600, &dice)
        case .smallNoise: return Usual.quiet(most: 3, of: 30, activePeople: 30, &dice)
        case .copies: return Attack.copies(byNewAccounts: true, &dice)
        case .oldCopies: return Attack.copies(byNewAccounts: false, &dice)
        case .fresh: return Attack.fresh(&dice)
        case .helped: return Attack.fresh(old: 12, &dice)
        case .deleting: return Attack.deleting(&dice)
        }
    }
}

/// Tags that are as they always are.
enum Usual {
    private static let week: Int64 = 7 * 86_400

    static func daily(_ people: Int64, spread: Int64, of all: Int64, activePeople: Int, _ dice: inout Dice) -> Series {
        let posts = days(35, of: all, &dice) { _, dice in people - spread / 2 + dice.below(spread) }
        return Series(posts: posts, days: 35, activePeople: activePeople, judgedFrom: 2 * week + 86_400)
    }

    /// Few people all week, and sixty on Mondays, over six weeks.
    static func weekly(_ dice: inout Dice) -> Series {
        let posts = days(42, of: 400, &dice) { day, dice in day % 7 == 1 ? 54 + dice.below(13) : 2 + dice.below(3) }
        return Series(posts: posts, days: 42, activePeople: 600, judgedFrom: 3 * week)
    }

    static func quiet(most: Int64, of all: Int64, activePeople: Int, _ dice: inout Dice) -> Series {
        let posts = days(14, of: all, &dice) { _, dice in 1 + dice.below(most) }
        return Series(posts: posts, days: 14, activePeople: activePeople)
    }

    private static func days(
        _ count: Int64,
        of all: Int64,
        _ dice: inout Dice,
        people: (Int64, inout Dice) -> Int64
    ) -> [Post] {
        var posts: [Post] = []
        for day in 0..<count {
            for _ in 0..<people(day, &dice) {
                posts.append(Post(at: day * 86_400 + dice.secondOfDay(), person: dice.below(all)))
            }
        }
        return posts
    }
}
