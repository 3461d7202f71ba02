// Seeded series of posts with one tag, in simulated time.

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
    /// UTC moment of second 0: a Sunday, at 00:00.
    var begins = Timestamp(seconds: 1_508_025_600)
    var posts: [Post]
    var days: Int64
    /// When the movement starts, in seconds; nil for what is none.
    var movement: Int64?
    /// People active on the server in a day.
    var activePeople: Int
    /// From this second on a listing counts as wrong, where there is no movement: what is usual has to be seen first.
    var judgedFrom: Int64 = 0

    /// When there are enough people for a trend: as many as make the score of entry where nothing is usual, and as many as the
    /// gate of people asks.
    var gateMetAt: Int64? {
        guard let movement else { return nil }
        let parameters = TrendParameters()
        let score = parameters.enter * parameters.floor(activePeople: activePeople).squareRoot()
        let part = Double(activePeople) * parameters.leastPart
        let needed = Int(max(score, part, Double(parameters.leastPeople)).rounded(.up))
        var latest: [Int64: Int64] = [:]
        for post in posts.sorted(by: { $0.at < $1.at }) where post.at >= movement {
            latest[post.person] = post.at
            guard latest.count >= needed else { continue }
            latest = latest.filter { $0.value > post.at - 86_400 }
            if latest.count >= needed { return post.at }
        }
        return nil
    }
}

/// Chance that is the same for the same seed (xorshift64).
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

    mutating func of(_ words: [String]) -> String { words[Int(below(Int64(words.count)))] }

    /// A second of a day: four of five posts come between 8 and 23 hours.
    mutating func secondOfDay() -> Int64 {
        (unit() < 0.8 ? 8 + below(15) : below(24)) * 3600 + below(3600)
    }
}
