// chorus token …

import ArgumentParser
import Server

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make access tokens for scripts.",
        subcommands: [Create.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an access token and print it, alone, on standard output."
        )

        @Argument(help: "Name of the account it stands for.")
        var name: String

        @Option(help: "Scopes, separated by spaces.")
        var scopes = "read write follow push"

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                print(try await app.createToken(name: name, scopes: scopes))
            }
        }
    }
}
