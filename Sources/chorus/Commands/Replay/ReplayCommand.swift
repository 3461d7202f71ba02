// chorus replay …

internal import ArgumentParser

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Drive a running server with a synthetic October 2017 weekend, and check that it counts exactly.",
        discussion: """
            Everything is made up and seeded: two runs with the same seed post the same. A call goes out; people answer by \
            replies, by posts with its tag, by the poll and silently; they reblog, edit, delete and withdraw, along the \
            arrivals of that weekend. All of it goes over the public API. At the end the server's figures are compared \
            with what it acknowledged: exit status 0 means that they are equal.

            In one step, on the machine of the server (start it with `chorus serve --no-rate-limits`):

              chorus replay --data-dir data --events 3000 --hours 2 --speed 60

            makes the accounts in the server's data folder, and plays two hours in two minutes. In two steps, to use the \
            accounts for one replay elsewhere:

              chorus replay prepare --data-dir data --accounts 5000 --output tokens.tsv
              chorus replay run --tokens tokens.tsv --level L2 --hours 1
            """,
        subcommands: [RunReplay.self, PrepareReplay.self],
        defaultSubcommand: RunReplay.self
    )
}
