// Ways in which a follow or a request ends or begins without the follower's doing.
import Domain
import Services
import TestSupport
import Testing

@Suite("End a follow, answer a request")
struct EndFollowTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob

    @Test("an unfollow takes the follow, its counts and its notification back", arguments: TestEngine.available)
    func unfollow(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            _ = try await people.services.followAccount(bob, by: alice)
            let after = try await people.services.unfollowAccount(bob, by: alice)
            #expect(after == Relationship(targetID: bob))
            #expect(try await people.follows(alice) == [0, 0])
            #expect(try await people.follows(bob) == [0, 0])
            #expect(try await people.notices(bob).isEmpty)
            _ = people.told.take()
            _ = try await people.services.unfollowAccount(bob, by: alice)
            #expect(people.told.take().isEmpty, "the second time nothing changes")
        }
    }

    @Test("an unfollow withdraws a request", arguments: TestEngine.available)
    func withdraw(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            try await people.lock(bob)
            _ = try await people.services.followAccount(bob, by: alice)
            #expect(try await people.services.unfollowAccount(bob, by: alice).requested == false)
            #expect(try await people.notices(bob).isEmpty)
        }
    }

    @Test("an accepted request becomes a follow with its wishes", arguments: TestEngine.available)
    func accept(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            try await people.lock(bob)
            _ = try await people.services.followAccount(bob, by: alice, FollowWishes(showReblogs: false, notify: true))
            let relationship = try await people.services.acceptFollowRequest(of: alice, by: bob)
            #expect(relationship.followedBy && !relationship.requestedBy)
            let follow = try await people.relationship(of: alice, to: bob)
            #expect(follow.following && follow.notifying && !follow.showingReblogs && !follow.requested)
            #expect(try await people.notices(bob) == ["follow from 1"])
            #expect(try await people.follows(bob) == [1, 0])
            await #expect(throws: ServiceError.notFound) {
                try await people.services.acceptFollowRequest(of: alice, by: bob)
            }
        }
    }

    @Test("a rejected request is gone", arguments: TestEngine.available)
    func reject(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            try await people.lock(bob)
            _ = try await people.services.followAccount(bob, by: alice)
            #expect(try await people.services.rejectFollowRequest(of: alice, by: bob).requestedBy == false)
            #expect(try await people.notices(bob).isEmpty)
            #expect(try await people.relationship(of: alice, to: bob).requested == false)
            await #expect(throws: ServiceError.notFound) {
                try await people.services.rejectFollowRequest(of: alice, by: bob)
            }
        }
    }

    @Test("one removed from the followers no longer follows", arguments: TestEngine.available)
    func remove(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            _ = try await people.services.followAccount(bob, by: alice)
            _ = try await people.services.followAccount(alice, by: bob)
            let after = try await people.services.removeFromFollowers(alice, of: bob)
            #expect(!after.followedBy && after.following)
            #expect(try await people.follows(bob) == [0, 1])
        }
    }

    @Test("an account that is no longer locked accepts all who wait", arguments: TestEngine.available)
    func unlock(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            try await people.lock(bob)
            for id in Int64(10)..<115 {
                try await people.add(id, "neighbour\(id)")
                _ = try await people.services.followAccount(bob, by: id)
            }
            try await people.services.updateProfile(of: bob, ProfileChanges(isLocked: false))
            #expect(try await people.follows(bob) == [105, 0])
            #expect(try await people.relationship(of: 114, to: bob).following)
            #expect(try await people.relationship(of: 114, to: bob).requested == false)
            #expect(try await people.notices(bob).isEmpty)
        }
    }
}
