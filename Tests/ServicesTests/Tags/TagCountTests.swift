// What is counted of tags follows every change; `PeopleFixture.run` recounts everything after each test.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Tag counts")
struct TagCountTests {
    @Test("a person counts once, however often they post", arguments: TestEngine.available)
    func once(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.post("me too #MeToo", by: PeopleFixture.alice)
            here.time.move(.seconds(90))
            try await here.post("me too #metoo, again", by: PeopleFixture.alice)
            here.time.move(.seconds(4000))
            try await here.post("#METOO", by: PeopleFixture.alice)
            try await here.post("#metoo", by: PeopleFixture.bob)
            #expect(try await here.counts("metoo") == TagCounts(people: 2, posts: 4, replies: 0, reblogs: 0))
        }
    }

    @Test("deleting takes a post out, and with the last one the person", arguments: TestEngine.available)
    func deleting(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let first = try await here.post("#metoo", by: PeopleFixture.alice)
            here.time.move(.seconds(7200))
            let second = try await here.post("#metoo", by: PeopleFixture.alice)
            _ = try await here.services.deleteStatus(first, by: PeopleFixture.alice)
            #expect(try await here.counts("metoo") == TagCounts(people: 1, posts: 1, replies: 0, reblogs: 0))
            try await here.isExact()
            _ = try await here.services.deleteStatus(second, by: PeopleFixture.alice)
            #expect(try await here.counts("metoo") == TagCounts())
        }
    }

    @Test("replies and posts with a warning count, those that are not public do not", arguments: TestEngine.available)
    func visibility(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let call = try await here.post("say #metoo", by: PeopleFixture.alice)
            try await here.post("#metoo", by: PeopleFixture.bob, replyTo: call)
            try await here.post("#metoo", by: PeopleFixture.charlie, spoilerText: "a warning")
            for visibility in [Visibility.unlisted, .private, .direct] {
                try await here.post("#metoo", by: PeopleFixture.charlie, visibility: visibility)
            }
            #expect(try await here.counts("metoo") == TagCounts(people: 3, posts: 3, replies: 1, reblogs: 0))
        }
    }

    @Test("an edit takes tags in and out, with the reblogs, and changes the language", arguments: TestEngine.available)
    func editing(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let post = try await here.post("#metoo in words", by: PeopleFixture.alice)
            here.time.move(.seconds(120))
            try await here.post("#garden", by: PeopleFixture.alice)
            let bob = try await here.user(PeopleFixture.bob)
            _ = try await here.services.reblogStatus(post, by: bob.accountID)
            #expect(try await here.counts("metoo") == TagCounts(people: 1, posts: 1, replies: 0, reblogs: 1))
            let alice = try await here.user(PeopleFixture.alice)
            let draft = StatusDraft(text: "#garden in words", language: "fr")
            _ = try await here.services.editStatus(post, to: draft, by: alice.accountID)
            #expect(try await here.counts("metoo") == TagCounts())
            #expect(try await here.counts("garden") == TagCounts(people: 1, posts: 2, replies: 0, reblogs: 1))
            try await here.isExact()
            _ = try await here.services.editStatus(
                post,
                to: StatusDraft(text: "#garden", language: "de"),
                by: alice.accountID
            )
        }
    }

    @Test("reblogs count, and no more when taken back", arguments: TestEngine.available)
    func reblogs(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let post = try await here.post("#metoo", by: PeopleFixture.alice)
            let bob = try await here.user(PeopleFixture.bob)
            for _ in 0..<2 { _ = try await here.services.reblogStatus(post, by: bob.accountID) }
            #expect(try await here.counts("metoo").reblogs == 1)
            _ = try await here.services.unreblogStatus(post, by: PeopleFixture.bob)
            #expect(try await here.counts("metoo").reblogs == 0)
            _ = try await here.services.reblogStatus(post, by: bob.accountID)
            _ = try await here.services.deleteStatus(post, by: PeopleFixture.alice)
            #expect(try await here.counts("metoo") == TagCounts())
        }
    }

    @Test(
        "who is limited or suspended is out of every count, and in again afterwards",
        arguments: TestEngine.available,
        [(Moderation.silence, Moderation.unsilence), (.suspend, .unsuspend)]
    )
    func moderation(_ engine: TestEngine, _ pair: (Moderation, Moderation)) async throws {
        try await PeopleFixture.run(engine) { here in
            let own = try await here.post("#metoo and #garden", by: PeopleFixture.bob)
            here.time.move(.seconds(4000))
            try await here.post("#metoo", by: PeopleFixture.bob, replyTo: own)
            let other = try await here.post("#metoo", by: PeopleFixture.alice)
            let (alice, bob) = (try await here.user(PeopleFixture.alice), try await here.user(PeopleFixture.bob))
            for status in [own, other] {
                _ = try await here.services.reblogStatus(status, by: bob.accountID)
                _ = try await here.services.reblogStatus(status, by: alice.accountID)
            }
            let before = try await here.counts("metoo")
            #expect(before == TagCounts(people: 2, posts: 3, replies: 1, reblogs: 4))
            try await here.services.moderate(PeopleFixture.bob, pair.0, by: .commandLine)
            try await here.services.moderate(PeopleFixture.bob, pair.0, by: .commandLine)
            #expect(try await here.counts("metoo") == TagCounts(people: 1, posts: 1, replies: 0, reblogs: 1))
            #expect(try await here.counts("garden") == TagCounts())
            try await here.isExact()
            let timeline = try await here.services.tagTimeline(try #require(TagName("metoo")), PageBounds(limit: 10))
            #expect(timeline.items == [other])
            // What is posted, reblogged and deleted meanwhile counts nowhere.
            try await here.post("#metoo", by: PeopleFixture.bob)
            _ = try await here.services.unreblogStatus(other, by: PeopleFixture.bob)
            #expect(try await here.counts("metoo") == TagCounts(people: 1, posts: 1, replies: 0, reblogs: 1))
            try await here.isExact()
            try await here.services.moderate(PeopleFixture.bob, pair.1, by: .commandLine)
            let after = try await here.counts("metoo")
            // A limited account's new post was made unlisted; a suspended one's cannot be made through the API.
            let more: Int64 = pair.0 == .suspend ? 1 : 0
            #expect(after == TagCounts(people: 2, posts: 3 + more, replies: 1, reblogs: 3))
        }
    }

    @Test("many at once leave every count exact", arguments: TestEngine.available)
    func atOnce(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let people = [PeopleFixture.alice, PeopleFixture.bob, PeopleFixture.charlie]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for turn in 0..<30 {
                    let person = people[turn % 3]
                    group.addTask {
                        let status = try await here.post("#metoo #tag\(turn % 2)", by: person)
                        if turn % 4 == 0 { _ = try await here.services.deleteStatus(status, by: person) }
                    }
                }
                group.addTask {
                    try await here.services.moderate(PeopleFixture.bob, .silence, by: .commandLine)
                    try await here.services.moderate(PeopleFixture.bob, .unsilence, by: .commandLine)
                }
                try await group.waitForAll()
            }
            try await here.isExact()
            // All of bob's posts may have come while he was limited.
            #expect(try await here.counts("metoo").people >= 2)
        }
    }

    @Test("nobody that is not there can be moderated", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            await #expect(throws: ServiceError.notFound) {
                try await here.services.moderate(99, .suspend, by: .commandLine)
            }
        }
    }

    @Test("what differs is found and made anew", arguments: TestEngine.available)
    func repair(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            let post = try await here.post("#metoo", by: PeopleFixture.alice)
            try await here.post("#metoo", by: PeopleFixture.bob, replyTo: post)
            let id = try await here.services.database.read {
                try TagQueries.id(try #require(TagName("metoo")), $0) ?? 0
            }
            let found = try await here.services.database.write { connection in
                try TagCountQueries.change(tag: id, slot: 0, people: 2, connection)
                try TagCountQueries.change(language: "xx", tag: id, slot: 0, by: 1, connection)
                let found = try RecountQueries.differences(limit: 10, connection)
                #expect(try RecountQueries.repair(connection) == 2)
                return found
            }
            #expect(found.map(\.counter).sorted() == ["people", "posts in language xx"])
            #expect(try await here.counts("metoo") == TagCounts(people: 2, posts: 2, replies: 1, reblogs: 0))
        }
    }
}

extension PeopleFixture {
    func user(_ id: Int64) async throws -> User {
        try #require(try await services.database.read { try UserQueries.user(id, $0) })
    }

    @discardableResult
    func post(
        _ text: String,
        by account: Int64,
        replyTo parent: Int64? = nil,
        visibility: Visibility = .public,
        spoilerText: String = ""
    ) async throws -> Int64 {
        let draft = StatusDraft(
            text: text,
            spoilerText: spoilerText,
            visibility: visibility,
            language: "en",
            inReplyToID: parent
        )
        return try await services.postStatus(draft, by: try await user(account)).status.id
    }

    func counts(_ tag: String) async throws -> TagCounts {
        let name = try #require(TagName(tag))
        return try await services.database.read { connection in
            guard let id = try TagQueries.id(name, connection) else { return TagCounts() }
            return try MagnitudeQueries.counts(of: id, connection)
        }
    }

    func isExact() async throws {
        let differences = try await services.database.read { try RecountQueries.differences(limit: 10, $0) }
        #expect(differences == [])
    }
}
