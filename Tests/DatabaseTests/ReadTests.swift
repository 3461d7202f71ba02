// Reads: snapshots, early ends, nesting, many at once.
import Database
import Dispatch
import TestSupport
import Testing

@Suite("Reads")
struct ReadTests {
    @Test("a consistent read sees one state, whatever is committed meanwhile", arguments: TestEngine.available)
    func snapshot(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            try await database.write { _ = try $0.execute(Note.insert, .int(1), .null) }
            let (begun, written) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let writing = Task.detached {
                while begun.wait(timeout: .now()) == .timedOut { try await Task.sleep(for: .milliseconds(2)) }
                try await database.write { connection in
                    try connection.execute(Note.insert, .int(2), .null)
                }
                written.signal()
            }
            let counts = try await database.read(consistent: true) { connection in
                let before = try connection.first(Note.count) { $0.int(0) }
                begun.signal()
                _ = written.wait(timeout: .now() + 5)
                return [before, try connection.first(Note.count) { $0.int(0) }]
            }
            try await writing.value
            #expect(counts == [1, 1])
            let total = try await Note.number(in: database)
            #expect(total == 2)
        }
    }

    @Test("a row closure may run the same text again, and stop early", arguments: TestEngine.available)
    func nesting(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            try await database.write { connection in
                for number in 1...5 { try connection.execute(Note.insert, .int(number), .null) }
            }
            let pairs = try await database.read { connection in
                var pairs: [[Int64]] = []
                try connection.forEach(Note.ids, .ids([1, 2, 3, 4, 5])) { outer in
                    let inner = try connection.query(Note.ids, .ids([outer.int(0), 5])) { $0.int(0) }
                    pairs.append([outer.int(0)] + inner)
                    return pairs.count < 3
                }
                return pairs
            }
            #expect(pairs == [[1, 1, 5], [2, 2, 5], [3, 3, 5]])
        }
    }

    @Test("more reads at once than there are connections all get their turn", arguments: TestEngine.available)
    func many(_ engine: TestEngine) async throws {
        try await withNotes(engine, configure: { $0.readers = 1 }) { database in
            try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<300 { group.addTask { try await Note.number(in: database) } }
                for try await number in group { #expect(number == 0) }
            }
            #expect(database.statistics.reads >= 300)
        }
    }

    @Test("an error in a read leaves the connection usable", arguments: TestEngine.available)
    func errors(_ engine: TestEngine) async throws {
        try await withNotes(engine, configure: { $0.readers = 1 }) { database in
            let wrong = SQL("SELECT * FROM nowhere WHERE id = $1")
            for _ in 0..<10 {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.read(consistent: true) { try $0.execute(wrong, .text("secret")) }
                }
                #expect(error?.description.contains("nowhere") == true)
                #expect(error?.description.contains("secret") == false)
                await #expect(throws: DatabaseError.self) {
                    try await database.read { try $0.execute(Note.count, .null) }
                }
            }
            let total = try await Note.number(in: database)
            #expect(total == 0)
        }
    }

    @Test("the cache of prepared statements is bounded", arguments: TestEngine.available)
    func boundedCache(_ engine: TestEngine) async throws {
        let texts = (0..<60).map { SQL("SELECT CAST($1 AS BIGINT) + \($0)") }
        try await withNotes(engine, configure: { ($0.readers, $0.statementLimit) = (1, 16) }) { database in
            for round in 0..<3 {
                let sums = try await database.read { connection in
                    try texts.map { try connection.first($0, .int(round)) { $0.int(0) } }
                }
                #expect(sums == (0..<60).map { Int64($0 + round) })
            }
            guard engine == .postgres else { return }
            let prepared = SQL("SELECT count(*) FROM pg_prepared_statements")
            let count = try await database.read { connection in
                for text in texts { try connection.execute(text, .int(0)) }
                return try connection.first(prepared) { $0.int(0) }
            }
            #expect((count ?? .max) <= 16)
        }
    }
}
