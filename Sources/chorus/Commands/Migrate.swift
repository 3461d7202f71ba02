// chorus migrate, chorus rollback

import ArgumentParser
import Server

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database up to date; with --plan only say what that takes.",
        discussion: """
            `chorus serve` does this too; alone it serves those who want to do it first. SQLite's file is copied before the first \
            change, without room where the file system can share blocks, and `chorus rollback` brings it back within 14 days. \
            On PostgreSQL make a backup first.
            """
    )

    @Flag(help: "Say what would be done, how long it takes about, how much room, and whether it can be undone.")
    var plan = false

    @Flag(help: "Without a copy: for who has a backup, and no room.")
    var noCopy = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await tellingErrors {
            var settings = try await Settings.resolve(common.flags(["log-level": "info"]))
            if plan {
                try await Migrations(settings).plan().forEach { print($0) }
                return
            }
            settings.copiesBeforeMigration = !noCopy
            await (try await AppContainer.open(settings)).close()
            print("The database has schema \(AppContainer.newestSchema), the newest this program knows.")
        }
    }
}

struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Undo the last migration: the database as it was before, without what was written since.",
        discussion: """
            For SQLite, with the server stopped. The database with what was written since stays beside it. Install the Chorus that \
            you had before you start it again.
            """
    )

    @Flag(help: "Really do it.")
    var yes = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await tellingErrors {
            try await Migrations(try await Settings.resolve(common.flags())).rollBack(isSure: yes).forEach { print($0) }
        }
    }
}
