// chorus account approve|reject|suspend|unsuspend|limit|unlimit

internal import ArgumentParser
import Server

extension AccountCommand {
    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show nothing of an account any more, and end its sessions. Its reports are resolved.",
            discussion: "A server that runs on this data does so within a second."
        )

        @OptionGroup var target: AccountArgument
        @OptionGroup var action: ModerationArguments
        @OptionGroup var common: CommonOptions

        func run() async throws { try await action.run(.suspend, target, common) }
    }

    struct Limit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep an account out of public places and of all counts. Its reports are resolved.",
            discussion: "Its followers still see it. A server that runs on this data does so within a second."
        )

        @OptionGroup var target: AccountArgument
        @OptionGroup var action: ModerationArguments
        @OptionGroup var common: CommonOptions

        func run() async throws { try await action.run(.limit, target, common) }
    }

    struct Unsuspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a suspended account again, and let it sign in.")

        @OptionGroup var target: AccountArgument
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { print(try await $0.moderate(target.name, .unsuspend)) }
        }
    }

    struct Unlimit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show and count a limited account like any other again."
        )

        @OptionGroup var target: AccountArgument
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { print(try await $0.moderate(target.name, .unlimit)) }
        }
    }
}

extension AccountCommand {
    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let somebody in who has signed up and waits for it.",
            discussion: """
                With `registrations: approval`, whoever signs up waits for a moderator. They are told by e-mail. Who has yet to \
                confirm their address is in as soon as they have.
                """
        )

        @OptionGroup var target: AccountArgument
        @OptionGroup var letter: LetterOption
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp {
                print(try await $0.decideSignUp(target.name, isApproved: true, words: letter.words))
            }
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erase a sign-up that waits to be approved, at once and for good.",
            discussion: "They are told by e-mail. Nothing of the sign-up is kept, and its name is free again."
        )

        @OptionGroup var target: AccountArgument
        @OptionGroup var letter: LetterOption
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp {
                print(try await $0.decideSignUp(target.name, isApproved: false, words: letter.words))
            }
        }
    }
}

struct LetterOption: ParsableArguments {
    @Option(help: "A word to them, for the e-mail.")
    var words = ""
}

extension AccountCommand {
    struct SetRole: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "role",
            abstract: "Let an account moderate, or change everything on this server, or neither any more."
        )

        @OptionGroup var target: AccountArgument

        @Argument(help: "user, moderator or admin.")
        var role: String

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { print(try await $0.setRole(target.name, role)) }
        }
    }
}

extension AccountCommand {
    struct TwoFactor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "two-factor",
            abstract: "Help somebody who has lost the app that shows codes for their sign-in.",
            subcommands: [Off.self]
        )

        struct Off: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Have the sign-in of an account ask for the password alone again.",
                discussion: """
                    Be sure that it is the person who asks: whoever knows the password can come in afterwards. The recovery codes are \
                    deleted too. The person is told by e-mail, and the log of moderation says so.
                    """
            )

            @Argument(help: "Name of the account.")
            var name: String

            @OptionGroup var common: CommonOptions

            func run() async throws {
                try await common.withApp { print(try await $0.turnOffTwoFactor(name)) }
            }
        }
    }
}

extension AccountCommand {
    struct Passkeys: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Help somebody whose passkeys are in other hands.",
            subcommands: [Remove.self]
        )

        struct Remove: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Remove all passkeys of an account, so that its sign-in asks for the password.",
                discussion:
                    "Whoever is signed in, is signed out. The person is told by e-mail, and the log of moderation says so."
            )

            @Argument(help: "Name of the account.")
            var name: String

            @OptionGroup var common: CommonOptions

            func run() async throws {
                try await common.withApp { print(try await $0.removePasskeys(name)) }
            }
        }
    }
}

struct AccountArgument: ParsableArguments {
    @Argument(help: "Name of the account, or its id.")
    var name: String
}

struct ModerationArguments: ParsableArguments {
    @Option(help: "What the person reads about it.")
    var reason = ""

    @Option(help: "Its last day (UTC), as 2026-12-31, or for how long: 12h, 7d, 2w. (default: until it is taken back)")
    var until: String?

    func run(_ action: AppContainer.AccountAction, _ target: AccountArgument, _ common: CommonOptions) async throws {
        try await common.withApp { app in
            print(try await app.moderate(target.name, action, reason: reason, until: until))
        }
    }
}
