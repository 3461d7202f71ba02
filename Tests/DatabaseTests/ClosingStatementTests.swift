// Amounts that are added at the end of a transaction, and statements that nobody waits for.
import Database
import TestSupport
import Testing

@Suite("Additions and statements that nobody waits for")
struct AdditionTests {
    private static let create =
        "CREATE TABLE tallies (name TEXT PRIMARY KEY, people BIGINT NOT NULL, posts BIGINT NOT NULL)"
    private static let add = SQL(
        """
        INSERT INTO tallies (name, people, posts) VALUES ($1, {sum $2}, {sum $3})
        ON CONFLICT (name) DO UPDATE SET people = tallies.people + excluded.people, posts = tallies.posts + excluded.posts
        """
    )
    private static let read = SQL("SELECT people, posts FROM tallies WHERE name = $1")
    private static let link = SQL("INSERT INTO links (name, note) VALUES ($1, $2)")
    private static let links = SQL("SELECT count(*) FROM links")

    private func withTallies(_ engine: TestEngine, _ body: (Database) async throws -> Void) async throws {
        try await withNotes(engine) { database in
            try await database.write {
                try $0.executeScript(Self.create)
                try $0.executeScript("CREATE TABLE links (name TEXT, note BIGINT NOT NULL REFERENCES notes (id))")
            }
            try await body(database)
        }
    }

    private func tally(_ name: String, _ connection: Connection) throws -> [Int64]? {
        try connection.first(Self.read, .text(name)) { [$0.int(0), $0.int(1)] }
    }

    @Test("a hundred closures that add at once write few statements, and lose nothing", arguments: TestEngine.available)
    func sums(_ engine: TestEngine) async throws {
        try await withTallies(engine) { database in
            let before = database.statistics.statements
            let held = try await HeldWrites(database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        try await database.write {
                            try $0.add(Self.add, .text("tag \(number % 2)"), .int(1), .int(number))
                        }
                    }
                }
                for _ in 0..<1_000 where database.statistics.waitingWrites < 100 {
                    try await Task.sleep(for: .milliseconds(2))
                }
                try await held.release()
                try await group.waitForAll()
            }
            if engine == .sqlite { #expect(database.statistics.statements - before < 20) }
            let found = try await database.read { connection in
                try ["tag 0", "tag 1"].map { try tally($0, connection) }
            }
            #expect(found == [[50, 2450], [50, 2500]])
        }
    }

    @Test("what is added is there for whoever reads the table in the same transaction", arguments: TestEngine.available)
    func reading(_ engine: TestEngine) async throws {
        try await withTallies(engine) { database in
            let seen = try await database.write { connection in
                try connection.add(Self.add, .text("tag"), .int(1), .int(2))
                try connection.add(Self.add, .text("tag"), .int(3), .int(-1))
                let seen = try tally("tag", connection)
                try connection.add(Self.add, .text("tag"), .int(1), .int(1))
                return seen
            }
            #expect(seen == [4, 1])
            #expect(try await database.read { try tally("tag", $0) } == [5, 2])
        }
    }

    @Test("what a closure added that throws is not added, and that of others is", arguments: TestEngine.available)
    func throwing(_ engine: TestEngine) async throws {
        try await withTallies(engine) { database in
            let held = try await HeldWrites(database)
            let failed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        do {
                            try await database.write { connection in
                                try connection.add(Self.add, .text("tag"), .int(1), .int(0))
                                if number % 3 == 1 { _ = try tally("tag", connection) }
                                if number % 10 == 0 { throw Refused() }
                            }
                            return false
                        } catch is Refused { return true }
                    }
                }
                for _ in 0..<1_000 where database.statistics.waitingWrites < 60 {
                    try await Task.sleep(for: .milliseconds(2))
                }
                try await held.release()
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(failed == 6)
            #expect(try await database.read { try tally("tag", $0) } == [54, 0])
        }
    }

    @Test("an addition that is refused fails its own write alone", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await withTallies(engine) { database in
            try await database.write { try $0.execute(Note.insert, .int(1), .text("there")) }
            let held = try await HeldWrites(database)
            let failed = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 1...20 {
                    group.addTask {
                        do {
                            try await database.write {
                                try $0.add(Self.add, .text("tag"), .int(1), .int(0))
                                try $0.executeLast(Self.link, .text("link \(number)"), .int(number == 7 ? 99 : 1))
                            }
                            return nil
                        } catch DatabaseError.constraint { return number }
                    }
                }
                for _ in 0..<1_000 where database.statistics.waitingWrites < 20 {
                    try await Task.sleep(for: .milliseconds(2))
                }
                try await held.release()
                return try await group.reduce(into: [Int]()) { if let number = $1 { $0.append(number) } }
            }
            #expect(failed == [7])
            #expect(try await database.read { try tally("tag", $0) } == [19, 0])
        }
    }

    @Test(
        "what is written last follows all closures, and is there for whoever names its table",
        arguments: TestEngine.available
    )
    func last(_ engine: TestEngine) async throws {
        try await withTallies(engine) { database in
            let seen = try await database.write { connection in
                try connection.executeLast(Self.link, .text("early"), .int(1))
                try connection.execute(Note.insert, .int(1), .text("one"))
                let seen = try connection.first(Self.links) { $0.int(0) }
                try connection.executeLast(Self.link, .text("late"), .int(2))
                try connection.execute(Note.insert, .int(2), .text("two"))
                return seen
            }
            #expect(seen == 1)
            #expect(try await database.read { try $0.first(Self.links) { $0.int(0) } } == 2)
        }
    }

    @Test("a row that is deleted by the same transaction takes what would be written last with it")
    func lastAndDeleted() async throws {
        try await withTallies(.sqlite) { database in
            try await database.write {
                try $0.executeScript(
                    "CREATE TRIGGER unlink AFTER DELETE ON notes BEGIN DELETE FROM links WHERE note = old.id; END"
                )
            }
            try await database.write { connection in
                try connection.execute(Note.insert, .int(1), .text("one"))
                try connection.executeLast(Self.link, .text("one"), .int(1))
                try connection.execute(Note.delete, .int(1))
            }
            #expect(try await database.read { try $0.first(Self.links) { $0.int(0) } } == 0)
        }
    }

    @Test(
        "statements that nobody waits for are done with the next, or with the commit",
        arguments: TestEngine.available
    )
    func later(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let seen = try await database.write { connection in
                for number in 1...3 { try connection.executeLater(Note.insert, .int(number), .text("note \(number)")) }
                let seen = try connection.first(Note.count) { $0.int(0) }
                for number in 4...5 { try connection.executeLater(Note.insert, .int(number), .text("note \(number)")) }
                return seen
            }
            #expect(seen == 3)
            #expect(try await Note.number(in: database) == 5)
            try await database.write { try $0.executeLater(Note.insert, .int(6), .text("alone")) }
            #expect(try await Note.number(in: database) == 6)
        }
    }

    @Test(
        "the error of a statement that nobody waited for undoes the whole write",
        arguments: TestEngine.available,
        [false, true]
    )
    func laterRefused(_ engine: TestEngine, followed: Bool) async throws {
        try await withNotes(engine) { database in
            try await database.write { try $0.execute(Note.insert, .int(1), .text("one")) }
            await #expect(
                performing: {
                    try await database.write { connection in
                        try connection.executeLater(Note.insert, .int(2), .text("two"))
                        try connection.executeLater(Note.insert, .int(3), .text("one"))
                        try connection.executeLater(Note.insert, .int(4), .text("four"))
                        if followed { _ = try connection.first(Note.count) { $0.int(0) } }
                    }
                },
                throws: { error in
                    guard case DatabaseError.constraint(let name) = error else { return false }
                    return name.contains("body")
                }
            )
            #expect(try await Note.number(in: database) == 1)
            // The connection is as good as before.
            for number in 10...30 {
                try await database.write { try $0.executeLater(Note.insert, .int(number), .text("note \(number)")) }
            }
            #expect(try await Note.number(in: database) == 22)
        }
    }

    @Test("a text that PostgreSQL cannot store is refused, and its connection goes on")
    func zero() async throws {
        try await withNotes(.postgres) { database in
            await #expect(throws: DatabaseError.self) {
                try await database.write { connection in
                    try connection.executeLater(Note.insert, .int(1), .text("one"))
                    try connection.executeLater(Note.insert, .int(2), .text("t\u{0}wo"))
                }
            }
            try await database.write { try $0.execute(Note.insert, .int(3), .text("three")) }
            #expect(try await Note.number(in: database) == 1)
        }
    }

    @Test("more texts than a connection keeps prepared still go out in turn")
    func manyTexts() async throws {
        try await withNotes(.postgres, configure: { $0.statementLimit = 2 }) { database in
            let texts = (0..<6).map { SQL("INSERT INTO notes (id, body) VALUES ($1, $2 || '\($0)')") }
            try await database.write { connection in
                for round in 0..<3 {
                    for (place, text) in texts.enumerated() {
                        try connection.executeLater(text, .int(round * 10 + place), .text("\(round)"))
                    }
                }
            }
            #expect(try await Note.number(in: database) == 18)
        }
    }
}
