// `make bench-guard`: how much private information is found in 5,000 drawn texts, how rightly, and what that costs.

import ArgumentParser
import Guard

@main
struct BenchGuard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-guard",
        abstract: "Look for private information in drawn texts of ten languages."
    )

    @Option(help: "How many texts.")
    var texts = 5000
    @Option(help: "What all texts depend on.")
    var seed: UInt64 = 1
    @Flag(help: "Show each text that was read wrongly.")
    var failures = false

    func run() throws {
        let samples = Samples.draw(texts, seed: seed)
        let report = Report(samples)
        print("\(samples.count) texts, seed \(seed)\n")
        print(report.tables)
        print(Cost.table(samples))
        if failures { for failure in report.failures { print("- \(failure)") } }
        guard report.isGoodEnough else {
            print("Phone numbers: precision or recall is below \(Report.precision) / \(Report.recall).")
            throw ExitCode.failure
        }
    }
}
