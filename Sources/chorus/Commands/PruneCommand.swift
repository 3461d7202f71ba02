// chorus prune

import ArgumentParser
import Server

struct PruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Clear away what nobody needs, also while the server runs; with --dry-run only say what.",
        discussion: """
            Posts of other servers that nobody here has touched (favourited, bookmarked, boosted, answered, quoted, voted in, been \
            mentioned in or told of), that no tag or call counts, and that are old; those of people who are followed here stay \
            four times as long. Old notifications, expired sessions, jobs that were given up, files that nothing names, \
            and copies of others' files beyond their room. Every count stays exact. Interrupted, it goes on where it was. \
            `chorus serve` does the same every day, as its settings say; docs/operations.md has more.
            """
    )

    @Flag(help: "Say what would go, and remove nothing.")
    var dryRun = false

    @Option(help: "Age from which others' posts go, as 90d; at least 7d, or off. (default: the setting prune-posts)")
    var posts: String?

    @Option(
        help:
            "Age from which notifications go, as 180d; at least 30d, or off. (default: the setting prune-notifications)"
    )
    var notifications: String?

    @Flag(help: "Without the pauses that leave the disk to a running server.")
    var hurry = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await tellingErrors {
            let app = try await AppContainer.open(try await Settings.resolve(common.flags()).quietly, migrating: false)
            let line = StatusLine()
            do {
                let lines = try await untilInterrupted(saying: "Interrupted; the next time it goes on from here.") {
                    [posts, notifications, dryRun, hurry] in
                    try await app.prune(
                        posts: posts,
                        notifications: notifications,
                        isDryRun: dryRun,
                        isHurried: hurry
                    ) { line.show($0) }
                }
                line.clear()
                lines.forEach { print($0) }
                await app.close()
            } catch {
                line.clear()
                await app.close()
                throw error
            }
        }
    }
}
