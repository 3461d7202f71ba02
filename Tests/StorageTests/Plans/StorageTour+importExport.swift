// The part of the tour that is about imports and archives.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func importExport(_ connection: Connection) throws {
        try imports(connection)
        try archives(connection)
    }

    private static func imports(_ connection: Connection) throws {
        var offered = ImportRecord(
            kind: .follows,
            overwrites: true,
            fileName: "follows.csv",
            total: 3,
            misunderstood: 1,
            createdAt: now
        )
        _ = try ImportQueries.offer(offered, content: "other", by: 1, connection)
        let id = try ImportQueries.offer(offered, content: "a\nb\nc\n", by: 1, connection)
        offered.id = id
        #expect(try ImportQueries.record(id, of: 1, connection) == offered)
        #expect(try ImportQueries.record(id, of: 2, connection) == nil)
        #expect(try ImportQueries.begun(by: 1, limit: 5, connection).isEmpty)
        #expect(try ImportQueries.work(id, connection) == nil)
        #expect(try !ImportQueries.begin(id, of: 2, connection))
        #expect(try ImportQueries.begin(id, of: 1, connection))
        #expect(try !ImportQueries.begin(id, of: 1, connection))
        #expect(try ImportQueries.isRunning(.follows, of: 1, connection))
        #expect(try !ImportQueries.isRunning(.blocks, of: 1, connection))
        let failure = ImportFailure(line: 1, fields: "b", reason: "unknown")
        #expect(try ImportQueries.advance(id, from: 0, to: 2, failures: [failure], connection))
        #expect(try !ImportQueries.advance(id, from: 0, to: 2, failures: [failure], connection))
        try ImportQueries.setCleared(id, connection)
        let work = try #require(try ImportQueries.work(id, connection))
        #expect(work.isCleared && work.account == 1 && work.content == "a\nb\nc\n")
        #expect([work.record.reached, work.record.failed] == [2, 1])
        try ImportQueries.forget(before: now + .seconds(1), offeredBefore: now, limit: 5, connection)
        try ImportQueries.end(id, as: .done, connection)
        #expect(try ImportQueries.begun(by: 1, limit: 5, connection).map(\.state) == [.done])
        #expect(try ImportQueries.failures(of: id, connection) == [failure])
        try ImportQueries.forget(before: now + .seconds(1), offeredBefore: now, limit: 5, connection)
        #expect(try ImportQueries.record(id, of: 1, connection) == nil)
    }

    private static func archives(_ connection: Connection) throws {
        let id = try ArchiveQueries.insert("name", of: 1, at: now, connection)
        #expect(try ArchiveQueries.newest(of: 1, connection)?.id == id)
        #expect(try ArchiveQueries.making(id, connection)?.account == 1)
        #expect(try ArchiveQueries.note(posts: 5, in: id, connection))
        #expect(try ArchiveQueries.finish(id, on: 3, posts: 7, bytes: 9, connection))
        #expect(try !ArchiveQueries.note(posts: 5, in: id, connection))
        let made = try #require(try ArchiveQueries.newest(of: 1, connection))
        #expect(made.state == .ready && [made.node, made.posts, made.bytes] == [3, 7, 9])
        #expect(try ArchiveQueries.making(id, connection) == nil)
        #expect(try ArchiveQueries.known(["name", "other"], connection) == ["name"])
        try ArchiveQueries.deleteAll(of: 1, connection)
        let other = try ArchiveQueries.insert("other", of: 1, at: now, connection)
        try ArchiveQueries.fail(other, "No room", connection)
        #expect(try ArchiveQueries.newest(of: 1, connection)?.reason == "No room")
        try ArchiveQueries.forget(before: now + .seconds(1), limit: 5, connection)
        #expect(try ArchiveQueries.newest(of: 1, connection) == nil)
        #expect(try ArchiveQueries.media(of: 77, after: 0, limit: 2, connection).isEmpty)
        let posts = try ArchiveQueries.posts(of: 1, after: 0, limit: 2, connection)
        #expect(try ArchiveQueries.newestPosts(of: 1, limit: 1, connection).count == 1)
        #expect(posts.first == 100)
        #expect(try ArchiveQueries.addresses(of: posts, connection)[100]?.username == "Villager1")
    }
}
