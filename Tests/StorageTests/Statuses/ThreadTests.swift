// Threads: reading order, pages, and what is deeper than a path can say.
import Database
import Domain
import Storage
import TestSupport
import Testing

@Suite("Threads")
struct ThreadTests {
    /// 1 ← 2 ← 4 ← 6 ← 8; 1 ← 3 ← 5; 1 ← 7. Read: 2 4 6 8 3 5 7.
    private static func tree(_ connection: Connection) throws -> [Int64: Status] {
        try StorageFixture.add(accounts: 1...1, connection)
        var made: [Int64: Status] = [:]
        let parents: [(Int64, Int64?)] = [(1, nil), (2, 1), (3, 1), (4, 2), (5, 3), (6, 4), (7, 1), (8, 6), (9, nil)]
        for (id, parent) in parents {
            made[id] = try StorageFixture.add(status: id, by: 1, replyTo: parent.flatMap { made[$0] }, connection)
        }
        return made
    }

    @Test("replies come depth first, older siblings first", arguments: TestEngine.available)
    func order(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { connection in
                let made = try Self.tree(connection)
                func below(_ id: Int64) throws -> [Int64] {
                    try ThreadQueries.descendants(of: try #require(made[id]), after: nil, limit: 50, connection).map(
                        \.id
                    )
                }
                #expect(try below(1) == [2, 4, 6, 8, 3, 5, 7])
                #expect(try below(2) == [4, 6, 8])
                #expect(try below(3) == [5])
                #expect(try below(8) == [])
                #expect(try below(9) == [])
                func above(_ id: Int64, limit: Int) throws -> [Int64] {
                    try ThreadQueries.ancestors(of: try #require(made[id]), limit: limit, connection)
                }
                #expect(try above(8, limit: 50) == [1, 2, 4, 6])
                #expect(try above(8, limit: 2) == [4, 6])
                #expect(try above(1, limit: 50) == [])
            }
        }
    }

    @Test("pages of any size go on where the last ended", arguments: TestEngine.available)
    func pages(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { connection in
                let root = try #require(try Self.tree(connection)[1])
                for size in 1...8 {
                    var read: [Int64] = []
                    var last: ThreadPath?
                    repeat {
                        let page = try ThreadQueries.descendants(of: root, after: last, limit: size, connection)
                        read += page.map(\.id)
                        last = page.last?.path
                    } while last != nil
                    #expect(read == [2, 4, 6, 8, 3, 5, 7])
                }
            }
        }
    }

    @Test("a chain deeper than a path is complete, in order of posting", arguments: TestEngine.available)
    func deep(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { connection in
                try StorageFixture.add(accounts: 1...1, connection)
                let root = try StorageFixture.add(status: 1, by: 1, connection)
                var last = root
                for id in Int64(2)...300 { last = try StorageFixture.add(status: id, by: 1, replyTo: last, connection) }
                let below = try ThreadQueries.descendants(of: root, after: nil, limit: 1000, connection)
                #expect(below.map(\.id) == Array(2...300))
                #expect(below.allSatisfy { $0.path.ids.count <= ThreadPath.maximumDepth })
                #expect(try ThreadQueries.ancestors(of: last, limit: 1000, connection) == Array(1...299))
                // Where the path and the chain have no place for what was deleted, the rest is still there.
                let middle = try #require(try StatusQueries.status(200, connection))
                try StatusQueries.delete(200, connection)
                #expect(try ThreadQueries.orphanReplies(to: middle, connection))
                #expect(
                    try ThreadQueries.ancestors(of: last, limit: 1000, connection)
                        == Array(1...127) + Array(201...299)
                )
            }
        }
    }

    @Test("of a deleted reply the answers stay in the thread", arguments: TestEngine.available)
    func deleted(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { connection in
                let made = try Self.tree(connection)
                let (root, gone, leaf) = (try #require(made[1]), try #require(made[4]), try #require(made[8]))
                try StatusQueries.delete(4, connection)
                #expect(try ThreadQueries.orphanReplies(to: gone, connection))
                #expect(try !ThreadQueries.orphanReplies(to: gone, connection))
                #expect(try StatusQueries.status(6, connection)?.inReplyToID == nil)
                #expect(try StatusQueries.status(8, connection)?.inReplyToID == 6)
                let below = try ThreadQueries.descendants(of: root, after: nil, limit: 50, connection)
                #expect(below.map(\.id) == [2, 6, 8, 3, 5, 7])
                #expect(try ThreadQueries.ancestors(of: leaf, limit: 50, connection) == [1, 2, 6])
            }
        }
    }
}
