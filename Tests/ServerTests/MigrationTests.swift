// An upgrade says what it will do, keeps the database as it was, and can be taken back.
import Basics
import Database
import Foundation
import Services
import TestSupport
import Testing

@testable import Server
@testable import Storage

@Suite("Upgrading and rolling back")
struct MigrationTests {
    /// Runs `body` with a data folder whose database lacks the newest migration.
    private func run(_ body: (Settings, _ folder: String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "chorus-migration-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try await Database.open(.sqlite(path: folder + "/chorus.sqlite"))
        let old = Migrator.migrations.filter { $0.version < Migrator.newest }
        try await database.write { connection in
            try Migrator.apply(Dictionary(uniqueKeysWithValues: old.map { ($0.version, $0.name) }), connection)
        }
        await database.close()
        try await body(
            try await Settings.resolve(Flags(["data-dir": folder, "log-level": "error"]), environment: [:]),
            folder
        )
    }

    private func files(_ folder: String) -> Set<String> {
        Set(
            (FileManager.default.subpaths(atPath: folder) ?? []).filter {
                $0.hasSuffix(".sqlite") || $0.contains("rolled")
            }
        )
    }

    @Test("the plan says what is done, how long, how much, and that it can be undone; and changes nothing")
    func plan() async throws {
        try await run { settings, folder in
            let lines = try await Migrations(settings).plan()
            let newest = try #require(Migrator.migrations.max { $0.version < $1.version })
            #expect(lines.count == 4 && lines[0].hasPrefix("\(newest.name)\ta moment\t"))
            #expect(lines[3].contains("`chorus rollback`"))
            #expect(try await Migrations(settings).plan() == lines)
            #expect(files(folder) == ["chorus.sqlite"])
            await (try await AppContainer.open(settings)).close()
            #expect(try await Migrations(settings).plan() == ["There is nothing to do: the database is up to date."])
        }
    }

    @Test("what is done is read from the scripts, for every migration there is", arguments: TestEngine.available)
    func works(_ engine: TestEngine) async throws {
        try await withDatabase(engine, template: "empty") { database in
            let plan = try await database.read { try MigrationPlan.read($0) }
            #expect(plan.from == nil && plan.steps.count == Migrator.count)
            for step in plan.steps { #expect(!step.works.isEmpty, "\(step.name)") }
        }
        try await withDatabase(engine, migrate: { try await Migrator.migrate($0) }) { database in
            let plan = try await database.read { try MigrationPlan.read($0) }
            #expect(plan.from == Migrator.newest && plan.steps.isEmpty)
        }
    }

    @Test("rolled back it is as it was, and what came since stays beside it")
    func rollBack() async throws {
        try await run { settings, folder in
            let none = await #expect(throws: SettingsError.self) {
                try await Migrations(settings).rollBack(isSure: true)
            }
            #expect(none?.description.hasPrefix("There is no copy") == true)
            let app = try await AppContainer.open(settings)
            _ = try await app.createAccount(name: "alice", email: "alice@example.com", password: nil, isAdmin: false)
            await app.close()
            let schema = try #require(Migrator.migrations.map(\.version).sorted().dropLast().last)
            #expect(files(folder) == ["chorus.sqlite", "before-migration/schema-\(schema).sqlite"])
            let unsure = await #expect(throws: SettingsError.self) {
                try await Migrations(settings).rollBack(isSure: false)
            }
            #expect(unsure?.description.hasSuffix("add --yes.") == true)
            do {
                let lock = try FolderLock(folder: folder)
                defer { withExtendedLifetime(lock) {} }
                await #expect(throws: SettingsError.self) { try await Migrations(settings).rollBack(isSure: true) }
            }
            let lines = try await Migrations(settings).rollBack(isSure: true)
            #expect(lines.count == 2 && lines[0].contains("schema \(schema) again"))
            let old = try await Database.open(.sqlite(path: folder + "/chorus.sqlite"))
            #expect(try await old.read { try Migrator.applied($0).keys.max() } == schema)
            #expect(try await old.read { try AccountQueries.id(username: "alice", domain: "", $0) } == nil)
            await old.close()
            let aside = try #require(files(folder).first { $0.contains("rolled-back") })
            let new = try await Database.open(.sqlite(path: "\(folder)/\(aside)"))
            #expect(try await new.read { try AccountQueries.id(username: "alice", domain: "", $0) } != nil)
            await new.close()
            // And forward again.
            await (try await AppContainer.open(settings)).close()
            #expect(files(folder).contains("before-migration/schema-\(schema).sqlite"))
            // Its files are not stray as long as it is there, which is not for ever.
            try FileManager.default.createDirectory(atPath: folder + "/media", withIntermediateDirectories: true)
            let again = try await AppContainer.open(settings)
            #expect(try again.pruneOptions(withCopies: false).store == nil)
            let copies = MigrationCopy(dataDirectory: folder)
            copies.forget(at: try #require(copies.putAside.first).at + MigrationCopy.life + .seconds(1))
            #expect(copies.putAside.isEmpty)
            #expect(try again.pruneOptions(withCopies: false).store != nil)
            await again.close()
        }
    }

    @Test("without a copy where none is wished, and an old one goes after 14 days")
    func copies() async throws {
        try await run { settings, folder in
            var settings = settings
            settings.copiesBeforeMigration = false
            await (try await AppContainer.open(settings)).close()
            #expect(files(folder) == ["chorus.sqlite"])
        }
        try await run { settings, folder in
            await (try await AppContainer.open(settings)).close()
            let copies = MigrationCopy(dataDirectory: folder)
            let copy = try #require(copies.newest)
            copies.forget(at: copy.madeAt + MigrationCopy.life)
            #expect(copies.newest == copy)
            copies.forget(at: copy.madeAt + MigrationCopy.life + .seconds(1))
            #expect(copies.newest == nil)
        }
    }
}
