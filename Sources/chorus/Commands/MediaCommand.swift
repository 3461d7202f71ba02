// chorus media …

import ArgumentParser
import Server

struct MediaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media",
        abstract: "Look after stored files.",
        subcommands: [Strip.self]
    )

    struct Strip: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take out of stored pictures where they were taken, by whom and with what.",
            discussion: """
                For emoji and WebP pictures that were stored by an early version; what comes in is stripped on its way. Also beside a \
                running server. It may be broken off and run again, and changes nothing twice.
                """
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withApp { app in
                let line = StatusLine()
                let sentence = try await app.stripMedia { line.show($0) }
                line.clear()
                print(sentence)
            }
        }
    }
}
