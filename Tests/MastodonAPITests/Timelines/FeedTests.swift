// Feeds in memory are what the database says: after every change, under concurrency, and when the log runs away.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Services
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Feeds")
struct FeedTests {
    private func expectSame(
        _ server: TestServer,
        _ readers: [Person],
        sourceLocation: SourceLocation = #_sourceLocation
    )
        async throws
    {
        for path in ["home", "public", "tag/busy"] {
            for reader in readers {
                let warm = try await walk(server, "/api/v1/timelines/\(path)", limit: 15, as: reader)
                try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                    let fresh = try await walk(cold, "/api/v1/timelines/\(path)", limit: 15, as: reader)
                    #expect(warm == fresh, "\(path) of \(reader.name)", sourceLocation: sourceLocation)
                }
            }
        }
    }

    @Test("a home timeline follows every change of relations", arguments: TestEngine.available)
    func relations(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            func home() async throws -> [String] { try await server.get("/api/v1/timelines/home", as: alice).ids() }
            let hello = try await server.post("Hello", by: bob)
            let other = try await server.post("Other", by: charlie)
            let reply = try await server.post("Re", by: bob, answering: other)
            let reblog = try await server.act("reblog", other, by: bob).id()
            #expect(try await home() == [])
            try await server.follow(bob, by: alice)
            #expect(try await home() == [reblog, hello])
            try await server.follow(charlie, by: alice)
            // The reblog repeats what stands near.
            #expect(try await home() == [reply, other, hello])
            _ = try await server.services.muteAccount(charlie.id, by: alice.id)
            #expect(try await home() == [hello])
            _ = try await server.services.unmuteAccount(charlie.id, by: alice.id)
            _ = try await server.services.unfollowAccount(charlie.id, by: alice.id)
            _ = try await server.services.followAccount(bob.id, by: alice.id, FollowWishes(showReblogs: false))
            #expect(try await home() == [hello])
            _ = try await server.services.followAccount(
                bob.id,
                by: alice.id,
                FollowWishes(showReblogs: true, languages: ["de"])
            )
            #expect(try await home() == [reblog, hello])
            _ = try await server.services.blockAccount(alice.id, by: bob.id)
            #expect(try await home() == [])
        }
    }

    @Test("a mute that ends by itself gives the home timeline back", arguments: TestEngine.available)
    func muteEnds(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.follow(server.bob, by: server.alice)
            func home() async throws -> [String] {
                try await server.get("/api/v1/timelines/home", as: server.alice).ids()
            }
            let before = try await server.post("Before", by: server.bob)
            _ = try await server.services.muteAccount(server.bob.id, by: server.alice.id, seconds: 60)
            let during = try await server.post("During", by: server.bob)
            #expect(try await home() == [])
            server.clock.advance(.seconds(60))
            #expect(try await home() == [during, before])
            #expect(try await server.get("/api/v1/timelines/home", as: server.alice).statements == 0)
        }
    }

    @Test("only the wished languages come home, in reblogs too", arguments: TestEngine.available)
    func languages(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            _ = try await server.services.followAccount(bob.id, by: alice.id, FollowWishes(languages: ["de"]))
            func post(_ language: String, by person: Person) async throws -> String {
                try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: person,
                    ["status": "Text", "language": language]
                ).id()
            }
            for isWarm in [false, true] {
                if isWarm { #expect(try await server.get("/api/v1/timelines/home", as: alice).ids().count == 2) }
                let german = try await post("de", by: bob)
                _ = try await post("en", by: bob)
                try await server.act("reblog", try await post("en", by: server.charlie), by: bob)
                let reblog = try await server.act("reblog", try await post("de", by: server.charlie), by: bob).id()
                #expect(try await server.get("/api/v1/timelines/home?limit=2", as: alice).ids() == [reblog, german])
            }
        }
    }

    @Test("a reblog left out for another comes back when that goes", arguments: TestEngine.available)
    func repeatedReblogs(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let other = try await server.newPerson("other")
            try await server.follow(bob, by: alice)
            try await server.follow(charlie, by: alice)
            #expect(try await server.get("/api/v1/timelines/home", as: alice).ids() == [])
            let id = try await server.post("Hello", by: other)
            let first = try await server.act("reblog", id, by: bob).id()
            let second = try await server.act("reblog", id, by: charlie).id()
            #expect(try await server.get("/api/v1/timelines/home", as: alice).ids() == [first])
            try await server.act("unreblog", id, by: bob).expect(200)
            #expect(try await server.get("/api/v1/timelines/home", as: alice).ids() == [second])
        }
    }

    @Test(
        "eight write while others read, and all feeds are right in the end",
        arguments: TestEngine.available,
        [false, true]
    )
    func concurrency(_ engine: TestEngine, isSmall: Bool) async throws {
        try await withServer(engine, sizes: isSmall ? PagingTests.small : TimelineSizes()) { server in
            var others = [server.alice, server.bob, server.charlie]
            for number in 0..<5 { others.append(try await server.newPerson("writer\(number)")) }
            let people = others
            for person in people {
                if person.id != server.alice.id { try await server.follow(person, by: server.alice) }
            }
            try await server.follow(server.alice, by: server.bob)
            let done = Flag()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for reader in [server.alice, server.bob, server.charlie] {
                    group.addTask {
                        while !done.isSet {
                            for path in ["home", "public", "tag/busy"] {
                                try await server.get("/api/v1/timelines/\(path)?limit=10", as: reader).expect(200)
                            }
                            await Task.yield()
                        }
                    }
                }
                try await writeAll(server, people)
                done.set()
                try await group.waitForAll()
            }
            try await expectSame(server, [server.alice, server.bob, server.charlie])
            #expect(try await server.wrongCounters() == [])
            let home = try await walk(server, "/api/v1/timelines/home", limit: 40, as: server.alice)
            #expect(home.count == 8 * 20)
        }
    }

    private func writeAll(_ server: TestServer, _ people: [Person]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for person in people { group.addTask { try await write(server, person) } }
            try await group.waitForAll()
        }
    }

    /// 24 statuses, of which 20 stay and 4 lose their tag.
    private func write(_ server: TestServer, _ person: Person) async throws {
        var last: Int64?
        for number in 0..<24 {
            let kept = try await server.services.postStatus(
                StatusDraft(text: "Number \(number) #busy"),
                by: person.user
            )
            if number % 6 == 3, let last { _ = try await server.services.deleteStatus(last, by: person.id) }
            if number % 6 == 5 {
                let quiet = StatusDraft(text: "Number \(number), quiet")
                _ = try await server.services.editStatus(kept.status.id, to: quiet, by: person.user.accountID)
            }
            last = kept.status.id
        }
    }

    @Test("a follow while the home timeline is being made is not lost", arguments: TestEngine.available)
    func staleRelations(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let id = try await server.post("Hello", by: bob)
            // A request has read who is followed; then the follow is committed and told of; then it goes on.
            let old = try await server.services.relations.relations(of: alice.id)
            try await server.follow(bob, by: alice)
            _ = try await server.services.timelines.home(of: old, PageBounds(limit: 20))
            #expect(try await server.get("/api/v1/timelines/home", as: alice).ids() == [id])
        }
    }
}

private final class Flag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }

    func set() { value.withLock { $0 = true } }
}
