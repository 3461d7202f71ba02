// What goes on all the time: many tags, of which few are used much and most are hardly used (Zipf's law).

import Foundation
import Trends

/// How much is posted, and by how many, against what is usual. Seconds are those of a series.
struct Tide: Sendable {
    var posts: @Sendable (Int64) -> Double = { _ in 1 }
    /// People active in the day before a moment.
    var active: @Sendable (Int64) -> Double = { _ in 1 }
    var isFlat = true

    static let flat = Tide()

    init() {}

    init(posts: @escaping @Sendable (Int64) -> Double, active: @escaping @Sendable (Int64) -> Double) {
        (self.posts, self.active, isFlat) = (posts, active, false)
    }
}

/// The usual tags of one server.
struct Background: Sendable {
    struct Tag: Sendable {
        /// Uses in a usual day.
        var mean: Double
        /// Of the days' counts.
        var dispersion: Double
        /// The part of uses that follow another within minutes, since people talk with each other.
        var clumping: Double
    }

    private static let usesOfPerson = 0.5
    let people: Int
    let tags: [Tag]
    let rhythm: Rhythm

    init(people: Int, tags count: Int, _ dice: inout Dice) {
        self.people = people
        rhythm = Rhythm(&dice)
        let exponent = dice.between(0.9, 1.1)
        let shares = (1...count).map { pow(Double($0), -exponent) }
        let all = shares.reduce(0, +)
        tags = shares.map { share in
            Tag(
                mean: Double(people) * Self.usesOfPerson * share / all,
                dispersion: dice.scaled(0.02, 0.2),
                clumping: dice.between(0.05, 0.4)
            )
        }
    }

    /// Tags with so many uses a day or more; they are numbered from 1 on, the most used one first.
    func tags(from least: Double) -> [Int64] {
        tags.indices.filter { tags[$0].mean >= least }.map { Int64($0) + 1 }
    }

    /// The posts of one day by rising time.
    func day(_ day: Int64, _ tide: Tide, _ dice: inout Dice) -> [Post] {
        let start = day * 86_400
        var weights = rhythm.weights(ofDay: day)
        if !tide.isFlat {
            for slot in weights.indices { weights[slot] *= tide.posts(start + Int64(slot) * Rhythm.slot) }
        }
        let part = weights.reduce(0, +) / Double(Rhythm.slotsOfDay)
        var posts: [Post] = []
        for (place, tag) in tags.enumerated() {
            let count = dice.count(tag.mean * part, dispersion: tag.dispersion)
            guard count > 0 else { continue }
            let slots = Slots(count > 4 ? weights.map { $0 * dice.gamma(variance: 0.15) } : weights)
            append(count, of: tag, Int64(place) + 1, from: start, slots, &dice, to: &posts)
        }
        posts.sort { $0.at < $1.at }
        return posts
    }

    private func append(
        _ count: Int,
        of tag: Tag,
        _ id: Int64,
        from start: Int64,
        _ slots: Slots,
        _ dice: inout Dice,
        to posts: inout [Post]
    ) {
        var at = 0.0
        // Some of a tag's people use it much more than others.
        let fans = max(3, tag.mean * 4 + Double(count))
        for n in 0..<count {
            if n > 0, dice.chance(tag.clumping) {
                at += dice.exponential(300)
            } else {
                at = slots.second(&dice)
            }
            guard at < 86_400 else { continue }
            let fan = UInt64(fans * pow(dice.unit(), 1.5))
            let person = Int64(Dice.mix(UInt64(id) << 32 | fan) % UInt64(people * 3))
            let print = dice.chance(0.3) ? dice.print() : TextFingerprint.none
            posts.append(Post(tag: id, at: start + Int64(at), person: person, isByRegular: true, print: print))
        }
    }
}

/// Quarters of an hour to draw from by their weights.
struct Slots {
    private var sums: [Double] = []

    init(_ weights: [Double]) {
        var sum = 0.0
        for weight in weights {
            sum += weight
            sums.append(sum)
        }
    }

    /// A second from the first slot's beginning on.
    func second(_ dice: inout Dice) -> Double {
        let value = dice.unit() * (sums.last ?? 0)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return (Double(low) + dice.unit()) * Double(Rhythm.slot)
    }
}
