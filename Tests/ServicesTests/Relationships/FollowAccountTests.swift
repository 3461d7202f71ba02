// Following: at once, by request, with wishes, and when it is refused.
import Basics
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Follow an account")
struct FollowAccountTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob
    private let charlie = PeopleFixture.charlie

    @Test("a follow counts on both sides and is told", arguments: TestEngine.available)
    func follow(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            let relationship = try await people.services.followAccount(bob, by: alice)
            #expect(relationship.following && relationship.showingReblogs && !relationship.notifying)
            #expect(try await people.follows(alice) == [0, 1])
            #expect(try await people.follows(bob) == [1, 0])
            #expect(try await people.notices(bob) == ["follow from 1"])
            let told = people.told.take()
            #expect(told.contains(.followed(account: alice, target: bob, uri: nil)))
            #expect(told.contains { if case .notified(bob, _) = $0 { true } else { false } })
            #expect(told.filter { if case .accountCountersChanged = $0 { true } else { false } }.count == 2)
            #expect(try await people.relationship(of: bob, to: alice).followedBy)
        }
    }

    @Test("following again changes only the wishes that are given", arguments: TestEngine.available)
    func again(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            let services = people.services
            _ = try await services.followAccount(bob, by: alice, FollowWishes(languages: ["de", "EN-us", "de"]))
            let second = try await services.followAccount(
                bob,
                by: alice,
                FollowWishes(showReblogs: false, notify: true)
            )
            #expect(!second.showingReblogs && second.notifying && second.languages == ["de", "en"])
            let third = try await services.followAccount(bob, by: alice, FollowWishes(languages: []))
            #expect(!third.showingReblogs && third.notifying && third.languages == nil)
            #expect(try await people.follows(bob) == [1, 0])
            #expect(try await people.notices(bob) == ["follow from 1"])
        }
    }

    @Test("a locked account is asked, and told of the request once", arguments: TestEngine.available)
    func locked(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            try await people.lock(bob)
            let asked = try await people.services.followAccount(bob, by: alice)
            #expect(asked.requested && !asked.following)
            let again = try await people.services.followAccount(bob, by: alice, FollowWishes(notify: true))
            #expect(again.requested && again.notifying)
            #expect(try await people.relationship(of: bob, to: alice).requestedBy)
            #expect(try await people.notices(bob) == ["follow_request from 1"])
            #expect(try await people.follows(bob) == [0, 0])
        }
    }

    @Test("one who follows stays a follower of an account that becomes locked", arguments: TestEngine.available)
    func lockedLater(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            _ = try await people.services.followAccount(bob, by: alice)
            try await people.lock(bob)
            let again = try await people.services.followAccount(bob, by: alice, FollowWishes(notify: true))
            #expect(again.following && again.notifying && !again.requested)
        }
    }

    @Test("nobody follows themselves, one who blocks them, or one they block", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            let services = people.services
            _ = try await services.blockAccount(bob, by: alice)
            await #expect(throws: ServiceError.notAllowed) { try await services.followAccount(alice, by: alice) }
            await #expect(throws: ServiceError.notAllowed) { try await services.followAccount(bob, by: alice) }
            await #expect(throws: ServiceError.notAllowed) { try await services.followAccount(alice, by: bob) }
            await #expect(throws: ServiceError.notFound) { try await services.followAccount(99, by: alice) }
            #expect(try await people.follows(alice) == [0, 0])
        }
    }

    @Test("an unknown language is refused", arguments: TestEngine.available)
    func languages(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            await #expect(throws: ServiceError.self) {
                try await people.services.followAccount(bob, by: alice, FollowWishes(languages: ["xyzzy"]))
            }
        }
    }

    @Test("beyond the limit a new follow is refused, and a change of wishes is not", arguments: TestEngine.available)
    func limit(_ engine: TestEngine) async throws {
        var limits = Limits()
        limits.follows = 1
        try await PeopleFixture.run(engine, limits: limits) { people in
            let services = people.services
            _ = try await services.followAccount(bob, by: alice)
            await #expect(throws: ServiceError.invalid("You cannot follow more than 1 people")) {
                try await services.followAccount(charlie, by: alice)
            }
            #expect(try await services.followAccount(bob, by: alice, FollowWishes(notify: true)).notifying)
        }
    }

    @Test("one who mutes the follower is not told", arguments: TestEngine.available)
    func muted(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            _ = try await people.services.muteAccount(alice, by: bob)
            _ = try await people.services.followAccount(bob, by: alice)
            #expect(try await people.notices(bob).isEmpty)
        }
    }

    @Test(
        "follows of each other, begun and ended at the same time, leave exact counters",
        arguments: TestEngine.available
    )
    func concurrent(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            let services = people.services
            let all = [alice, bob, charlie]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for round in 0..<60 {
                    let (one, other) = (all[round % 3], all[(round / 3 + 1 + round) % 3])
                    guard one != other else { continue }
                    group.addTask {
                        switch round % 4 {
                        case 0, 1: _ = try await services.followAccount(other, by: one)
                        case 2: _ = try await services.unfollowAccount(other, by: one)
                        default: _ = try await services.removeFromFollowers(other, of: one)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a follow and a block at the same time never leave both", arguments: TestEngine.available)
    func followAgainstBlock(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            let services = people.services
            for _ in 0..<10 {
                async let follow = services.followAccount(bob, by: alice)
                async let block = services.blockAccount(alice, by: bob)
                _ = try? await follow
                _ = try await block
                let relationship = try await people.relationship(of: bob, to: alice)
                #expect(relationship.blocking && !relationship.followedBy)
                _ = try await services.unblockAccount(alice, by: bob)
            }
        }
    }
}
