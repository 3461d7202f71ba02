// Every kind of value goes in and comes out as it was, on both engines.
import Database
import TestSupport
import Testing

@Suite("Values")
struct ValueTests {
    @Test("every kind of value comes back as it was", arguments: TestEngine.available)
    func roundtrip(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let bytes = [UInt8](0...255) + [0, 0, 0x5C, 0x78]
            let body = "it's \"so\", \\ {a,b} 🕊️ 𝄞 é"
            try await database.write {
                try $0.execute(Note.insertWhole, .int(Int64.max), .text(body), .blob(bytes), .bool(true), .double(0.1))
                try $0.execute(Note.insertWhole, .int(Int64.min), .text(""), .blob([]), .bool(false), .double(-1e300))
                try $0.execute(Note.insertWhole, .int(0), .null, .blob(nil), .bool(true), .double(nil))
            }
            try await database.read { connection in
                let full = try connection.first(Note.byID, .int(Int64.max)) { row in
                    #expect(row.int(0) == Int64.max)
                    #expect(row.text(1) == body)
                    #expect(row.blob(2) == bytes)
                    #expect(row.bool(3))
                    #expect(row.double(4) == 0.1)
                    return row.blob(1)
                }
                #expect(full == Array(body.utf8))
                try connection.forEach(Note.byID, .int(Int64.min)) { row in
                    #expect(row.int(0) == Int64.min)
                    #expect(row.textOrNil(1)?.isEmpty == true)
                    #expect(row.blobOrNil(2)?.isEmpty == true)
                    #expect(!row.bool(3))
                    #expect(row.double(4) == -1e300)
                    return true
                }
                let nulls = try connection.query(Note.byID, .int(0)) { row in
                    [row.isNull(1), row.textOrNil(1) == nil, row.blobOrNil(2) == nil, row.isNull(4), row.isNull(99)]
                }
                #expect(nulls == [[true, true, true, true, true]])
                let zeros = try connection.first(Note.byID, .int(0)) {
                    ($0.text(1), $0.blob(2), $0.double(4), $0.int(4))
                }
                #expect(zeros?.0 == "" && zeros?.1 == [] && zeros?.2 == 0 && zeros?.3 == 0)
                let outside = try connection.first(Note.byID, .int(0)) { $0.intOrNil(-1) == nil }
                #expect(outside == true)
            }
        }
    }

    @Test("U+0000 in text is stored by SQLite and clearly refused by PostgreSQL", arguments: TestEngine.available)
    func nulCharacter(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            switch engine {
            case .sqlite:
                try await database.write { _ = try $0.execute(Note.insert, .int(1), .text("a\0b")) }
                let text = try await database.read { try $0.first(Note.byID, .int(1)) { $0.text(1) } }
                #expect(text == "a\0b")
            case .postgres:
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.write { _ = try $0.execute(Note.insert, .int(1), .text("a\0b")) }
                }
                #expect(error?.description.contains("U+0000") == true)
            }
        }
    }

    @Test("long lists of ids and texts of any letters are found", arguments: TestEngine.available)
    func lists(_ engine: TestEngine) async throws {
        try await withNotes(engine) { database in
            let odd = [
                "plain", "", "NULL", "a,b", "{x}", "q\"uote", "back\\slash", "new\nline\t", "🕊️", "it's", " \u{1} ",
            ]
            try await database.write { connection in
                for (index, text) in odd.enumerated() { try connection.execute(Note.insert, .int(index), .text(text)) }
            }
            let many = (-20_000..<20_000).map { Int64($0) } + [.max, .min]
            try await database.read { connection in
                let all = Array(0..<Int64(odd.count))
                func found(_ sql: SQL, _ list: Value) throws -> [Int64] {
                    try connection.query(sql, list) { $0.int(0) }
                }
                let found1 = try found(Note.ids, .ids(many))
                #expect(found1 == all)
                let found2 = try found(Note.ids, .ids([]))
                #expect(found2 == [])
                let found3 = try found(Note.bodies, .texts(odd))
                #expect(found3 == all)
                let found4 = try found(Note.bodies, .texts([]))
                #expect(found4 == [])
                for (index, text) in odd.enumerated() {
                    let found5 = try found(Note.bodies, .texts([text]))
                    #expect(found5 == [Int64(index)])
                }
            }
        }
    }

    @Test("text that is not UTF-8 is repaired on reading")
    func repair() async throws {
        try await withNotes(.sqlite) { database in
            let cast = SQL("SELECT CAST($1 AS TEXT)")
            let text = try await database.read { try $0.first(cast, .blob([0x61, 0xFF, 0xC3])) { $0.text(0) } }
            #expect(text == "a\u{FFFD}\u{FFFD}")
        }
    }
}
