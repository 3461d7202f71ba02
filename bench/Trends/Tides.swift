// What happens to all tags at once, and nothing at all: the server's usual tags are judged.

import Foundation

enum Tides {
    static let kinds: [Kind] = [
        Kind(row: "noise", name: "2,000 tags for 30 days", mostSeeds: 3, isOfAllTags: true) { _, active in
            Series(days: 30, leastUses: 0, from: 0, pace: active > 10_000 ? 120 : 60)
        },
        tide("a feast: everybody posts three times as much", feast),
        tide("grows four times in a day", growth),
        tide("an outage of six hours, and its catch-up", outage),
        tide("a server one day old", newServer),
    ]

    /// Each seed is hundreds of tags.
    private static func tide(_ name: String, _ draw: @escaping @Sendable (inout Dice, Int) -> Series) -> Kind {
        Kind(row: "6", name: name, mostSeeds: 6, isOfAllTags: true, draw: draw)
    }

    /// Steady tags have so many uses a day.
    private static let steady = 4.0

    private static func feast(_ dice: inout Dice, _ active: Int) -> Series {
        let (start, more) = (Double(dice.below(86_400)), dice.between(1, 1.5))
        let rise: @Sendable (Int64, Double) -> Double = { second, most in
            // Two hours to rise, two to fall.
            let hours = (Double(second) - start) / 3600
            return 1 + (most - 1) * max(0, min(1, hours / 2, (24 - hours) / 2))
        }
        return series(Tide(posts: { rise($0, 3) }, active: { rise($0, more) }), from: start, active)
    }

    private static func growth(_ dice: inout Dice, _ active: Int) -> Series {
        let start = Double(dice.below(86_400))
        let size: @Sendable (Int64) -> Double = { second in
            pow(4, max(0, min(1, (Double(second) - start) / 86_400)))
        }
        return series(Tide(posts: size, active: { size($0 - 43_200) }), from: start, active)
    }

    private static func outage(_ dice: inout Dice, _ active: Int) -> Series {
        let (start, back, hours) = (Double(dice.below(86_400)), dice.between(2, 4), dice.between(1, 3))
        let posts: @Sendable (Int64) -> Double = { second in
            let past = (Double(second) - start) / 3600
            guard past >= 0 else { return 1 }
            return past < 6 ? 0 : past < 6 + hours ? back : 1
        }
        let people: @Sendable (Int64) -> Double = { second in
            let past = (Double(second) - start) / 3600
            return past < 0 || past > 30 ? 1 : 1 - 0.2 * min(1, past / 6)
        }
        return series(Tide(posts: posts, active: people), from: start, active)
    }

    private static func newServer(_ dice: inout Dice, _ active: Int) -> Series {
        let tide = Tide(posts: { _ in 1 }, active: { min(1, (Double(max(1, $0)) / 86_400).squareRoot()) })
        var series = Series(days: 8, leastUses: steady, from: 86_400, tide: tide, pace: pace(active))
        series.isNewServer = true
        return series
    }

    /// Many people's tags take long to look at.
    private static func pace(_ active: Int) -> Int64 { active > 10_000 ? 600 : 120 }

    private static func series(_ tide: Tide, from start: Double, _ active: Int) -> Series {
        Series(days: 8, leastUses: steady, from: Int64(start), tide: tide, pace: pace(active))
    }
}
