// chorus trends …

import ArgumentParser
import Server

struct TrendsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trends",
        abstract: "See what trends, what a gate held, and decide about it.",
        discussion: """
            Decisions are read by a running server within seconds. approve and refuse hold until the tag is not a trend any \
            more, always and never until they are cleared.
            """,
        subcommands: [Show.self, Decide.self]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List tags that are unusual now: listed ones, then held ones with the reasons.",
            discussion: "Calculated from the posts of the last day; a tag that needs two looks in a row is given them."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                let lines = try await app.trendLines()
                print(lines.isEmpty ? "Nothing is unusual now." : lines.joined(separator: "\n"))
            }
        }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decide about a tag: approve, refuse, always, never, or clear what was decided."
        )

        @Argument(help: "The tag, with or without its sign.")
        var tag: String

        @Argument(help: "approve, refuse, always, never or clear.")
        var decision: String

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                try await app.decideTrend(tag, decision)
                print("Decided: \(decision) for #\(tag.drop { $0 == "#" }).")
            }
        }
    }
}
