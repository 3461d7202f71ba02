// Tags that have become the same: a database that holds them apart is brought to one tag with exact counts.
import Basics
import Database
import Domain
import Storage
import TestSupport
import Testing

@Suite("Folded tags")
struct FoldedTagsTests {
    private static let forget = SQL("DELETE FROM schema_migrations WHERE version = 19")
    private static let names = SQL("SELECT name, search_name FROM tags ORDER BY id")
    private static let unfold = SQL("UPDATE tags SET name = $1 WHERE id = $2")
    private static let call = SQL(
        """
        INSERT INTO calls (id, account_id, poll_id, tag_id, prompt, suggested_by, created_at)
        VALUES ($1, 1, $2, $3, 'call', '', 1)
        """
    )
    private static let callTags = SQL("SELECT tag_id FROM calls")
    private static let dangle = SQL("UPDATE statuses SET in_reply_to_id = 99 WHERE id = 13")
    private static let work = SQL("SELECT COUNT(*) FROM search_work")
    private static let rule = SQL("INSERT INTO trend_rulings (tag_id, ruling, ruled_at) VALUES ($1, $2, $3)")
    private static let rulings = SQL("SELECT tag_id, ruling FROM trend_rulings")
    private static let span = SQL("INSERT INTO trend_spans (tag_id, shelf, started_at) VALUES ($1, 0, $2)")
    private static let spans = SQL("SELECT tag_id, ended_at FROM trend_spans ORDER BY started_at")

    @Test("two spellings become one tag with everything that refers to them", arguments: TestEngine.available)
    func merging(_ engine: TestEngine) async throws {
        try await StorageFixture.run(engine) { database in
            let (old, other, alone) = try await database.write { connection -> (Int64, Int64, Int64) in
                try StorageFixture.add(accounts: 1...3, connection)
                func tag(_ made: String, as name: String) throws -> Int64 {
                    let id = try TagQueries.idMaking(try #require(TagName(made)), at: StorageFixture.now, connection)
                    try connection.execute(Self.unfold, .text(name), .int(id))
                    return id
                }
                // As an earlier version left them.
                let old = try tag("first", as: "λόγοσ")
                let other = try tag("second", as: "λόγος")
                let alone = try tag("third", as: "reseñaß")
                for (id, account, tags) in [(10, 1, [old]), (11, 1, [other]), (12, 2, [old, other]), (13, 3, [other])]
                    as [(Int64, Int64, [Int64])]
                {
                    try StorageFixture.add(status: id, by: account, connection)
                    try TagQueries.attach(tags, to: id, isListed: true, connection)
                }
                for tag in [old, other] {
                    try TagRecountQueries.recount(tag, connection)
                    _ = try TagFollowQueries.insert(tag, by: 2, at: StorageFixture.now, connection)
                    _ = try FeaturedTagQueries.insert(tag, name: "Λόγος", by: 1, at: StorageFixture.now, connection)
                }
                _ = try TagFollowQueries.insert(other, by: 3, at: StorageFixture.now, connection)
                let status = try #require(try StatusQueries.status(10, connection))
                let poll = try PollQueries.insert(
                    Poll(
                        id: 0,
                        statusID: status.id,
                        accountID: 1,
                        options: ["a", "b"],
                        expiresAt: nil,
                        isMultiple: false,
                        hidesTotals: false,
                        isOfCall: true
                    ),
                    connection
                )
                try connection.execute(Self.call, .int(10), .int(poll.id), .int(other))
                try connection.execute(Self.rule, .int(old), .int(0), .int(5))
                try connection.execute(Self.rule, .int(other), .int(1), .int(6))
                try connection.execute(Self.span, .int(old), .int(20))
                try connection.execute(Self.span, .int(other), .int(10))
                try connection.execute(Self.dangle)
                try connection.execute(Self.forget)
                try connection.executeScript("DROP INDEX tags_search; ALTER TABLE tags DROP COLUMN search_name;")
                return (old, other, alone)
            }
            for _ in 1...2 {
                // The second time there is nothing left to do.
                _ = try await Migrator.migrate(database)
                try await database.write { connection in
                    #expect(
                        try connection.query(Self.names) { [$0.text(0), $0.text(1)] }
                            == [["λόγος", "λογοσ"], ["reseñass", "resenass"]]
                    )
                    let counts = try MagnitudeQueries.counts(of: old, connection)
                    #expect(counts == TagCounts(people: 3, posts: 4, replies: 0, reblogs: 0))
                    #expect(try TagRecountQueries.differences(limit: 10, connection) == [])
                    #expect(try FeaturedTagQueries.differences(limit: 10, connection) == [])
                    #expect(try FeaturedTagQueries.list(of: 1, connection).map(\.tagID) == [old])
                    #expect(try FeaturedTagQueries.list(of: 1, connection).map(\.statuses) == [2])
                    for person in [2, 3] as [Int64] {
                        let page = PageBounds(limit: 10)
                        #expect(try TagFollowQueries.list(by: person, page, connection).map(\.tagID) == [old])
                    }
                    #expect(try connection.query(Self.callTags) { $0.int(0) } == [old])
                    #expect(try connection.query(Self.rulings) { [$0.int(0), $0.int(1)] } == [[old, 1]])
                    #expect(
                        try connection.query(Self.spans) { [$0.int(0), $0.intOrNil(1)] } == [[old, nil], [old, 20]]
                    )
                    #expect(try TagQueries.id(try #require(TagName("ΛΌΓΟΣ")), connection) == old)
                    #expect(try TagQueries.names([other, alone], connection) == [alone: "reseñass"])
                    #expect(try StatusQueries.status(13, connection)?.inReplyToID == nil)
                    #expect(try connection.first(Self.work) { $0.int(0) } == 1)
                    try TagMergeQueries.foldAll(connection)
                }
            }
        }
    }
}
