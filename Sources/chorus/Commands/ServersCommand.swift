// chorus servers …

import ArgumentParser
import Server

struct ServersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "servers",
        abstract: "Decide with which other servers this one speaks, and how.",
        discussion: """
            A decision about a domain holds for all below it. It is read by a running server within seconds, which then goes \
            through the accounts it knows from there. Taken back, everything is as it was.
            """,
        subcommands: [
            List.self, Known.self, Block.self, Unblock.self, Allow.self, Disallow.self, Export.self, Import.self,
        ]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List what was decided.")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                let lines = try await app.serverLines()
                print(lines.isEmpty ? "Nothing was decided about any server." : lines.joined(separator: "\n"))
            }
        }
    }

    struct Known: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "List the servers that this one has met: which software each said it is, and when it was last reached."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                let lines = try await app.knownServerLines()
                print(lines.isEmpty ? "This server has met no other." : lines.joined(separator: "\n"))
            }
        }
    }

    struct Block: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Limit or suspend a domain, or refuse its pictures or reports."
        )

        @Argument(help: "The domain.")
        var domain: String

        @Option(help: "suspend, limit, or none for the flags alone.")
        var severity = "suspend"

        @Flag(help: "Show none of its pictures, films and sounds.")
        var rejectMedia = false

        @Flag(help: "Take no reports from there.")
        var rejectReports = false

        @Option(help: "Why, for everybody to read.")
        var reason = ""

        @Option(help: "Why, for moderators.")
        var note = ""

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                print(
                    try await app.blockServer(
                        domain,
                        severity: severity,
                        rejectsMedia: rejectMedia,
                        rejectsReports: rejectReports,
                        reason: reason,
                        note: note
                    )
                )
            }
        }
    }

    struct Unblock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a decision about a domain back.")

        @Argument(help: "The domain.")
        var domain: String

        @OptionGroup var common: CommonOptions

        func run() async throws { try await common.withApp { print(try await $0.unblockServer(domain)) } }
    }

    struct Allow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a domain speak with this server, where --federation is allowlist."
        )

        @Argument(help: "The domain.")
        var domain: String

        @OptionGroup var common: CommonOptions

        func run() async throws { try await common.withApp { print(try await $0.allowServer(domain)) } }
    }

    struct Disallow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a domain off the list of the allowed.")

        @Argument(help: "The domain.")
        var domain: String

        @OptionGroup var common: CommonOptions

        func run() async throws { try await common.withApp { print(try await $0.disallowServer(domain)) } }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print all blocks as a list that Mastodon reads, too."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { print(try await $0.serverBlockList(), terminator: "") }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a list of blocks: a CSV file of Mastodon, or a domain a line.",
            discussion: "Prints each decision that is new or different, and how many follows would wait for each."
        )

        @Argument(help: "The file.")
        var file: String

        @Flag(help: "Say what would happen, and change nothing.")
        var preview = false

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                let lines = try await app.importServerBlocks(file, isPreview: preview)
                print(lines.isEmpty ? "Nothing in this list is new." : lines.joined(separator: "\n"))
            }
        }
    }
}
