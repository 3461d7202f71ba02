// What a post, a look and a tag cost, in time of a core and memory: the only figures of this bench that depend on the machine.

import Basics
import Foundation
import Trends

/// The figures of one engine with many tags.
struct Cost {
    /// Who uses how many tags.
    private struct Load {
        var name: String
        var tags: Int64 = 20_000
        var uses: Int64
        /// All tags are used alike, or some much more than others, as tags are (Zipf's law), after each was used once.
        var isEven = true
        /// As after a restart, when nobody has used the tags yet, but what is usual with them is known.
        var isIdle = false
        /// Between two looks.
        var usesBetween: Int64 = 0
    }

    /// Those whose memory is told take more each, since what one let go of the next one is given.
    private static let loads = [
        Load(name: "4", uses: 80_000),
        Load(name: "by Zipf's law, 20 posts between looks", uses: 200_000, isEven: false, usesBetween: 20),
        Load(name: "40", uses: 800_000),
        Load(name: "none since a restart", uses: 80_000, isIdle: true),
        Load(name: "200,000", tags: 1, uses: 200_000),
    ]
    private static let start = Timestamp(seconds: 1_508_025_600)

    private let load: Load
    private var engine = TrendEngine()
    private var dice = Dice(1)
    private var uses: Int64 = 0
    private var nanosecondsOfRecord = 0.0
    /// Of many looks, five seconds apart; one in twelve lets go of what is past.
    private var looks: [Double] = []
    private var trends = 0
    private var bytes: Int?

    private init(_ load: Load, before: Int) {
        self.load = load
        // Spread over two hours, so that each tag has as many minutes as it would have.
        let recording = Self.milliseconds {
            for n in 0..<load.uses { record(at: Self.start + .milliseconds(n * 7_200_000 / load.uses)) }
        }
        nanosecondsOfRecord = recording * 1e6 / Double(load.uses)
        var now = Self.start + .seconds(7200)
        if load.isIdle {
            for _ in 0..<3 {
                _ = look(now)
                now = now + .seconds(3600)
            }
            let states = engine.states()
            engine = TrendEngine()
            for (tag, state) in states { engine.restore(tag: tag, state: state) }
        }
        for _ in 0..<60 {
            for _ in 0..<load.usesBetween { record(at: now) }
            now = now + .seconds(5)
            looks.append(Self.milliseconds { trends = look(now) })
        }
        if !load.isIdle, load.tags > 1 { bytes = (Self.memory() - before) / Int(load.tags) }
    }

    /// Each use is by a person of its own.
    private mutating func record(at moment: Timestamp) {
        let rank = pow(Double(load.tags), dice.unit())
        let tag = load.isEven || uses < load.tags ? uses % load.tags : min(Int64(rank), load.tags) - 1
        engine.record(
            TagUse(
                tag: tag,
                person: uses,
                post: uses,
                at: moment,
                accountCreatedAt: Self.start - .seconds(1_000_000),
                // A third writes more than a few words, each of their own.
                fingerprint: uses % 3 == 0 ? dice.print() : TextFingerprint.none
            )
        )
        uses += 1
    }

    /// How many tags are trends.
    private mutating func look(_ now: Timestamp) -> Int {
        engine.refresh(now: now, activePeople: 50_000, isNewServer: false).count { $0.since != nil }
    }

    /// Of this process on any core, so that others on the machine count little.
    private static func milliseconds(_ body: () -> Void) -> Double {
        let start = clock()
        body()
        return Double(clock() - start) * 1000 / Double(CLOCKS_PER_SEC)
    }

    /// Resident bytes of this process.
    private static func memory() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (fields.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * 4096
    }

    static func table() -> String {
        var lines = [
            "| tags followed | people each | of them trends | a post, ns | a look, ms | the longest of 60, ms | of one core | bytes a tag |",
            "|--:|---|--:|--:|--:|--:|--:|--:|",
        ]
        let before = memory()
        for load in loads {
            let cost = Cost(load, before: before)
            let mean = cost.looks.mean ?? 0
            let words = [
                Words.number(Int(load.tags)), load.name, Words.number(cost.trends), "\(Int(cost.nanosecondsOfRecord))",
                Words.decimal(cost.looks.median), Words.decimal(cost.looks.max()),
                "\(Words.decimal(mean / 5000 * 100)) %", cost.bytes.map(Words.number) ?? "",
            ]
            lines.append("| " + words.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
