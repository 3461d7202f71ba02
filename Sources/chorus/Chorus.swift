// The command line of Chorus.

import ArgumentParser
import Server

@main
struct Chorus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chorus",
        abstract: "A social server for the moment a hashtag becomes a movement.",
        discussion: """
            Start with `chorus serve`: it keeps everything in one folder and listens on http://localhost:8080. \
            Then make the first account with `chorus account create NAME --email ADDRESS --admin`.

            Settings come from flags, else from environment variables (CHORUS_DATA_DIR for --data-dir), else from the \
            file given with --config, else from the defaults shown.
            """,
        version: AppContainer.version,
        subcommands: [
            Serve.self, AccountCommand.self, StatusCommand.self, TokenCommand.self, MailCommand.self, Migrate.self,
            BackupCommand.self, RestoreCommand.self, PruneCommand.self, RollbackCommand.self,
            TrendsCommand.self, HeldCommand.self, ServersCommand.self, MediaCommand.self,
            Doctor.self,
            RulesCommand.self, TextsCommand.self, EmojisCommand.self, AnnouncementsCommand.self, ReportsCommand.self,
            WebhooksCommand.self,
            ReplayCommand.self, Routes.self,
        ]
    )
}
