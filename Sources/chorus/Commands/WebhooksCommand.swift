// chorus webhooks …

import ArgumentParser
import Server

struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks",
        abstract: "Addresses that are told when something waits for the moderators.",
        discussion: """
            Each is sent a line of JSON with what it is and where to read it, and nothing of what anybody wrote: a room of \
            Slack, Mattermost, Rocket.Chat or Discord shows it as it comes. What is not taken is sent again, for two hours.
            """,
        subcommands: [List.self, Add.self, Remove.self, Test.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List them: number, address, events, and what became of the last message."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                let lines = try await app.webhookLines()
                print(lines.isEmpty ? "There are no webhooks." : lines.joined(separator: "\n"))
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an address. Prints the secret that signs its messages."
        )

        @Argument(help: "The address.")
        var url: String

        @Option(
            help:
                "Of what it is told, with commas between: report.created, status.held, account.created, appeal.created. (default: all)"
        )
        var events: String?

        @OptionGroup var common: CommonOptions

        func run() async throws { try await common.withApp { print(try await $0.addWebhook(url, events: events)) } }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an address.")

        @Argument(help: "Its number, as the list shows it.") var id: Int64
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                try await app.removeWebhook(id)
                print("It is told of nothing any more.")
            }
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a message that says that it is a test.",
            discussion: "A running server sends it within seconds; the list then says what became of it."
        )

        @Argument(help: "Its number, as the list shows it.") var id: Int64
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                try await app.testWebhook(id)
                print("It is on its way.")
            }
        }
    }
}
