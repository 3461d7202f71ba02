// Rows as lines: the same bytes from both engines, back as they were, and no line that traps.
import Database
import Dispatch
import TestSupport
import Testing

@Suite("Rows as lines of text")
struct CopyTests {
    private static let kinds: [ColumnKind] = [.int, .text, .blob, .bool, .double]

    private static func copy(_ database: Database) -> TableCopy {
        switch database.engine {
        case .sqlite:
            TableCopy(
                read: "SELECT id, body, data, flag, weight FROM notes",
                write: "INSERT INTO notes (id, body, data, flag, weight) VALUES (?, ?, ?, ?, ?)",
                kinds: kinds
            )
        case .postgres:
            TableCopy(
                read: "COPY notes (id, body, data, flag, weight) TO STDOUT",
                write: "COPY notes (id, body, data, flag, weight) FROM STDIN",
                kinds: kinds
            )
        }
    }

    private static let lines = """
        -9223372036854775808\t\t\\\\x\tt\t0
        0\t\\N\t\\N\tf\t\\N
        9223372036854775807\tit's \\t\\n\\r\\b\\f\\v\\\\ \\\\N é 🕊️\t\\\\x00ff0a5c\tf\t0.1

        """

    @Test("come back as they were, and are the same on both engines", arguments: TestEngine.available)
    func roundTrip(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let copy = CopyTests.copy(database)
            let count = try await database.write { try $0.copyIn(copy, Array(CopyTests.lines.utf8)) }
            #expect(count == 3)
            let read = try await database.snapshot { connection in
                var lines: [String] = []
                try connection.copyOut(copy) { lines.append(String(decoding: $0, as: UTF8.self)) }
                return lines
            }
            #expect(
                read.sorted().joined() == CopyTests.lines.split(separator: "\n").map { $0 + "\n" }.sorted().joined()
            )
            let texts = try await database.read {
                try $0.query(Note.byID, .int(0)) { [$0.isNull(1), $0.isNull(2), $0.isNull(4)] }
            }
            #expect(texts == [[true, true, true]])
        }
    }

    @Test(
        "a line that is none is refused, and nothing of it stays",
        arguments: TestEngine.available,
        [
            "1\ttext\n", "1\ta\t\\\\x\tt\t0\t5\n", "x\ta\t\\\\x\tt\t0\n", "1\ta\t\\\\xzz\tt\t0\n",
            "1\ta\t\\\\x0\tt\t0\n",
            "1\ta\t\\\\x\tmaybe\t0\n", "1\ta\t\\\\x\tt\tmuch\n", "\n", "1",
        ]
    )
    func damaged(_ engine: TestEngine, _ line: String) async throws {
        try await withNotes(engine) { database in
            let copy = CopyTests.copy(database)
            await #expect(throws: (any Error).self) {
                try await database.write { try $0.copyIn(copy, Array(line.utf8)) }
            }
            let bytes: [UInt8] = Array("1\t".utf8) + [0xFF, 0xC0] + Array("\t\\\\x\tt\t0\n".utf8)
            await #expect(throws: (any Error).self) { try await database.write { try $0.copyIn(copy, bytes) } }
            let found = try await Note.number(in: database)
            #expect(found == 0)
            // The connection is as good as before.
            let good = Array("1\ta\t\\\\x\tt\t0\n".utf8)
            let count = try await database.write { try $0.copyIn(copy, good) }
            #expect(count == 1)
        }
    }

    @Test(
        "a snapshot sees nothing of what is written meanwhile, and holds up no writer",
        arguments: TestEngine.available
    )
    func snapshot(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            try await database.write { _ = try $0.execute(Note.insert, .int(1), .text("before")) }
            let (begun, signal) = AsyncStream<Void>.makeStream()
            let written = DispatchSemaphore(value: 0)
            async let seen = database.snapshot { connection in
                let first = try connection.query(Note.byID, .int(1)) { $0.text(1) }
                signal.yield()
                written.wait()
                return first + (try connection.query(Note.byID, .int(2)) { $0.text(1) })
            }
            for await _ in begun { break }
            try await database.write { _ = try $0.execute(Note.insert, .int(2), .text("meanwhile")) }
            written.signal()
            #expect(try await seen == ["before"])
            await #expect(throws: DatabaseError.self) {
                try await database.snapshot { _ = try $0.execute(Note.insert, .int(3), .text("not here")) }
            }
        }
    }
}
