// chorus doctor

import ArgumentParser
import Server

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count everything again and compare with the counters that people see; say why files wait.",
        discussion: """
            Exits with 1 when a counter differs, or when files that people uploaded cannot be processed. With --repair it \
            sets right what differs.
            """
    )

    @Flag(help: "Recount every counter from its causes: people, posts, votes, answers. (always done)")
    var counts = false

    @Flag(help: "Set counters that differ to what was counted.")
    var repair = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.withApp(migrating: false) { app in
            let differences = try await app.recount()
            let faults = try await app.mediaFaults()
            (differences + faults).forEach { print($0) }
            if differences.isEmpty {
                print("All counters are exact.")
            } else if repair {
                print("\(try await app.repairCounters()) counters were set right.")
            }
            guard faults.isEmpty, differences.isEmpty || repair else { throw ExitCode(1) }
        }
    }
}
