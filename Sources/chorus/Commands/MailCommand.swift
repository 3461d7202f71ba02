// chorus mail …

import ArgumentParser
import Server

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Check whether e-mail goes out.",
        subcommands: [Test.self]
    )

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send an e-mail at once, and print what the mail server said.",
            discussion: "It uses the settings that `chorus serve` would: flags, environment, file."
        )

        @Argument(help: "E-mail address to write to.")
        var address: String

        @OptionGroup var mail: MailOptions

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp(mail.flags) { app in
                print(try await app.testMail(to: address))
            }
        }
    }
}
