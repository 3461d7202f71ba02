// chorus held …

import ArgumentParser
import Server

struct HeldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "Posts with private information in them that wait for a moderator (--guard hold).",
        subcommands: [Show.self, Approve.self, Reject.self]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List them with their words, the newest first."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                let lines = try await app.heldLines()
                print(lines.isEmpty ? "Nothing is held." : lines.joined(separator: "\n"))
            }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish one, as if it were posted now.",
            discussion: "A running server hears of it within seconds."
        )

        @Argument(help: "Its number, as the list shows it.") var id: Int64
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in print("It is post \(try await app.approveHeld(id)) now.") }
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Drop one. Its author is told.")

        @Argument(help: "Its number, as the list shows it.") var id: Int64
        @Option(help: "What the author reads about it.") var reason = ""
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                try await app.rejectHeld(id, reason: reason)
                print("Post \(id) is rejected.")
            }
        }
    }
}
