// `make bench-trends`: how soon, how long and how rightly two rules list tags, as a table, and the plot docs/trends.svg.

import Basics
import Foundation
import Trends

let seeds: UInt64 = 20
let rules = [ChorusRule.run, DailyRule.run]

func median(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.sorted()[values.count / 2] }

func words(_ seconds: Double?) -> String {
    guard let seconds else { return "–" }
    return seconds < 600
        ? "\(Int(seconds.rounded())) s"
        : seconds < 7200
            ? "\(Int((seconds / 60).rounded())) min" : "\(Int((seconds / 3600).rounded())) h"
}

func percent(_ values: [Double]) -> String {
    values.isEmpty ? "–" : "\(Int((100 * values.reduce(0, +) / Double(values.count)).rounded())) %"
}

/// When the entry gate is met: ten people (score 5 where nothing is usual), and as many as the gate of people asks.
func gate(_ series: Series, _ start: Int64) -> Int64? {
    let needed = max(10, Int((Double(series.activePeople) * 0.005).rounded(.up)))
    var people: Set<Int64> = []
    var window: [(Int64, Int64)] = []
    for post in series.posts.sorted(by: { $0.at < $1.at }) where post.at >= start {
        window.append((post.at, post.person))
        window.removeAll { $0.0 <= post.at - 86_400 }
        people = Set(window.map(\.1))
        if people.count >= needed { return post.at }
    }
    return nil
}

var totals = [(right: 0, wrong: 0, missed: 0), (right: 0, wrong: 0, missed: 0)]
print(
    "| series (\(seeds) seeds) | rule | listed | as breaking | start to listing | entry gate to listing | of day 2 | of day 3 | listed for, where none is |"
)
print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
for scenario in Scenario.allCases {
    for (place, rule) in rules.enumerated() {
        var (listed, breaking, delays, gated): (Int, Int, [Double], [Double]) = (0, 0, [], [])
        var (second, third, wrongly): ([Double], [Double], [Double]) = ([], [], [])
        for seed in 1...seeds {
            let series = scenario.series(seed)
            let outcome = rule(series)
            let from = series.movement ?? series.judgedFrom
            let isListed = outcome.isListed(after: from)
            listed += isListed ? 1 : 0
            breaking += outcome.wasBreaking ? 1 : 0
            if let start = series.movement {
                totals[place].right += isListed ? 1 : 0
                totals[place].missed += isListed ? 0 : 1
                guard let first = outcome.first(after: start) else { continue }
                delays.append(Double(first - start))
                if let met = gate(series, start) { gated.append(Double(first - met)) }
                if series.days >= 4 {
                    second.append(outcome.part(of: start + 86_400, start + 2 * 86_400))
                    third.append(outcome.part(of: start + 2 * 86_400, start + 3 * 86_400 - 3600))
                }
            } else {
                totals[place].wrong += outcome.wasBreaking ? 1 : 0
                let span = series.days * 86_400
                wrongly.append(outcome.part(of: from, span) * Double(span - from))
            }
        }
        print(
            "| \(scenario.rawValue) | \(["Chorus", "daily"][place]) | \(listed)/\(seeds) | \(breaking)/\(seeds) "
                + "| \(words(median(delays))) | \(words(median(gated))) | \(percent(second)) | \(percent(third)) | \(words(median(wrongly))) |"
        )
    }
}
print("")
for (place, name) in ["Chorus", "daily"].enumerated() {
    let total = totals[place]
    let precision = Double(total.right) / Double(max(1, total.right + total.wrong))
    let recall = Double(total.right) / Double(max(1, total.right + total.missed))
    print("\(name): precision \(percent([precision])), recall \(percent([recall])).")
}
measureCost()
let plot = Plot(Scenario.call.series(1))
try Data(plot.svg.utf8).write(to: URL(filePath: "docs/trends.svg"))
print("The plot is in docs/trends.svg.")

/// What a post and a refresh cost, with 5,000 tags followed.
func measureCost() {
    var engine = TrendEngine()
    let start = Timestamp(seconds: 1_508_025_600)
    let count: Int64 = 200_000
    let clock = ContinuousClock()
    let recording = clock.measure {
        for n in 0..<count {
            engine.record(
                TagUse(
                    tag: n % 5000,
                    person: n &* 2_654_435_761 % 100_000,
                    post: n,
                    at: start + .milliseconds(n * 10),
                    accountCreatedAt: start - .seconds(1_000_000)
                )
            )
        }
    }
    var turns = 0
    let refreshing = clock.measure {
        for turn in Int64(0)..<20 {
            turns += 1
            _ = engine.refresh(now: start + .seconds(2000 + 5 * turn), activePeople: 50_000, isNewServer: false)
        }
    }
    let nanoseconds = Double(recording.components.attoseconds) / 1e9 / Double(count)
    let milliseconds = (Double(refreshing.components.seconds) * 1e3 + Double(refreshing.components.attoseconds) / 1e15)
    print(
        "A post costs \(Int(nanoseconds)) ns, a refresh of 5,000 tags \((milliseconds / Double(turns)).rounded()) ms."
    )
}
