// `make bench-trends`: how soon, how long and how rightly three rules list tags, as tables and plots, and what Chorus's costs.

import ArgumentParser
import Basics
import Foundation

@main
struct BenchTrends: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-trends",
        abstract: "Run Chorus's rule of trends on drawn series, beside a daily rule and a CUSUM."
    )

    @Option(help: "Rows to run, with commas between; all without it. Names: \(Self.names), cost.")
    var rows: String?
    @Option(help: "Seeds of each series.")
    var seeds = 20
    @Option(help: "People active in a day, with commas between.")
    var sizes = "30,300,3000,100000"
    @Option(help: "What all seeds have in common; the version's text without it, so that each release has others.")
    var seed: UInt64?
    @Flag(help: "Two seeds on servers of 300 and 3,000, without the noise of thirty days.")
    var quick = false
    @Flag(help: "Name each series that Chorus got wrong.")
    var failures = false
    @Option(help: "Write the whole tables to this file.")
    var whole: String?
    @Option(help: "Write the plots into this folder.")
    var plots: String?

    private static let names = Kind.all.map(\.row).reduce(into: [String]()) {
        if !$0.contains($1) { $0.append($1) }
    }.joined(separator: ", ")

    func run() async throws {
        let base = seed ?? Dice.seed(of: Version.current)
        let wanted = rows.map { Set($0.split(separator: ",").map(String.init)) }
        let kinds = Kind.all.filter { wanted?.contains($0.row) ?? !(quick && $0.row == "noise") }
        let sizes = quick ? [300, 3000] : self.sizes.split(separator: ",").compactMap { Int($0) }
        // First, while the memory is fresh.
        let costs = wanted?.contains("cost") ?? true ? Cost.table() : ""
        let results = await Job.run(Job.all(kinds, sizes: sizes, seeds: quick ? 2 : seeds), base: base)
        let origin = seed == nil ? "version \(Version.current)" : "an option"
        let each = quick ? 2 : seeds
        let report = Report(results, seed: "Seed \(base), from \(origin); \(each) of each series and size.")
        print(report.summary)
        print(costs)
        if let whole { try Data((report.whole + "\n" + costs).utf8).write(to: URL(filePath: whole)) }
        if let plots {
            let all = report.plots.merging(["trends.svg": CallPlot.svg(base: base)]) { first, _ in first }
            for (name, svg) in all { try Data(svg.utf8).write(to: URL(filePath: plots).appending(path: name)) }
        }
        if failures { for failure in results.compactMap(\.failure) { print("- \(failure)") } }
    }
}
