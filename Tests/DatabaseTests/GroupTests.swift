// Writes that wait share one transaction, and nobody suffers for another.
import Database
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Groups of writes")
struct GroupTests {
    private static let own = SQL("SELECT pg_terminate_backend(pg_backend_pid())")

    @Test("64 writers at once need far fewer transactions", arguments: TestEngine.available)
    func sharing(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let before = database.statistics
            let failed = try await together(64, in: database) { connection, number in
                try connection.execute(Note.insert, .int(number), .text("note \(number)"))
            }
            let after = database.statistics
            #expect(failed.isEmpty)
            #expect(after.writes - before.writes >= 64)
            #expect(after.transactions - before.transactions < 40)
            let total = try await Note.number(in: database)
            #expect(total == 64)
        }
    }

    @Test("a write that comes alone has a transaction of its own", arguments: TestEngine.available)
    func alone(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let before = database.statistics.transactions
            for number in 1...20 {
                try await database.write { _ = try $0.execute(Note.insert, .int(number), .null) }
            }
            #expect(database.statistics.transactions - before == 20)
        }
    }

    @Test("on PostgreSQL writes run side by side where a commit costs little")
    func sideBySide() async throws {
        try await withNotes(.postgres, configure: { $0.groupingCost = 1_000_000 }) { database in
            let before = database.statistics
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...64 {
                    group.addTask { try await database.write { _ = try $0.execute(Note.insert, .int(number), .null) } }
                }
                try await group.waitForAll()
            }
            #expect(database.statistics.transactions - before.transactions == 64)
        }
    }

    @Test("on PostgreSQL writes run side by side where a commit cannot be measured")
    func unmeasured() async throws {
        try await withNotes(.postgres) { database in
            // Functions of our own come before those of the system.
            try await database.write {
                try $0.executeScript(
                    """
                    CREATE FUNCTION pg_logical_emit_message(boolean, text, text) RETURNS text LANGUAGE sql
                        AS 'SELECT (1 / 0)::text';
                    DO $do$ BEGIN
                        EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database());
                    END $do$
                    """
                )
            }
            let new = try await openAgain(database) { $0.groupingCost = 1 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...64 {
                    group.addTask { try await new.write { _ = try $0.execute(Note.insert, .int(number), .null) } }
                }
                try await group.waitForAll()
            }
            #expect(new.statistics.transactions == 64)
            await new.close()
        }
    }

    @Test("closures that throw fail alone, and the others still share", arguments: TestEngine.available)
    func failing(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let before = database.statistics.transactions
            let failed = try await together(64, in: database) { connection, number in
                try connection.execute(Note.insert, .int(number), .text("note \(number)"))
                if number == 40 { throw Refused(number: 40) }
                if number == 50 { try connection.execute(Note.insert, .int(number), .null) }
            }
            #expect(failed.keys.sorted() == [40, 50])
            #expect(failed[40] as? Refused == Refused(number: 40))
            guard case .constraint = failed[50] as? DatabaseError else {
                Issue.record("\(String(describing: failed[50]))")
                return
            }
            #expect(database.statistics.transactions - before < 40)
            let total = try await Note.number(in: database)
            #expect(total == 62)
        }
    }

    @Test("what was answered can be read", arguments: TestEngine.available)
    func order(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let found = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...64 {
                    group.addTask {
                        try await database.write { _ = try $0.execute(Note.insert, .int(number), .null) }
                        return try await database.read { try $0.first(Note.byID, .int(number)) { _ in true } } ?? false
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(found == 64)
        }
    }

    @Test("on PostgreSQL a closure that hides the error of a statement fails alone")
    func swallowing() async throws {
        try await withNotes(.postgres) { database in
            let failed = try await together(20, in: database) { connection, number in
                try connection.execute(Note.insert, .int(number), .null)
                if number == 7 { _ = try? connection.execute(Note.insert, .int(number), .null) }
            }
            #expect(failed.keys.sorted() == [7])
            let total = try await Note.number(in: database)
            #expect(total == 19)
        }
    }

    @Test("on PostgreSQL a closure that breaks its connection fails alone")
    func breaking() async throws {
        try await withNotes(.postgres) { database in
            let failed = try await together(64, in: database) { connection, number in
                try connection.execute(Note.insert, .int(number), .null)
                if number == 30 { try connection.execute(Self.own) }
            }
            #expect(failed.keys.sorted() == [30])
            guard case .unavailable = failed[30] as? DatabaseError else {
                Issue.record("\(String(describing: failed[30]))")
                return
            }
            let total = try await Note.number(in: database)
            #expect(total == 63)
        }
    }

    @Test("of groups whose connections are killed nothing answered is lost, and nothing refused is kept")
    func killing() async throws {
        try await withNotes(.postgres) { database in
            let killer = try await openAgain(database)
            let kill = SQL(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                    + "AND pid <> pg_backend_pid() AND query <> '' AND backend_start < now() - interval '20 milliseconds'"
            )
            let isOver = Atomic(false)
            let killing = Task {
                var killed = 0
                while !isOver.load(ordering: .relaxed) {
                    killed += try await killer.read { try $0.query(kill) { _ in true } }.count
                    try await Task.sleep(for: .milliseconds(15))
                }
                return killed
            }
            var failed: [Int: any Error] = [:]
            for round in 0..<5 {
                let new = try await together(64, in: database) { connection, number in
                    try connection.execute(Note.insert, .int(round * 100 + number), .null)
                }
                for (number, error) in new { failed[round * 100 + number] = error }
            }
            isOver.store(true, ordering: .relaxed)
            #expect(try await killing.value > 0)
            let all = Set((0..<5).flatMap { round in (1...64).map { Int64(round * 100 + $0) } })
            let kept = Set(try await killer.read { try $0.query(Note.ids, .ids(Array(all))) { $0.int(0) } })
            let refused = failed.filter { !"\($0.value)".contains("not known") }.keys.map { Int64($0) }
            #expect(all.subtracting(failed.keys.map { Int64($0) }).isSubset(of: kept))
            #expect(kept.isDisjoint(with: refused))
            await killer.close()
        }
    }

    @Test("groups of two nodes that want each other's rows both get on")
    func crossing() async throws {
        try await withNotes(.postgres) { database in
            let other = try await openAgain(database)
            try await database.write { connection in
                for number in 1...2 {
                    try connection.execute(Note.insertWhole, .int(number), .null, .null, .bool(true), .double(0))
                }
            }
            let add = SQL("UPDATE notes SET weight = weight + 1 WHERE id = $1")
            async let ours = together(8, in: database) { connection, number in
                try connection.execute(add, .int(1 + number % 2))
                Thread.sleep(forTimeInterval: 0.01)
            }
            async let theirs = together(8, in: other) { connection, number in
                try connection.execute(add, .int(2 - number % 2))
                Thread.sleep(forTimeInterval: 0.01)
            }
            let failed = try await (ours, theirs)
            #expect(failed.0.isEmpty && failed.1.isEmpty)
            let weights = try await database.read { connection in
                try [1, 2].map { try connection.first(Note.byID, .int($0)) { $0.double(4) } }
            }
            #expect(weights == [8, 8])
            await other.close()
        }
    }

    /// Runs a closure with each of the numbers from 1, all of which wait behind those that are held up until they do.
    /// Returns the errors.
    private func together(
        _ count: Int,
        in database: Database,
        _ body: @escaping @Sendable (Connection, Int) throws -> Void
    ) async throws -> [Int: any Error] {
        let held = try await HeldWrites(database)
        return try await withThrowingTaskGroup(of: (Int, (any Error)?).self) { group in
            for number in 1...count {
                group.addTask {
                    do {
                        try await database.write { try body($0, number) }
                        return (number, nil)
                    } catch { return (number, error) }
                }
            }
            for _ in 0..<1_000 where database.statistics.waitingWrites < count {
                try await Task.sleep(for: .milliseconds(2))
            }
            try await held.release()
            return try await group.reduce(into: [:]) { failed, one in failed[one.0] = one.1 }
        }
    }
}
