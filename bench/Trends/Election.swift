// The order of an election night: thirty tags at once, of which some are used every day, and yesterday's news beside them.

import Foundation

/// What an order of tags is compared with: people beyond usual in the last two hours.
struct Contest: Sendable {
    struct Result: Sendable {
        /// Spearman's rank correlation of the order and the people, by moment; what is not listed shares the last rank.
        var correlations: [Double]
        /// How many of the true first five are among the first five, in the mean.
        var firstFive: Double
    }

    private static let window: Int64 = 7200
    var tags: [Int64]
    /// Posts beyond what is usual, by rising time.
    var extra: [Post]
    var moments: [Int64]

    func result(_ orders: [(at: Int64, tags: [Int64])]) -> Result {
        var result = Result(correlations: [], firstFive: 0)
        for order in orders {
            let people = people(at: order.at)
            let places = Dictionary(zip(order.tags, 0...), uniquingKeysWith: { first, _ in first })
            let given = tags.map { -Double(places[$0] ?? 100_000) }
            let correlation = Self.correlation(Self.ranks(given), Self.ranks(tags.map { Double(people[$0] ?? 0) }))
            result.correlations.append(correlation)
            let first = Set(tags.sorted { people[$0] ?? 0 > people[$1] ?? 0 }.prefix(5))
            let mine = order.tags.filter(tags.contains).prefix(5)
            result.firstFive += Double(first.intersection(mine).count) / Double(orders.count)
        }
        return result
    }

    private func people(at second: Int64) -> [Int64: Int] {
        var people: [Int64: Set<Int64>] = [:]
        for post in extra where post.at > second - Self.window && post.at <= second {
            people[post.tag, default: []].insert(post.person)
        }
        return people.mapValues(\.count)
    }

    /// Equal values share the mean of their ranks.
    private static func ranks(_ values: [Double]) -> [Double] {
        values.map { value in
            let (less, equal) = (values.count { $0 < value }, values.count { $0 == value })
            return Double(less) + Double(equal + 1) / 2
        }
    }

    private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
        let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
        let product = zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
        let squares = [(a, meanA), (b, meanB)].map { values, mean in values.reduce(0) { $0 + pow($1 - mean, 2) } }
        let scale = (squares[0] * squares[1]).squareRoot()
        return scale > 0 ? product / scale : 0
    }
}

enum Election {
    static let kind = Kind(row: "8", name: "election night: 30 tags at once", sizes: [300, 3000, 100_000], draw: night)
    static let moments = (4...24).map { Int64($0) * 900 }

    private static func night(_ dice: inout Dice, _ active: Int) -> Series {
        let needed = Double(News.needed(active: active))
        // It begins on a full five minutes, when all rules look, at least a day after the first.
        let start = 86_400 + dice.below(5 * 288) * 300
        var extra: [Post] = []
        // Twenty are new. Ten are among the first hundred of every day.
        let usual = (0..<10).map { Int64($0) * 10 + 1 + dice.below(10) }
        let tags = (0..<20).map { Series.firstTag + $0 } + usual
        for tag in tags {
            let people = min(needed * 0.7 * dice.pareto(0.9), needed * 60, Double(active) / 3)
            let from = start + dice.below(3 * 3600)
            extra += Crowd.posts(Int(people) + 1, from: from, halfTime: dice.scaled(1200, 14_000), tag: tag, &dice)
        }
        // Five that were large the evening before.
        let old = (20..<25).map { Series.firstTag + $0 }
        let yesterday = old.flatMap { tag in
            let people = Int(needed * dice.scaled(4, 30))
            let from = start - 72_000 - dice.below(7200)
            return Crowd.posts(people, from: from, halfTime: dice.scaled(1200, 7200), tag: tag, &dice)
        }
        extra += yesterday
        extra.sort { $0.at < $1.at }
        var series = Series(extra: extra)
        series.judged = []
        series.contest = Contest(tags: tags + old, extra: extra, moments: moments.map { start + $0 })
        series.lastDay = start / 86_400 + 2
        series.pace = 60
        return series
    }
}
