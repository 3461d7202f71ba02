// chorus serve

import ArgumentParser
import Server

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve until told to stop.",
        discussion: """
            Every setting below is also an environment variable (CHORUS_DATA_DIR for --data-dir) and a line of the file given \
            with --config (`bind: 127.0.0.1:8080`). The database is brought up to date first. SIGTERM and Ctrl-C stop \
            gracefully: what was begun is answered.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: "Address and port to listen on. (default: 127.0.0.1:8080)")
    var bind: String?

    @Option(help: "Name of this server, as apps and pages show it. (default: Chorus)")
    var title: String?

    @Option(help: "A sentence on what this server is for.")
    var summary: String?

    @Option(name: .customLong("contact-email"), help: "Where people can write to the admin.")
    var contactEmail: String?

    @Option(help: "open or closed: may strangers sign up? (default: open)")
    var registrations: String?

    @Option(
        name: .customLong("limited-mode"),
        help: "on or off; on shows strangers nothing but how to sign in and up. (default: off)"
    )
    var limitedMode: String?

    @Flag(name: .customLong("no-rate-limits"), help: "Do not limit requests: for benchmarks and tests only.")
    var noRateLimits = false

    @Option(
        name: .customLong("log-level"),
        help: "trace, debug, info, notice, warning, error or critical. (default: info)"
    )
    var logLevel: String?

    @Option(help: "0 to 15, a different one for each node on one database. (default: 0)")
    var node: Int?

    func run() async throws {
        try await tellingErrors {
            let settings = try await Settings.resolve(
                common.flags([
                    "bind": bind, "title": title, "summary": summary, "contact-email": contactEmail,
                    "registrations": registrations, "limited-mode": limitedMode,
                    "rate-limits": noRateLimits ? "off" : nil, "log-level": logLevel,
                    "node": node.map { String($0) },
                ])
            )
            try await ChorusServer.run(try await House.open(settings, serving: true))
        }
    }
}
