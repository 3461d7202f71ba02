// The way to the schema that the program needs.
import Database
import Storage
import TestSupport
import Testing

@Suite("Migrations")
struct MigratorTests {
    private static let setVersion = SQL("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)")

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

    @Test("a database that is newer than the program is refused with a sentence", arguments: TestEngine.available)
    func newer(_ engine: TestEngine) async throws {
        try await Village.visit(engine) { database in
            let newer = Migrator.newest + 7
            try await database.write { try $0.execute(Self.setVersion, .int(newer), .text("from the future")) }
            let error = await #expect(throws: SchemaError.self) { try await Migrator.migrate(database) }
            #expect(error == .newerThanProgram(database: newer, program: Migrator.newest))
            #expect(error?.description.contains("install the newer Chorus") == true)
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
