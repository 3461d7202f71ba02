// Seeded series of posts with one tag, in simulated time: movements that should be listed, and what should not.

import Basics
import Foundation
import Trends

/// One post.
struct Post {
    /// Seconds from the beginning of the series.
    var at: Int64
    var person: Int64
    var isByNewAccount = false
    var fingerprint: UInt64 = 0
    /// Seconds after which it is deleted.
    var deletedAfter: Int64?
}

/// What happens to one tag, and what a rule should make of it.
struct Series {
    var name: String
    /// UTC moment of second 0.
    var begins: Timestamp
    var posts: [Post]
    var days: Int64
    /// When the movement starts, in seconds; nil for what is none.
    var movement: Int64?
    /// People active on the server in a day.
    var activePeople: Int
    /// From this second on a listing counts as wrong, where there is no movement.
    var judgedFrom: Int64 = 0
}

struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 0x1234_5678_9abc_def1 }

    mutating func unit() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) / Double(1 << 53)
    }

    mutating func below(_ count: Int64) -> Int64 { Int64(unit() * Double(count)) }
}

enum Scenario: String, CaseIterable {
    case call = "sudden call, L1"
    case midnight = "sudden call at 23:40 UTC"
    case ramp = "slow ramp over two days"
    case small = "small server: 30 people a day, 12 answer"
    case perennial = "perennial: 40 people every day"
    case monday = "every Monday 60 people"
    case puppets = "20 sock puppets a minute, same text"
    case fresh = "200 fresh accounts, varied texts"
    case deleting = "tweet and delete"
    case noise = "quiet tags, 1 to 6 people a day"

    func series(_ seed: UInt64) -> Series {
        var dice = Dice(seed)
        // A Sunday, at 00:00 UTC.
        let sunday = Timestamp(seconds: 1_508_025_600)
        switch self {
        case .call: return Self.movement(rawValue, at: 20 * 3600 + 21 * 60, sunday, &dice)
        case .midnight: return Self.movement(rawValue, at: 23 * 3600 + 40 * 60, sunday, &dice)
        case .ramp:
            var posts: [Post] = []
            for hour in Int64(0)..<60 {
                // Doubles every eight hours, from one person in an hour.
                let count = Int64(min(220, pow(2, Double(hour) / 8)) + dice.unit())
                for _ in 0..<count {
                    posts.append(Post(at: hour * 3600 + dice.below(3600), person: dice.below(1 << 40)))
                }
            }
            return Series(name: rawValue, begins: sunday, posts: posts, days: 3, movement: 0, activePeople: 2000)
        case .small:
            var posts: [Post] = []
            for n in Int64(0)..<12 { posts.append(Post(at: 50_000 + n * 150 + dice.below(120), person: n)) }
            return Series(name: rawValue, begins: sunday, posts: posts, days: 2, movement: 50_000, activePeople: 30)
        case .perennial, .monday, .noise: return quiet(sunday, &dice)
        case .puppets, .fresh, .deleting: return attack(sunday, &dice)
        }
    }

    /// The arrivals of the weekend: ten minutes at L1's own rate, then a twentieth of it, over three days.
    private static func movement(_ name: String, at start: Int64, _ begins: Timestamp, _ dice: inout Dice) -> Series {
        var posts: [Post] = []
        let add = { (from: Int64, to: Int64, rate: Double, dice: inout Dice) in
            var at = Double(from)
            while true {
                at += -log(1 - dice.unit()) / rate
                guard at < Double(to) else { return }
                posts.append(Post(at: start + Int64(at), person: dice.below(1 << 40)))
            }
        }
        add(0, 600, 2.6, &dice)
        // L1: the busiest hour has 15 a second; the day after is lower, the third lower still; nights are quiet.
        let rates: [(Int64, Int64, Double)] = [
            (600, 13_300, 2.6), (13_300, 20_500, 15), (20_500, 27_700, 6.2), (27_700, 86_400, 11.4),
        ]
        for (from, to, rate) in rates { add(from, to, rate / 20, &dice) }
        for hour in Int64(24)..<72 {
            let night = [0, 1, 2, 3, 4, 5, 6].contains((start / 3600 + hour) % 24)
            add(hour * 3600, (hour + 1) * 3600, (hour < 48 ? 4 : 2) * (night ? 0.3 : 1) / 20, &dice)
        }
        return Series(name: name, begins: begins, posts: posts, days: 4, movement: start, activePeople: 2000)
    }

    private func quiet(_ begins: Timestamp, _ dice: inout Dice) -> Series {
        var posts: [Post] = []
        let days: Int64 = self == .noise ? 14 : 42
        for day in 0..<days {
            let count: Int64
            switch self {
            case .perennial: count = 34 + dice.below(13)
            case .monday: count = day % 7 == 1 ? 54 + dice.below(13) : 2 + dice.below(3)
            default: count = 1 + dice.below(6)
            }
            for _ in 0..<count {
                // More by day than by night.
                let hour = dice.unit() < 0.8 ? 8 + dice.below(15) : dice.below(24)
                posts.append(Post(at: day * 86_400 + hour * 3600 + dice.below(3600), person: dice.below(400)))
            }
        }
        // What is usual has to be seen before it can be known: three weeks.
        let judged: Int64 = self == .noise ? 0 : 21 * 86_400
        return Series(
            name: rawValue,
            begins: begins,
            posts: posts,
            days: days,
            activePeople: 600,
            judgedFrom: judged
        )
    }

    private func attack(_ begins: Timestamp, _ dice: inout Dice) -> Series {
        var posts: [Post] = []
        let start: Int64 = 50_000
        switch self {
        case .puppets:
            for n in Int64(0)..<1200 {
                let text = "Look here now and buy a great many new followers for your page today, number \(n)"
                posts.append(
                    Post(
                        at: start + n * 3,
                        person: n,
                        isByNewAccount: true,
                        fingerprint: TextFingerprint.of(text),
                        deletedAfter: n % 10 == 0 ? 60 + dice.below(540) : nil
                    )
                )
            }
        case .fresh:
            for n in Int64(0)..<200 {
                posts.append(Post(at: start + dice.below(600), person: n, isByNewAccount: true, fingerprint: 0))
            }
        default:
            for n in Int64(0)..<120 {
                posts.append(
                    Post(
                        at: start + dice.below(1200),
                        person: n,
                        deletedAfter: n % 5 < 3 ? 30 + dice.below(300) : nil
                    )
                )
            }
        }
        return Series(name: rawValue, begins: begins, posts: posts, days: 2, activePeople: 2000)
    }
}
