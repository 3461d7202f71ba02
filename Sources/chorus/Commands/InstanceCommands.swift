// chorus rules|texts|emojis|announcements|reports …: what those who run a server say, and what is told them.

import ArgumentParser
import Server

struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "See and change the rules of this server.",
        discussion: "A running server shows changes within seconds.",
        subcommands: [List.self, Add.self, Remove.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the rules with their numbers.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { print(try await $0.ruleLines().joined(separator: "\n")) }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a rule.")
        @Argument(help: "The rule, in a sentence.") var text: String
        @Option(help: "A longer explanation.") var hint = ""
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { print("Rule \(try await $0.addRule(text, hint: hint)) holds from now on.") }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a rule. Reports that name it keep it.")
        @Argument(help: "Its number.") var number: Int64
        @OptionGroup var common: CommonOptions

        func run() async throws { try await common.withApp { try await $0.removeRule(number) } }
    }
}

struct TextsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "texts",
        abstract: "Set the longer texts of this server: description, privacy, terms.",
        discussion:
            "Plain text with links; empty lines part paragraphs. A running server shows changes within seconds.",
        subcommands: [Set.self, Remove.self]
    )

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Set a text from a file.")
        @Argument(help: "description, privacy or terms.") var kind: String
        @Argument(help: "The file.") var file: String
        @Option(help: "The day from which terms hold, as 2026-01-31. (default: today)") var from: String?
        @OptionGroup var common: CommonOptions

        func run() async throws { try await common.withApp { try await $0.setText(kind, file: file, day: from) } }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a text.")
        @Argument(help: "description, privacy or terms.") var kind: String
        @Option(help: "The day from which the terms hold. (default: today)") var from: String?
        @OptionGroup var common: CommonOptions

        func run() async throws { try await common.withApp { try await $0.removeText(kind, day: from) } }
    }
}

struct EmojisCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emojis",
        abstract: "See and change the custom emoji of this server.",
        discussion: "A running server shows changes within a minute.",
        subcommands: [List.self, Add.self, Remove.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the emoji.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { print(try await $0.emojiLines().joined(separator: "\n")) }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add an emoji: a PNG, GIF or WebP of at most 256 KB.")
        @Argument(help: "Its shortcode, without colons.") var shortcode: String
        @Argument(help: "The picture.") var file: String
        @Option(help: "A picture that does not move, for those who want it so.") var still: String?
        @Option(help: "Where apps list it.") var category: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp {
                try await $0.addEmoji(shortcode, file: file, still: still, category: category)
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an emoji.")
        @Argument(help: "Its shortcode, without colons.") var shortcode: String
        @OptionGroup var common: CommonOptions

        func run() async throws { try await common.withApp { try await $0.removeEmoji(shortcode) } }
    }
}

struct AnnouncementsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announcements",
        abstract: "Tell everybody on this server something.",
        discussion:
            "Apps show announcements until they are read or over. A running server tells of new ones within a minute.",
        subcommands: [List.self, Add.self, Remove.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all announcements with their numbers.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { print(try await $0.announcementLines().joined(separator: "\n")) }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Announce something.")
        @Argument(help: "The text.") var text: String
        @Option(help: "The first day of what is announced, as 2026-01-31.") var start: String?
        @Option(help: "Its last day; afterwards the announcement is not shown.") var end: String?
        @Option(help: "The day from which it is shown. (default: now)") var from: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp {
                print("Announcement \(try await $0.announce(text, start: start, end: end, from: from)) is written.")
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an announcement.")
        @Argument(help: "Its number.") var number: Int64
        @OptionGroup var common: CommonOptions

        func run() async throws { try await common.withApp { try await $0.removeAnnouncement(number) } }
    }
}

struct ReportsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reports",
        abstract: "See what people report, and say what is done.",
        subcommands: [List.self, Resolve.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List reports, the newest first, each with its posts.",
            discussion: """
                A line for each: number, day, who reports whom (with their ids), kind, comment; below it the address and the \
                words of each post.
                """
        )
        @Flag(help: "Those that are resolved.") var resolved = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { print(try await $0.reportLines(resolved: resolved).joined(separator: "\n")) }
        }
    }

    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Mark a report as resolved.")
        @Argument(help: "Its number.") var number: Int64
        @Flag(help: "Open it again.") var reopen = false
        @OptionGroup var common: CommonOptions

        func run() async throws { try await common.withApp { try await $0.resolveReport(number, reopen: reopen) } }
    }
}
