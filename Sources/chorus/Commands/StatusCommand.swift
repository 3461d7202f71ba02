// chorus status …

import ArgumentParser
import Server

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Moderate posts of this server.",
        subcommands: [Remove.self]
    )

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a post. Its author is told, and every count that it was in falls.",
            discussion: """
                The number is the last part of the post's address; `chorus reports list` shows the addresses of posts that were \
                reported.
                """
        )

        @Argument(help: "Number of the post.") var id: Int64
        @Option(help: "What the author reads about it.") var reason = ""
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                try await app.removeStatus(id, reason: reason)
                print("Post \(id) is removed.")
            }
        }
    }
}
