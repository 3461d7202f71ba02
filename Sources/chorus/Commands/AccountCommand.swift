// chorus account …

internal import ArgumentParser
import Server

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Make and list accounts of this server.",
        subcommands: [Create.self, List.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account and print its password.")

        @Argument(help: "Name to sign in with: letters, digits and underscores.")
        var name: String

        @Option(help: "E-mail address of the person.")
        var email: String

        @Flag(help: "May change everything on this server.")
        var admin = false

        @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input instead of making one.")
        var passwordFromInput = false

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let password = passwordFromInput ? readLine(strippingNewline: true) : nil
            if passwordFromInput, password == nil { throw ValidationMessage("No password came on standard input.") }
            try await common.withHouse { house in
                let made = try await house.createAccount(
                    name: name,
                    email: email,
                    password: password,
                    isAdmin: admin
                )
                print("Account @\(name) is made.")
                if let made { print("Password: \(made)") }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List accounts in the order of their sign-up.")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withHouse { house in
                try await house.listAccounts { print($0) }
            }
        }
    }
}
