// The small table that the tests of this folder share.
import Database
import TestSupport

/// A table of notes, and the texts that use it.
enum Note {
    static let create = """
        CREATE TABLE notes (
            id {id},
            body TEXT UNIQUE,
            data {blob},
            flag BOOLEAN NOT NULL DEFAULT FALSE,
            weight DOUBLE PRECISION
        )
        """
    static let insert = SQL("INSERT INTO notes (id, body) VALUES ($1, $2)")
    static let insertWhole = SQL("INSERT INTO notes (id, body, data, flag, weight) VALUES ($1, $2, $3, $4, $5)")
    static let byID = SQL("SELECT id, body, data, flag, weight FROM notes WHERE id = $1")
    static let count = SQL("SELECT count(*) FROM notes")
    static let ids = SQL("SELECT id FROM notes WHERE id {in $1} ORDER BY id")
    static let bodies = SQL("SELECT id FROM notes WHERE body {in_text $1} ORDER BY id")
    static let delete = SQL("DELETE FROM notes WHERE id <= $1")
    static let update = SQL("UPDATE notes SET weight = $1 WHERE id <= $2")

    static func number(in database: Database) async throws -> Int64 {
        try await database.read { try $0.first(count) { $0.int(0) } ?? -1 }
    }
}

/// A database with the table of notes.
func withNotes(
    _ engine: TestEngine,
    configure: (inout Database.Configuration) -> Void = { _ in },
    _ body: (Database) async throws -> Void
) async throws {
    try await withDatabase(
        engine,
        configure: configure,
        migrate: { try await $0.write { try $0.executeScript(Note.create) } },
        body
    )
}

/// An error of a test's own.
struct Refused: Error, Equatable {
    var number: Int64 = 0
}
