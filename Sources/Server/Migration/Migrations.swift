// `chorus migrate --plan` and `chorus rollback`: what would be done, and what is undone.

internal import Basics
internal import Database
internal import Foundation
internal import Storage

public struct Migrations: Sendable {
    private let settings: Settings

    public init(_ settings: Settings) { self.settings = settings }

    /// What migrating would do: a line for each step, then how long, how much room, and whether it can be undone.
    public func plan() async throws -> [String] {
        let path = settings.dataDirectory + "/chorus.sqlite"
        guard settings.database != nil || FileManager.default.fileExists(atPath: path) else {
            throw SettingsError("There is no database yet: \(path) is not there.")
        }
        let database = try await Database.open(
            settings.database.map { .postgres(url: $0, connections: 1) } ?? .sqlite(path: path)
        )
        do {
            let (plan, size) = try await database.read(consistent: true) {
                (try MigrationPlan.read($0), try SpaceQueries.size($0).bytes)
            }
            await database.close()
            return lines(plan, size, database.engine)
        } catch {
            await database.close()
            throw error
        }
    }

    private func lines(_ plan: MigrationPlan, _ size: Int64, _ engine: Engine) -> [String] {
        guard !plan.steps.isEmpty else { return ["There is nothing to do: the database is up to date."] }
        let steps = plan.steps.map { step in
            "\(step.name)\t\(Migrations.words(step.seconds))\t\(step.works.joined(separator: "; "))"
        }
        let (seconds, bytes) = plan.steps.reduce((0.0, Int64(0))) { ($0.0 + $1.seconds, $0.1 + $1.bytes) }
        let copy = engine == .sqlite && plan.from != nil
        let room =
            Sizes.words(bytes)
            + (copy ? ", and \(Sizes.words(size)) for a copy (none where the file system shares blocks)" : "")
        return steps + [
            "All in one transaction: whatever fails leaves the database as it was.",
            "It takes about \(Migrations.words(seconds)), and \(room).",
            copy
                ? "It can be undone within 14 days by `chorus rollback`, without what is written meanwhile."
                : "It cannot be undone: make a backup first (`chorus backup`).",
        ]
    }

    private static func words(_ seconds: Double) -> String {
        switch seconds {
        case 90...: "\(Int((seconds / 60).rounded(.up))) minutes"
        case 1...: "\(Int(seconds.rounded(.up))) seconds"
        default: "a moment"
        }
    }

    /// Brings the database back as it was before it was migrated. Returns what became of it.
    ///
    /// - Parameter isSure: otherwise only says what would be lost.
    public func rollBack(isSure: Bool) async throws -> [String] {
        guard settings.database == nil else {
            throw SettingsError(
                "On PostgreSQL a migration is undone by a backup: `createdb NEW`, then `chorus restore`."
            )
        }
        let copies = MigrationCopy(dataDirectory: settings.dataDirectory)
        guard let copy = copies.newest else {
            throw SettingsError("There is no copy from before a migration in \(settings.dataDirectory).")
        }
        let lost = "what was written since \(copy.madeAt.iso8601)"
        guard isSure else {
            throw SettingsError(
                "This takes back the schema to \(copy.schema), and \(lost) with it: posts, but also passwords that were changed, sessions that were ended and two-factor sign-in that was set up. To do it, add --yes."
            )
        }
        umask(0o077)
        let lock = try FolderLock(folder: settings.dataDirectory)
        defer { withExtendedLifetime(lock) {} }
        let aside = try await copies.bringBack(copy, at: Clock.system.now())
        return [
            "The database has schema \(copy.schema) again. The one with \(lost) is \(aside); it is removed after 14 days.",
            "Install the Chorus that you had before you start it: this one would migrate it again.",
        ]
    }
}
