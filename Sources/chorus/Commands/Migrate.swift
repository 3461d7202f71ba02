// chorus migrate

import ArgumentParser
import Server

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database up to date.",
        discussion: "`chorus serve` does this too; alone it serves those who want to do it first, with a copy at hand."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.withApp(["log-level": "info"]) { _ in
            print("The database has schema \(AppContainer.newestSchema), the newest this program knows.")
        }
    }
}
