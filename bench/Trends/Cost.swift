// What a post, a refresh and a tag cost, in real time and memory: the only figures of this bench that depend on the machine.

import Basics
import Foundation
import Trends

/// The figures of one engine with many tags.
struct Cost {
    private var nanosecondsOfRecord: Double
    /// Of many refreshes, five seconds apart; one in twelve lets go of what is past.
    private var refreshes: [Double] = []
    private var bytes: Int

    /// - Parameter isIdle: as after a restart, when nobody has used the tags yet, but what is usual with them is known.
    private init(tags: Int64, peopleEach: Int64, isIdle: Bool = false) {
        var before = Self.memory()
        var engine = TrendEngine()
        let start = Timestamp(seconds: 1_508_025_600)
        let count = tags * peopleEach
        let clock = ContinuousClock()
        var dice = Dice(1)
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
                        fingerprint: n % 3 == 0 ? dice.print() : TextFingerprint.none
                    )
                )
            }
        }
        nanosecondsOfRecord = Self.milliseconds(recording) * 1e6 / Double(count)
        var end = start + .seconds(7200)
        if isIdle {
            for _ in 0..<3 {
                _ = engine.refresh(now: end, activePeople: 50_000, isNewServer: false)
                end = end + .seconds(3600)
            }
            let states = engine.states()
            before = Self.memory()
            engine = TrendEngine()
            for (tag, state) in states { engine.restore(tag: tag, state: state) }
        }
        for turn in Int64(0)..<60 {
            let spent = clock.measure {
                _ = engine.refresh(now: end + .seconds(5 * turn), activePeople: 50_000, isNewServer: false)
            }
            refreshes.append(Self.milliseconds(spent))
        }
        bytes = Int(Self.memory() - before) / Int(max(1, engine.count))
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15
    }

    /// Resident bytes of this process.
    private static func memory() -> Int64 {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (fields.flatMap { $0.count > 1 ? Int64($0[1]) : nil } ?? 0) * 4096
    }

    static func table() -> String {
        var lines = [
            "| tags followed | people each | a post, ns | a refresh, ms | the longest of 60, ms | bytes a tag |",
            "|--:|--:|--:|--:|--:|--:|",
        ]
        let cases: [(tags: Int64, people: Int64, isIdle: Bool)] = [
            (20_000, 4, true), (20_000, 4, false), (20_000, 40, false), (1, 200_000, false),
        ]
        for (tags, people, isIdle) in cases {
            let cost = Cost(tags: tags, peopleEach: people, isIdle: isIdle)
            let words = [
                Words.number(Int(tags)), isIdle ? "none since a restart" : Words.number(Int(people)),
                "\(Int(cost.nanosecondsOfRecord))", Words.decimal(cost.refreshes.median),
                Words.decimal(cost.refreshes.max()), Words.number(cost.bytes),
            ]
            lines.append("| " + words.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
