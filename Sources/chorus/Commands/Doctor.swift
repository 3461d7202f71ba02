// chorus doctor

import ArgumentParser
import Server

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count everything again and compare with the counters that people see.",
        discussion: "Exits with 1 when something differs. With --repair it sets right what differs."
    )

    @Flag(help: "Recount every counter from its causes: people, posts, votes, answers. (always done)")
    var counts = false

    @Flag(help: "Set counters that differ to what was counted.")
    var repair = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.withHouse(migrating: false) { house in
            let differences = try await house.recount()
            differences.forEach { print($0) }
            guard !differences.isEmpty else {
                print("All counters are exact.")
                return
            }
            guard repair else { throw ExitCode(1) }
            let repaired = try await house.repairCounters()
            print("\(repaired) counters were set right.")
        }
    }
}
