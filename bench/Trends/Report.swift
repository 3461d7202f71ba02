// The measured figures as Markdown: movements in one table, what is none in another, then precision and recall.

import Basics

/// What one rule made of one scenario over all seeds.
struct Tally {
    var tags = 0
    var listed = 0
    var breaking = 0
    var delays: [Double] = []
    /// From the moment there were enough people.
    var gated: [Double] = []
    /// The part of the two hours from then on in which it was listed.
    var twoHours: [Double] = []
    var secondDay: [Double] = []
    var thirdDay: [Double] = []
    /// Seconds for which it was listed though nothing happened, where it was.
    var wrongly: [Double] = []

    mutating func add(_ series: Series, _ outcome: Outcome) {
        let from = series.movement ?? series.judgedFrom
        tags += 1
        breaking += outcome.wasBreaking ? 1 : 0
        if let met = series.gateMetAt { twoHours.append(outcome.part(of: met, met + 7200)) }
        guard let first = outcome.first(after: from) else { return }
        listed += 1
        guard let start = series.movement else {
            let span = series.days * 86_400
            wrongly.append(outcome.part(of: from, span) * Double(span - from))
            return
        }
        delays.append(Double(first - start))
        if let met = series.gateMetAt { gated.append(Double(first - met)) }
        guard series.days >= 4 else { return }
        secondDay.append(outcome.part(of: start + 86_400, start + 2 * 86_400))
        thirdDay.append(outcome.part(of: start + 2 * 86_400, start + 3 * 86_400 - 3600))
    }
}

struct Report {
    var seeds: UInt64
    /// By rule.
    var tallies: [(scenario: Scenario, isMovement: Bool, rules: [Tally])] = []
    private static let names = ["Chorus", "daily"]

    init(seeds: UInt64) {
        self.seeds = seeds
        for scenario in Scenario.allCases {
            var (rules, isMovement) = ([Tally(), Tally()], false)
            for seed in 1...seeds * scenario.tags {
                let series = scenario.series(seed)
                isMovement = series.movement != nil
                rules[0].add(series, ChorusRule.run(series))
                rules[1].add(series, DailyRule.run(series))
            }
            tallies.append((scenario, isMovement, rules))
        }
    }

    var text: String {
        var lines = [
            "| movement | rule | listed | start to listing | enough people to listing: median | most |"
                + " of the next 2 h | of day 2 | of day 3 |",
            "|---|---|--:|--:|--:|--:|--:|--:|--:|",
        ]
        each(isMovement: true) { scenario, rule, tally in
            let figures = [
                Self.words(Self.median(tally.delays)), Self.words(Self.median(tally.gated)),
                Self.words(tally.gated.max()), Self.percent(tally.twoHours), Self.percent(tally.secondDay),
                Self.percent(tally.thirdDay),
            ]
            lines.append(
                "| \(scenario) | \(rule) | \(tally.listed)/\(tally.tags) | \(figures.joined(separator: " | ")) |"
            )
        }
        lines += ["", "| no movement | rule | listed | as breaking | for (median) |", "|---|---|--:|--:|--:|"]
        each(isMovement: false) { scenario, rule, tally in
            let time = Self.words(Self.median(tally.wrongly))
            let parts = "\(tally.listed)/\(tally.tags) | \(rule == "daily" ? "–" : "\(tally.breaking)/\(tally.tags)")"
            lines.append("| \(scenario) | \(rule) | \(parts) | \(time) |")
        }
        lines += ["", "| rule | precision | recall |", "|---|--:|--:|"]
        for (place, name) in Self.names.enumerated() {
            let right = sum(isMovement: true) { $0.rules[place].listed }
            let all = sum(isMovement: true) { $0.rules[place].tags }
            let wrong = sum(isMovement: false) { $0.rules[place].listed }
            let precision = Self.percent([Double(right) / Double(max(1, right + wrong))])
            lines.append("| \(name) | \(precision) | \(Self.percent([Double(right) / Double(max(1, all))])) |")
        }
        return lines.joined(separator: "\n")
    }

    private func each(isMovement: Bool, _ take: (String, String, Tally) -> Void) {
        for row in tallies where row.isMovement == isMovement {
            for (name, tally) in zip(Self.names, row.rules) { take(row.scenario.rawValue, name, tally) }
        }
    }

    private func sum(
        isMovement: Bool,
        _ count: ((scenario: Scenario, isMovement: Bool, rules: [Tally])) -> Int
    ) -> Int {
        tallies.filter { $0.isMovement == isMovement }.reduce(0) { $0 + count($1) }
    }

    private static func median(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.sorted()[values.count / 2]
    }

    private static func words(_ seconds: Double?) -> String {
        guard let seconds else { return "–" }
        let size = abs(seconds)
        if size < 600 { return "\(Int(seconds.rounded())) s" }
        return size < 7200 ? "\(Int((seconds / 60).rounded())) min" : "\(Int((seconds / 3600).rounded())) h"
    }

    private static func percent(_ values: [Double]) -> String {
        guard !values.isEmpty else { return "–" }
        return "\(Int((100 * values.reduce(0, +) / Double(values.count)).rounded())) %"
    }
}
