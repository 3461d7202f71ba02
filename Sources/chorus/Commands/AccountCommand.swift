// chorus account …

internal import ArgumentParser
import Server

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Make, list and moderate accounts of this server, and help those who cannot sign in.",
        subcommands: [
            Create.self, List.self, Confirm.self, Approve.self, Reject.self, Password.self, Suspend.self,
            Unsuspend.self, Limit.self, Unlimit.self,
            SetRole.self, TwoFactor.self, Passkeys.self,
        ]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account and print its password.")

        @Argument(help: "Name to sign in with: letters, digits and underscores.")
        var name: String

        @Option(help: "E-mail address of the person.")
        var email: String

        @Flag(help: "May change everything on this server.")
        var admin = false

        @OptionGroup var given: PasswordOption

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let password = try given.password()
            try await common.withApp { app in
                let made = try await app.createAccount(
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

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the e-mail address of an account as confirmed, where no e-mail reaches it."
        )

        @Argument(help: "Name of the account.")
        var name: String

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                try await app.confirmAccount(name)
                print("The address of @\(name) is confirmed.")
            }
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an account a new password and print it.",
            discussion: "A server that runs on this data ends all sessions and the access of all apps within seconds."
        )

        @Argument(help: "Name of the account.")
        var name: String

        @OptionGroup var given: PasswordOption

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let password = try given.password()
            try await common.withApp { app in
                let made = try await app.setPassword(password, of: name)
                print("Account @\(name) has a new password.")
                if let made { print("Password: \(made)") }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List accounts in the order of their sign-up.",
            discussion: "A line for each: id, name, e-mail address, day of sign-up, and what is special about it."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                try await app.listAccounts { print($0) }
            }
        }
    }
}

/// Where a password comes from.
struct PasswordOption: ParsableArguments {
    @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input instead of making one.")
    var isFromInput = false

    /// What came on standard input; nil where one is to be made.
    func password() throws -> String? {
        guard isFromInput else { return nil }
        guard let password = readLine(strippingNewline: true) else {
            throw ValidationMessage("No password came on standard input.")
        }
        return password
    }
}
