// The two rules on one series: Chorus's engine, and the daily rule of Mastodon.

import Basics
import Foundation
import Trends

/// What a rule made of a series.
struct Outcome {
    /// Intervals (seconds) in which the tag was listed.
    var listed: [(from: Int64, to: Int64)] = []
    private var isSpanOpen = false
    /// Whether any listing was as breaking.
    var wasBreaking = false

    /// What a look found; it holds until the next one.
    mutating func note(_ isListed: Bool, at second: Int64) {
        if isSpanOpen { listed[listed.count - 1].to = second }
        if isListed, !isSpanOpen { listed.append((second, second)) }
        isSpanOpen = isListed
    }

    func first(after second: Int64) -> Int64? { listed.first { $0.to > second }.map { max($0.from, second) } }

    /// The part of an interval in which it was listed.
    func part(of from: Int64, _ to: Int64) -> Double {
        let sum = listed.reduce(0) { $0 + max(0, min($1.to, to) - max($1.from, from)) }
        return Double(sum) / Double(to - from)
    }
}

enum Change {
    case post(Post, id: Int64)
    case deletion(Post, id: Int64)

    /// All changes of a series by rising time.
    static func all(_ series: Series) -> [(at: Int64, change: Change)] {
        var changes: [(at: Int64, change: Change)] = []
        for (place, post) in series.posts.enumerated() {
            changes.append((post.at, .post(post, id: Int64(place))))
            if let after = post.deletedAfter { changes.append((post.at + after, .deletion(post, id: Int64(place)))) }
        }
        return changes.sorted { $0.at < $1.at }
    }
}

enum ChorusRule {
    static func run(_ series: Series) -> Outcome {
        var (engine, outcome, place) = (TrendEngine(), Outcome(), 0)
        let changes = Change.all(series)
        var second: Int64 = 0
        while second < series.days * 86_400 {
            // As the server does, every 5 seconds, in the half hour around a beginning; else every minute, to be quick.
            let near = abs(second - (series.movement ?? 50_000)) < 1800
            let next = second + (near ? 5 : 60)
            while place < changes.count, changes[place].at < next {
                apply(changes[place].change, at: series.begins + .seconds(changes[place].at), &engine)
                place += 1
            }
            let now = series.begins + .seconds(next)
            let found = engine.refresh(now: now, activePeople: series.activePeople, isNewServer: false).first
            let isListed = found?.state == .listed && found?.shelf != .perennial
            if isListed, found?.shelf == .breaking, next > series.judgedFrom { outcome.wasBreaking = true }
            outcome.note(isListed, at: next)
            second = next
        }
        return outcome
    }

    private static func apply(_ change: Change, at: Timestamp, _ engine: inout TrendEngine) {
        switch change {
        case .post(let post, let id):
            engine.record(
                TagUse(
                    tag: 1,
                    person: post.person,
                    post: id,
                    at: at,
                    weight: post.isByNewAccount ? 0.3 : 1,
                    accountCreatedAt: at - .seconds(post.isByNewAccount ? 600 : 500 * 86_400),
                    fingerprint: post.fingerprint
                )
            )
        case .deletion(let post, let id):
            let posted = at - .seconds(post.deletedAfter ?? 0)
            engine.withdraw(tag: 1, person: post.person, post: id, at: posted, remaining: nil)
        }
    }
}

/// Distinct accounts of the UTC day against those of the day before: (o - e)²/e from 5 accounts on; the best score of the last two
/// days is kept and halved every four hours; listed from 1 on. Looked at every five minutes.
enum DailyRule {
    static func run(_ series: Series) -> Outcome {
        var (outcome, place) = (Outcome(), 0)
        var days: [Int64: Set<Int64>] = [:]
        var best = (score: 0.0, at: Int64(0))
        let changes = Change.all(series)
        let midnight = series.begins.milliseconds / 1000
        var second: Int64 = 0
        while second < series.days * 86_400 {
            let next = second + 300
            while place < changes.count, changes[place].at < next {
                // What is deleted stays counted.
                if case .post(let post, _) = changes[place].change {
                    days[(midnight + changes[place].at) / 86_400, default: []].insert(post.person)
                }
                place += 1
            }
            let today = (midnight + next) / 86_400
            let observed = Double(days[today]?.count ?? 0)
            let expected = max(1, Double(days[today - 1]?.count ?? 0))
            let score =
                expected > observed || observed < 5 ? 0 : (observed - expected) * (observed - expected) / expected
            if next - best.at > 2 * 86_400 { best = (0, next) }
            if score > best.score { best = (score, next) }
            let decayed = best.score * pow(0.5, Double(next - best.at) / (4 * 3600))
            let isListed = decayed >= 1
            if isListed, next > series.judgedFrom { outcome.wasBreaking = true }
            outcome.note(isListed, at: next)
            second = next
        }
        return outcome
    }
}
