// What a post and a refresh cost, in real time: the only figures of this bench that depend on the machine.

import Basics
import Trends

/// The figures of one engine with many tags.
struct Cost {
    var tags: Int64
    var peopleEach: Int64
    var nanosecondsOfRecord: Double
    /// The median and the largest of many refreshes, five seconds apart; one in twelve lets go of what is past.
    var refresh: (median: Double, most: Double)

    init(tags: Int64, peopleEach: Int64) {
        (self.tags, self.peopleEach) = (tags, peopleEach)
        var engine = TrendEngine()
        let start = Timestamp(seconds: 1_508_025_600)
        let count = tags * peopleEach
        let clock = ContinuousClock()
        // Spread over two hours, so that each tag has as many minutes as it would have.
        let recording = clock.measure {
            for n in 0..<count {
                engine.record(
                    TagUse(
                        tag: n % tags,
                        person: n,
                        post: n,
                        at: start + .milliseconds(n * 7_200_000 / count),
                        accountCreatedAt: start - .seconds(1_000_000),
                        // A third writes more than a few words, each of their own.
                        fingerprint: n % 3 == 0 ? UInt64(n) &* 0x9e37_79b9_7f4a_7c15 : 0
                    )
                )
            }
        }
        nanosecondsOfRecord = Self.milliseconds(recording) * 1e6 / Double(count)
        var each: [Double] = []
        for turn in Int64(0)..<60 {
            let now = start + .seconds(7200 + 5 * turn)
            each.append(
                Self.milliseconds(
                    clock.measure { _ = engine.refresh(now: now, activePeople: 50_000, isNewServer: false) }
                )
            )
        }
        each.sort()
        refresh = (each[each.count / 2], each.last ?? 0)
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15
    }

    /// As a table.
    static func table() -> String {
        var lines = [
            "| tags followed | people each | a post, ns | a refresh, ms | the longest of 60, ms |",
            "|--:|--:|--:|--:|--:|",
        ]
        for (tags, people) in [(5000, 4), (5000, 40), (1, 200_000)] as [(Int64, Int64)] {
            let cost = Cost(tags: tags, peopleEach: people)
            let words = [cost.refresh.median, cost.refresh.most].map { "\(($0 * 100).rounded() / 100)" }
            lines.append(
                "| \(tags) | \(people) | \(Int(cost.nanosecondsOfRecord)) | \(words.joined(separator: " | ")) |"
            )
        }
        return lines.joined(separator: "\n")
    }
}
