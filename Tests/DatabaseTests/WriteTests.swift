// Transactions: what a throw undoes, what it leaves alone, and how writes share a commit.
import Database
import Synchronization
import TestSupport
import Testing

@Suite("Writes")
struct WriteTests {
    @Test("a closure that throws leaves nothing behind and its own error comes back", arguments: TestEngine.available)
    func rollback(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            await #expect(throws: Refused(number: 7)) {
                try await database.write { connection in
                    try connection.execute(Note.insert, .int(1), .text("one"))
                    throw Refused(number: 7)
                }
            }
            let total = try await Note.number(in: database)
            #expect(total == 0)
        }
    }

    @Test("of 200 concurrent writes the good ones commit and the bad ones fail alone", arguments: TestEngine.available)
    func badOnesFailAlone(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let failed = await withTaskGroup(of: Int64?.self) { group in
                for number in Int64(1)...200 {
                    group.addTask {
                        do {
                            try await database.write { connection in
                                try connection.execute(Note.insert, .int(number), .text("note \(number)"))
                                if number % 10 == 0 { throw Refused(number: number) }
                                if number % 25 == 1 {
                                    try connection.execute(Note.insert, .int(number), .text("twice"))
                                }
                            }
                            return nil
                        } catch { return number }
                    }
                }
                return await group.reduce(into: Set<Int64>()) { if let number = $1 { $0.insert(number) } }
            }
            let bad = Set(Int64(1)...200).filter { $0 % 10 == 0 || $0 % 25 == 1 }
            #expect(failed == bad)
            let kept = try await database.read { try $0.query(Note.ids, .ids(Array(1...200))) { $0.int(0) } }
            #expect(Set(kept) == Set(Int64(1)...200).subtracting(bad))
            #expect(database.statistics.writes == kept.count)
        }
    }

    @Test("a deferred foreign key violated at COMMIT fails its own write only", arguments: TestEngine.available)
    func deferredForeignKey(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            try await database.write {
                try $0.executeScript(
                    """
                    CREATE TABLE replies (id {id}, note BIGINT NOT NULL
                    REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)
                    """
                )
                try $0.execute(Note.insert, .int(1), .text("one"))
            }
            let insert = SQL("INSERT INTO replies (id, note) VALUES ($1, $2)")
            let failed = await withTaskGroup(of: Int?.self) { group in
                for number in 1...20 {
                    group.addTask {
                        do {
                            let note = number == 7 ? 99 : 1
                            try await database.write { _ = try $0.execute(insert, .int(number), .int(note)) }
                            return nil
                        } catch DatabaseError.constraint { return number } catch { return -1 }
                    }
                }
                return await group.reduce(into: [Int]()) { if let number = $1 { $0.append(number) } }
            }
            #expect(failed == [7])
            let count = SQL("SELECT count(*) FROM replies")
            let kept = try await database.read { try $0.first(count) { $0.int(0) } }
            #expect(kept == 19)
        }
    }

    @Test("a violated constraint is named", arguments: TestEngine.available)
    func constraints(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            try await database.write { _ = try $0.execute(Note.insert, .int(1), .text("one")) }
            let unique = await #expect(throws: DatabaseError.self) {
                try await database.write { _ = try $0.execute(Note.insert, .int(2), .text("one")) }
            }
            #expect(unique == .constraint(engine == .sqlite ? "notes.body" : "notes_body_key"))
            let notNull = await #expect(throws: DatabaseError.self) {
                try await database.write { _ = try $0.execute(Note.insertWhole, .int(3), .null, .null, .null, .null) }
            }
            #expect(notNull == .constraint("notes.flag"))
            #expect(database.statistics.lastError == .constraint("notes.flag"))
        }
    }

    @Test("execute tells how many rows changed", arguments: TestEngine.available)
    func changes(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let counts = try await database.write { connection in
                for number in 1...5 { try connection.execute(Note.insert, .int(number), .null) }
                let updated = try connection.execute(Note.update, .double(1), .int(3))
                let none = try connection.execute(Note.update, .double(1), .int(0))
                let selected = try connection.execute(Note.count)
                let deleted = try connection.execute(Note.delete, .int(2))
                #expect(connection.statementCount == 9)
                return [updated, none, selected, deleted]
            }
            #expect(counts == [3, 0, 0, 2])
        }
    }

    @Test("a write inside of read is refused", arguments: TestEngine.available)
    func readsDoNotWrite(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.read { _ = try $0.execute(Note.insert, .int(1), .null) }
            }
            guard case .readOnly = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("a cancelled task still learns the result of its write", arguments: TestEngine.available)
    func cancellation(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let tasks = (1...50).map { number in
                Task { try await database.write { _ = try $0.execute(Note.insert, .int(number), .null) } }
            }
            for task in tasks { task.cancel() }
            for task in tasks { try await task.value }
            let total = try await Note.number(in: database)
            #expect(total == 50)
        }
    }
}
