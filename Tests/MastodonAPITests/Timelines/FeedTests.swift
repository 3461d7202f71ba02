// Feeds in memory are what the database says: after every change, under concurrency, and when the log runs away.

import Basics
import Domain
import Services
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Feeds")
struct FeedTests {
    private func expectSame(_ house: TestHouse, _ readers: [Person], sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for path in ["home", "public", "tag/busy"] {
            for reader in readers {
                let warm = try await walk(house, "/api/v1/timelines/\(path)", limit: 15, as: reader)
                try await house.with(house.cold()) { cold in
                    let fresh = try await walk(cold, "/api/v1/timelines/\(path)", limit: 15, as: reader)
                    #expect(warm == fresh, "\(path) of \(reader.name)", sourceLocation: sourceLocation)
                }
            }
        }
    }

    @Test("a home timeline follows every change of relations", arguments: TestEngine.available)
    func relations(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let (alice, bob, charlie) = (house.alice, house.bob, house.charlie)
            func home() async throws -> [String] { try await house.get("/api/v1/timelines/home", as: alice).ids() }
            let hello = try await house.post("Hello", by: bob)
            let other = try await house.post("Other", by: charlie)
            let reply = try await house.post("Re", by: bob, answering: other)
            let reblog = try await house.act("reblog", other, by: bob).id()
            #expect(try await home() == [])
            try await house.follow(bob, by: alice)
            #expect(try await home() == [reblog, hello])
            try await house.follow(charlie, by: alice)
            // The reblog repeats what stands near.
            #expect(try await home() == [reply, other, hello])
            _ = try await house.services.muteAccount(charlie.id, by: alice.id)
            #expect(try await home() == [hello])
            _ = try await house.services.unmuteAccount(charlie.id, by: alice.id)
            _ = try await house.services.unfollowAccount(charlie.id, by: alice.id)
            _ = try await house.services.followAccount(bob.id, by: alice.id, FollowWishes(showReblogs: false))
            #expect(try await home() == [hello])
            _ = try await house.services.followAccount(bob.id, by: alice.id, FollowWishes(showReblogs: true, languages: ["de"]))
            #expect(try await home() == [reblog, hello])
            _ = try await house.services.blockAccount(alice.id, by: bob.id)
            #expect(try await home() == [])
        }
    }

    @Test("a reblog left out for another comes back when that goes", arguments: TestEngine.available)
    func repeatedReblogs(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let (alice, bob, charlie) = (house.alice, house.bob, house.charlie)
            let other = try await house.newPerson("other")
            try await house.follow(bob, by: alice)
            try await house.follow(charlie, by: alice)
            #expect(try await house.get("/api/v1/timelines/home", as: alice).ids() == [])
            let id = try await house.post("Hello", by: other)
            let first = try await house.act("reblog", id, by: bob).id()
            let second = try await house.act("reblog", id, by: charlie).id()
            #expect(try await house.get("/api/v1/timelines/home", as: alice).ids() == [first])
            try await house.act("unreblog", id, by: bob).expect(200)
            #expect(try await house.get("/api/v1/timelines/home", as: alice).ids() == [second])
        }
    }

    @Test("eight write while others read, and all feeds are right in the end", arguments: TestEngine.available, [false, true])
    func concurrency(_ engine: TestEngine, isSmall: Bool) async throws {
        try await withHouse(engine, sizes: isSmall ? PagingTests.small : TimelineSizes()) { house in
            var people = [house.alice, house.bob, house.charlie]
            for number in 0..<5 { people.append(try await house.newPerson("writer\(number)")) }
            for person in people { if person.id != house.alice.id { try await house.follow(person, by: house.alice) } }
            try await house.follow(house.alice, by: house.bob)
            let isDone = Mutex(false)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for reader in [house.alice, house.bob, house.charlie] {
                    group.addTask {
                        while !isDone.withLock({ $0 }) {
                            for path in ["home", "public", "tag/busy"] {
                                try await house.get("/api/v1/timelines/\(path)?limit=10", as: reader).expect(200)
                            }
                            await Task.yield()
                        }
                    }
                }
                try await withThrowingTaskGroup(of: Void.self) { writers in
                    for person in people {
                        writers.addTask {
                            var last: Int64?
                            for number in 0..<24 {
                                let kept = try await house.services.postStatus(
                                    StatusDraft(text: "Number \(number) #busy"), by: person.user)
                                switch number % 6 {
                                case 3: if let last { _ = try await house.services.deleteStatus(last, by: person.id) }
                                case 5:
                                    _ = try await house.services.editStatus(
                                        kept.status.id, to: StatusDraft(text: "Number \(number), quiet"), by: person.user)
                                default: break
                                }
                                last = number % 6 == 5 ? nil : kept.status.id
                            }
                        }
                    }
                    try await writers.waitForAll()
                }
                isDone.withLock { $0 = true }
                try await group.waitForAll()
            }
            try await expectSame(house, [house.alice, house.bob, house.charlie])
            #expect(try await house.wrongCounters() == [])
            let home = try await walk(house, "/api/v1/timelines/home", limit: 40, as: house.alice)
            #expect(home.count == 8 * 20)
        }
    }

    @Test("a follow while the home timeline is being made is not lost", arguments: TestEngine.available)
    func staleRelations(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let (alice, bob) = (house.alice, house.bob)
            let id = try await house.post("Hello", by: bob)
            // A request has read who is followed; then the follow is committed and told of; then it goes on.
            let old = try await house.services.relations.relations(of: alice.id)
            try await house.follow(bob, by: alice)
            _ = try await house.services.timelines.home(of: old, PageRequest(limit: 20))
            #expect(try await house.get("/api/v1/timelines/home", as: alice).ids() == [id])
        }
    }
}
