// The way to the schema that the program needs.
import Database
import Storage
import TestSupport
import Testing

@Suite("Migrations")
struct MigratorTests {
    private static let setVersion = SQL("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)")
    private static let forget = SQL("DELETE FROM schema_migrations WHERE version = $1")

    @Test("an empty database gets every migration, and a second time none", arguments: TestEngine.available)
    func fresh(_ engine: TestEngine) async throws {
        try await withDatabase(engine, template: "empty") { database in
            let first = try await Migrator.migrate(database)
            #expect(first.count == Migrator.count)
            #expect(first.first == "0001 start")
            let second = try await Migrator.migrate(database)
            #expect(second.isEmpty)
        }
    }

    @Test(
        "a database that has what the program does not know is refused with a sentence",
        arguments: TestEngine.available
    )
    func newer(_ engine: TestEngine) async throws {
        try await Village.visit(engine) { database in
            try await Migrator.check(database)
            // Also one whose number lies below the newest.
            for version in [Migrator.newest + 7, -1] {
                try await database.write { connection in
                    try connection.execute(Self.setVersion, .int(version), .text("\(version) of others"))
                }
            }
            for look in [{ _ = try await Migrator.migrate(database) }, { try await Migrator.check(database) }] {
                let error = await #expect(throws: SchemaError.self) { try await look() }
                #expect(error == .unknown(["-1 of others", "\(Migrator.newest + 7) of others"]))
                #expect(error?.description.contains("install the newer Chorus") == true)
            }
        }
    }

    @Test("a step that is missing in the middle is applied, and the others are not", arguments: TestEngine.available)
    func gap(_ engine: TestEngine) async throws {
        try await Village.visit(engine) { database in
            try await database.write { connection in
                try connection.execute(Self.forget, .int(4))
                try connection.executeScript("ALTER TABLE status_edits DROP COLUMN poll_options")
            }
            let error = await #expect(throws: SchemaError.self) { try await Migrator.check(database) }
            #expect(error == .notMigrated(["0004 poll edits"]))
            #expect(try await Migrator.migrate(database) == ["0004 poll edits"])
            try await Migrator.check(database)
        }
    }

    @Test("two programs that start at once migrate once", arguments: TestEngine.available)
    func twice(_ engine: TestEngine) async throws {
        try await withDatabase(engine, template: "empty") { database in
            async let one = Migrator.migrate(database)
            async let other = Migrator.migrate(database)
            let names = try await one + other
            #expect(names.count == Migrator.count)
        }
    }
}
