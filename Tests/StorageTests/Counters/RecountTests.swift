// The recount finds every counter that is wrong, and sets it right.
import Database
import Domain
import Storage
import TestSupport
import Testing

@Suite("Recounts")
struct RecountTests {
    @Test("what was counted wrong is found and repaired", arguments: TestEngine.available)
    func repair(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            try await database.write { connection in
                try StorageFixture.add(accounts: 1...2, connection)
                let root = try StorageFixture.add(status: 10, by: 1, connection)
                try StorageFixture.add(status: 11, by: 2, replyTo: root, connection)
                try StorageFixture.add(status: 12, by: 2, as: .private, replyTo: root, connection)
                try StorageFixture.add(status: 13, by: 2, reblogOf: 10, connection)
                try RelationshipQueries.setFollow(of: 1, to: 2, FollowOptions(), at: StorageFixture.now, connection)
                _ = try InteractionQueries.add(.favourite, of: 10, by: 2, connection)
                // Not counted: a follow and a favourite. Counted twice: a reply, a reblog, a status.
                _ = try CounterQueries.change(status: 10, replies: 1, reblogs: 1, connection)
                _ = try CounterQueries.change(account: 2, statuses: 1, connection)
                let before = try CounterQueries.counters(ofStatus: 10, connection).version
                let found = try RecountQueries.differences(limit: 10, connection)
                #expect(
                    found.map { "\($0.subject) \($0.id) \($0.counter) \($0.stored) \($0.counted)" }.sorted() == [
                        "account 1 following_count 0 1", "account 2 followers_count 0 1",
                        "account 2 statuses_count 4 3",
                        "status 10 favourites_count 0 1", "status 10 reblogs_count 2 1", "status 10 replies_count 2 1",
                    ]
                )
                #expect(try RecountQueries.repair(connection) == 6)
                #expect(try RecountQueries.differences(limit: 10, connection) == [])
                let after = try CounterQueries.counters(ofStatus: 10, connection)
                #expect([after.replies, after.reblogs, after.favourites] == [1, 1, 1])
                #expect(after.version > before)
            }
        }
    }
}
