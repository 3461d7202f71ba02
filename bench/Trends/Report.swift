// The measured figures as Markdown: a summary for the docs, and all of it.

import Foundation

struct Report {
    struct Line {
        var kind: Kind
        var size: Int
        /// By rule.
        var tallies: [Tally]
    }

    private let lines: [Line]
    /// What all series were drawn from.
    private let seed: String

    init(_ results: [Job.Result], seed: String) {
        self.seed = seed
        var lines: [Line] = []
        for result in results {
            let (kind, size) = (result.job.kind, result.job.size)
            if let last = lines.last, last.kind.name == kind.name, last.size == size {
                for (rule, tally) in result.tallies.enumerated() { lines[lines.count - 1].tallies[rule] += tally }
            } else {
                lines.append(Line(kind: kind, size: size, tallies: result.tallies))
            }
        }
        self.lines = lines
    }

    // MARK: All of it

    /// A line for each kind, size and rule.
    var whole: String {
        var text = Self.heading(
            ["row", "series", "active", "rule"],
            [
                "listed", "start to listing", "enough people to listing: median", "most", "of its time", "hours listed",
                "hours after its end", "entries",
            ]
        )
        each({ $0.news > 0 }) { line, rule, tally in
            text += Self.row(
                [line.kind.row, line.kind.name, Words.number(line.size), rule],
                [
                    "\(tally.listings.count)/\(tally.news)", Words.time(tally.listings.map(\.afterStart).median),
                    Words.time(tally.listings.compactMap(\.afterEnough).median),
                    Words.time(tally.listings.compactMap(\.afterEnough).max()),
                    Words.percent(tally.listings.compactMap(\.part).mean),
                    Words.decimal(tally.listings.map(\.hours).median),
                    Words.decimal(tally.listings.map(\.hoursAfterEnd).median),
                    Words.decimal(tally.listings.map { Double($0.entries) }.mean),
                ]
            )
        }
        let news = text
        text = Self.heading(
            ["row", "no news", "active", "rule"],
            ["tags", "of them listed", "entries", "entries a tag", "entries a day", "hours where listed"]
        )
        each({ $0.quietTags > 0 }) { line, rule, tally in
            let runs = tally.quietDays / Double(max(1, tally.quietTags))
            let days = line.kind.row == "noise" ? runs * Double(tally.quietTags / Kind.allTags) : tally.quietDays
            text += Self.row(
                [line.kind.row, line.kind.name, Words.number(line.size), rule],
                [
                    "\(tally.quietTags)", "\(tally.wrongTags)", "\(tally.wrongEntries)",
                    Words.decimal(Double(tally.wrongEntries) / Double(tally.quietTags)),
                    Words.decimal(Double(tally.wrongEntries) / days), Words.decimal(tally.wrongHours.median),
                ]
            )
        }
        return seed + "\n\n" + Self.joined([news, text, contests])
    }

    private var contests: String {
        var text = Self.heading(
            ["row", "order", "active", "rule"],
            ["Spearman: median", "least of all nights", "true first five in the first five"]
        )
        each({ !$0.contests.isEmpty }) { line, rule, tally in
            let means = tally.contests.compactMap(\.correlations.mean)
            text += Self.row(
                [line.kind.row, line.kind.name, Words.number(line.size), rule],
                [
                    Words.decimal(means.median), Words.decimal(means.min()),
                    Words.decimal(tally.contests.map(\.firstFive).mean),
                ]
            )
        }
        return text
    }

    private func each(_ isMeant: (Tally) -> Bool, _ take: (Line, String, Tally) -> Void) {
        for line in lines {
            for (rule, tally) in zip(Watchers.names, line.tallies) where isMeant(tally) { take(line, rule, tally) }
        }
    }

    // MARK: For the docs

    /// A line for each kind: Chorus by sizes, the others over all of them.
    var summary: String {
        let sizes = Set(lines.map(\.size)).sorted()
        let columns = sizes.map(Words.number) + ["daily", "CUSUM"]
        var text = Self.heading(
            ["row", "news: listed, from enough people on (most)"],
            columns + ["hours listed", "entries", "after its end"]
        )
        for kind in kinds({ $0.news > 0 }) {
            let cells = sizes.map { size in Self.found(line(kind, size)?.tallies[0]) }
            let others = [1, 2].map { Self.found(sum(kind, rule: $0)) }
            let listings = sum(kind, rule: 0).listings
            let hours = Words.decimal(listings.map(\.hours).median) + " h"
            let entries = Words.decimal(listings.map { Double($0.entries) }.mean)
            let after = Words.decimal(listings.map(\.hoursAfterEnd).median) + " h"
            text += Self.row([kind.row, kind.name], cells + others + [hours, entries, after])
        }
        let news = text
        text = Self.heading(["row", "no news: entries a tag (part of tags, hours of each)"], columns)
        for kind in kinds({ $0.quietTags > 0 }) where kind.row != "noise" {
            let cells = sizes.map { size in Self.wrong(line(kind, size)?.tallies[0]) }
            text += Self.row([kind.row, kind.name], cells + [1, 2].map { Self.wrong(sum(kind, rule: $0)) })
        }
        return seed + "\n\n" + Self.joined([news, text, noise, contests])
    }

    private var noise: String {
        var text = Self.heading(["false entries a day over 2,000 tags"], Watchers.names)
        for line in lines where line.kind.row == "noise" {
            let cells = line.tallies.map { tally in
                let days = tally.quietDays / Double(Kind.allTags)
                return Words.decimal(Double(tally.wrongEntries) / days)
            }
            text += Self.row(["\(Words.number(line.size)) active people"], cells)
        }
        return text
    }

    private func kinds(_ isMeant: (Tally) -> Bool) -> [Kind] {
        var names: Set<String> = []
        return lines.filter { isMeant($0.tallies[0]) && names.insert($0.kind.name).inserted }.map(\.kind)
    }

    private func line(_ kind: Kind, _ size: Int) -> Line? {
        lines.first { $0.kind.name == kind.name && $0.size == size }
    }

    private func sum(_ kind: Kind, rule: Int) -> Tally {
        lines.filter { $0.kind.name == kind.name }.reduce(into: Tally()) { $0 += $1.tallies[rule] }
    }

    private static func found(_ tally: Tally?) -> String {
        guard let tally, tally.news > 0 else { return "" }
        let found = "\(tally.listings.count)/\(tally.news)"
        let delays = tally.listings.compactMap(\.afterEnough)
        guard let most = delays.max() else { return found }
        return "\(found), \(Words.time(delays.median)) (\(Words.time(most)))"
    }

    private static func wrong(_ tally: Tally?) -> String {
        guard let tally, tally.quietTags > 0 else { return "" }
        let (tags, entries) = (Double(tally.quietTags), Double(tally.wrongEntries))
        guard entries > 0 else { return "0" }
        let part = Words.percent(Double(tally.wrongTags) / tags)
        return "\(Words.decimal(entries / tags)) (\(part), \(Words.decimal(tally.wrongHours.median)) h)"
    }

    // MARK: Plots

    /// By name of file.
    var plots: [String: String] { ["trends-delay.svg": delays, "trends-order.svg": orders] }

    private var delays: String {
        var chart = Chart(
            "How long a crowd goes on before it is listed",
            Axis(
                "all its people",
                5...5000,
                isLog: true,
                [5, 10, 30, 100, 300, 1000, 3000].map { ($0, "\(Int($0))") }
            ),
            Axis(
                "from its start to the listing",
                1...100_000,
                isLog: true,
                [(1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"), (36_000, "10 h")]
            )
        )
        for (rule, name) in Watchers.names.enumerated() {
            let listings = lines.filter { ["call", "5", "7"].contains($0.kind.row) }.flatMap {
                $0.tallies[rule].listings
            }
            chart.dots(listings.map { (Double($0.people), max(1, $0.afterStart)) }, name, Chart.colors[rule])
        }
        return chart.svg
    }

    private var orders: String {
        var chart = Chart(
            "The order of an election night, where 3,000 are active",
            Axis("hours of the night", 0...6, (0...6).map { (Double($0), "\($0)") }),
            Axis(
                "Spearman's correlation with people beyond usual",
                0...1,
                (0...5).map { (Double($0) / 5, "0.\($0 * 2)") }
            )
        )
        let nights = lines.first { $0.size == 3000 && !$0.tallies[0].contests.isEmpty }
        for (rule, name) in Watchers.names.enumerated() {
            let all = nights?.tallies[rule].contests.map(\.correlations) ?? []
            let points = Election.moments.enumerated().compactMap { place, second in
                all.compactMap { $0.count > place ? $0[place] : nil }.median.map { (Double(second) / 3600, max(0, $0)) }
            }
            chart.line(points, name, Chart.colors[rule])
        }
        return chart.svg
    }

    // MARK: Tables

    private static func heading(_ names: [String], _ figures: [String]) -> String {
        row(names, figures) + "|" + names.map { _ in "---|" }.joined() + figures.map { _ in "--:|" }.joined() + "\n"
    }

    /// Without those of which nothing was run.
    private static func joined(_ tables: [String]) -> String {
        tables.filter { $0.split(separator: "\n").count > 2 }.joined(separator: "\n")
    }

    private static func row(_ names: [String], _ figures: [String]) -> String {
        "| " + (names + figures).joined(separator: " | ") + " |\n"
    }
}

/// Figures as words.
enum Words {
    static func time(_ seconds: Double?) -> String {
        guard let seconds else { return "–" }
        let size = abs(seconds)
        if size < 600 { return "\(Int(seconds.rounded())) s" }
        if size < 7200 { return "\(Int((seconds / 60).rounded())) min" }
        return size < 3 * 86_400 ? "\(Int((seconds / 3600).rounded())) h" : "\(Int((seconds / 86_400).rounded())) days"
    }

    static func percent(_ part: Double?) -> String { part.map { "\(Int(($0 * 100).rounded())) %" } ?? "–" }

    static func decimal(_ value: Double?) -> String {
        guard let value else { return "–" }
        let digits = abs(value) < 10 ? 100.0 : abs(value) < 100 ? 10 : 1
        let rounded = (value * digits).rounded() / digits
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }

    /// With commas, as in 100,000.
    static func number(_ value: Int) -> String {
        value < 1000 ? "\(value)" : "\(number(value / 1000)),\(String(value % 1000 + 1000).dropFirst())"
    }
}

extension [Double] {
    var median: Double? { isEmpty ? nil : sorted()[count / 2] }
    var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}
