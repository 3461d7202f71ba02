// What is compared: Chorus's engine, the daily rule of Mastodon, and a classical burst detector.

import Basics
import Foundation
import Trends

/// A rule sees posts and deletions as they come, and says at each look which tags are listed, best first.
protocol Rule: Sendable {
    mutating func record(_ post: Post, id: Int64)
    mutating func delete(_ post: Post, id: Int64, at second: Int64)
    mutating func look(_ moment: Moment) -> [Int64]
}

/// When a rule looks, and what the server knows of itself then.
struct Moment: Sendable {
    var second: Int64
    var activePeople: Int
    var isNewServer: Bool
    /// Whether the order of this moment is kept.
    var isOfContest = false
}

struct ChorusRule: Rule {
    private var engine = TrendEngine()
    /// What the calls of a tag say.
    var callTexts: [Int64: [TextFingerprint.Print]] = [:]
    /// Of tags that are one word, spelt in several ways.
    var skeletons: [Int64: String] = [:]
    /// Gates that ever held a tag of a series.
    private(set) var held: [Int64: Set<String>] = [:]

    static func moment(_ second: Int64) -> Timestamp { Timestamp(seconds: 1_508_025_600 + second) }

    mutating func record(_ post: Post, id: Int64) {
        let at = Self.moment(post.at)
        engine.record(
            TagUse(
                tag: post.tag,
                person: post.person,
                post: id,
                at: at,
                weight: post.isByNewAccount ? 0.3 : 1,
                accountCreatedAt: at - .seconds(post.isByNewAccount ? 600 : 500 * 86_400),
                fingerprint: post.print,
                isByRegular: post.isByRegular,
                // All on one node, and each in a network of their own but for households.
                network: 1 << 16 | (post.network ?? Self.network(of: post.person))
            )
        )
    }

    /// Two of seven share theirs.
    private static func network(of person: Int64) -> UInt32 {
        UInt32(Dice.mix(UInt64(person % 7 == 0 ? person + 1 : person)) % 60_000) + 1
    }

    mutating func delete(_ post: Post, id: Int64, at second: Int64) {
        engine.withdraw(tag: post.tag, person: post.person, post: id, at: Self.moment(post.at), remaining: nil)
    }

    mutating func look(_ moment: Moment) -> [Int64] {
        for tag in engine.tagsOfCopies(most: 20) {
            if let texts = callTexts[tag] { engine.setCallTexts(texts, of: tag) }
        }
        if !skeletons.isEmpty {
            for tag in engine.tagsWithoutSkeleton(most: 1000) {
                engine.setSkeleton(skeletons[tag] ?? "\(tag)", of: tag)
            }
        }
        let found = engine.refresh(
            now: Self.moment(moment.second),
            activePeople: moment.activePeople,
            isNewServer: moment.isNewServer
        )
        for one in found where one.state == .held && one.tag >= Series.firstTag {
            held[one.tag, default: []].formUnion(one.failures.map(\.gate.rawValue))
        }
        let listed = found.filter { $0.state == .listed && $0.shelf != .perennial }
        return listed.sorted { ($0.recent, $0.score, $1.tag) > ($1.recent, $1.score, $0.tag) }.map(\.tag)
    }
}

/// Distinct accounts of the UTC day o against those of the day before e (1 at least): (o − e)²/e from 5 accounts on; the best
/// score of the last two days is kept and halved every four hours; listed from 1 on. Looked at every five minutes.
struct DailyRule: Rule {
    private var day: Int64 = .min
    private var today: [Int64: Set<Int64>] = [:]
    private var yesterday: [Int64: Int] = [:]
    private var best: [Int64: (score: Double, at: Int64)] = [:]

    mutating func record(_ post: Post, id: Int64) {
        turn(to: post.at)
        today[post.tag, default: []].insert(post.person)
    }

    /// What is deleted stays counted.
    mutating func delete(_ post: Post, id: Int64, at second: Int64) {}

    private mutating func turn(to second: Int64) {
        let day = Int64((Double(second) / 86_400).rounded(.down))
        guard day > self.day else { return }
        yesterday = day == self.day + 1 ? today.mapValues(\.count) : [:]
        (today, self.day) = ([:], day)
    }

    mutating func look(_ moment: Moment) -> [Int64] {
        let second = moment.second
        turn(to: second)
        best = best.filter { second - $0.value.at <= 2 * 86_400 }
        for (tag, people) in today where people.count >= 5 {
            let (observed, expected) = (Double(people.count), Double(max(1, yesterday[tag] ?? 0)))
            guard observed > expected else { continue }
            let score = (observed - expected) * (observed - expected) / expected
            if score > best[tag]?.score ?? 0 { best[tag] = (score, second) }
        }
        let now = best.mapValues { $0.score * pow(0.5, Double(second - $0.at) / (4 * 3600)) }.filter { $0.value >= 1 }
        return now.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
    }
}
