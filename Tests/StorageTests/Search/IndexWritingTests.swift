// The index of words is written once for a transaction, however many posts are in it.
import Database
import Domain
import Storage
import TestSupport
import Testing

@Suite("Writing the index of words")
struct IndexWritingTests {
    private static let segments = SQL("SELECT COUNT(DISTINCT segid) FROM status_search_idx")
    private static let indexed = SQL("SELECT COUNT(*) FROM status_search")

    private static func add(_ id: Int64, _ connection: Connection) throws {
        let status = try StorageFixture.add(status: id, by: 1, connection)
        let document = SearchDocument(status, mentions: [], tags: [], isIndexable: true)
        try StatusSearchQueries.insert(document, of: id, connection)
        // Statements that may have to be undone by themselves would have SQLite flush the index.
        _ = try CounterQueries.change(status: id, replies: 1, connection)
    }

    @Test("posts of one transaction are one segment on SQLite")
    func oneSegment() async throws {
        try await StorageFixture.run(.sqlite) { database in
            try await database.write { connection in
                try StorageFixture.add(accounts: 1...1, connection)
                for id in Int64(1)...20 { try Self.add(id, connection) }
            }
            let (segments, indexed) = try await database.read { connection in
                (try connection.first(Self.segments) { $0.int(0) }, try connection.first(Self.indexed) { $0.int(0) })
            }
            #expect(segments == 1)
            #expect(indexed == 20)
        }
    }

    @Test(
        "a post that is deleted by the transaction that wrote it is not in the index",
        arguments: TestEngine.available
    )
    func deleted(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { connection in
                try StorageFixture.add(accounts: 1...1, connection)
                for id in Int64(1)...3 { try Self.add(id, connection) }
                _ = try StatusQueries.delete(2, connection)
                try Self.add(4, connection)
            }
            let indexed = try await database.read { try $0.first(Self.indexed) { $0.int(0) } }
            #expect(indexed == 3)
        }
    }
}
