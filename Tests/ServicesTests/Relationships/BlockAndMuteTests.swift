// Blocks, mutes and notes.
import Basics
import Domain
import Services
import TestSupport
import Testing

@Suite("Block, mute, note")
struct BlockAndMuteTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob

    @Test("a block ends follows both ways and deletes what the blocked had told", arguments: TestEngine.available)
    func block(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            _ = try await people.services.followAccount(bob, by: alice)
            _ = try await people.services.followAccount(alice, by: bob)
            let after = try await people.services.blockAccount(bob, by: alice)
            #expect(after.blocking && !after.following && !after.followedBy)
            #expect(try await people.follows(alice) == [0, 0])
            #expect(try await people.follows(bob) == [0, 0])
            #expect(try await people.notices(alice).isEmpty)
            #expect(try await people.notices(bob).isEmpty)
            #expect(try await people.relationship(of: bob, to: alice).blockedBy)
            let again = try await people.services.blockAccount(bob, by: alice)
            #expect(again.blocking)
            let lifted = try await people.services.unblockAccount(bob, by: alice)
            #expect(lifted == Relationship(targetID: bob))
        }
    }

    @Test("a block withdraws requests both ways", arguments: TestEngine.available)
    func blockRequests(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            try await people.lock(alice)
            try await people.lock(bob)
            _ = try await people.services.followAccount(bob, by: alice)
            _ = try await people.services.followAccount(alice, by: bob)
            let after = try await people.services.blockAccount(bob, by: alice)
            #expect(after.blocking && !after.requested && !after.requestedBy)
            #expect(try await people.notices(bob).isEmpty)
        }
    }

    @Test("what is kept in memory follows a block at once", arguments: TestEngine.available)
    func caches(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            #expect(try await people.services.relations.relations(of: bob).hides(alice) == false)
            _ = try await people.services.blockAccount(bob, by: alice)
            #expect(try await people.services.relations.relations(of: bob).hides(alice))
            #expect(try await people.services.relations.relations(of: alice).hides(bob))
        }
    }

    @Test("blocking or muting oneself does nothing", arguments: TestEngine.available)
    func oneself(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people async throws in
            #expect(try await people.services.blockAccount(alice, by: alice).blocking == false)
            #expect(try await people.services.muteAccount(alice, by: alice).muting == false)
            #expect(try await people.relationship(of: alice, to: alice) == Relationship(targetID: alice))
        }
    }

    @Test("a mute for an hour ends after an hour", arguments: TestEngine.available)
    func mute(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            let now = people.time.clock.now()
            let mute = try await people.services.muteAccount(bob, by: alice, seconds: 3600)
            #expect(mute.muting && mute.mutingNotifications && mute.mutingExpiresAt == now + .seconds(3600))
            #expect(try await people.services.relations.relations(of: alice).isMuting(bob))
            people.time.move(.seconds(3600))
            #expect(try await people.relationship(of: alice, to: bob).muting == false)
            #expect(try await people.services.relations.relations(of: alice).isMuting(bob) == false)
        }
    }

    @Test("a second mute replaces the first", arguments: TestEngine.available)
    func muteAgain(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people in
            _ = try await people.services.muteAccount(bob, by: alice, seconds: 3600)
            let again = try await people.services.muteAccount(bob, by: alice, hidesNotifications: false)
            #expect(again.muting && !again.mutingNotifications && again.mutingExpiresAt == nil)
            let longest = try await people.services.muteAccount(bob, by: alice, seconds: .max)
            #expect(longest.mutingExpiresAt != nil)
            #expect(try await people.services.unmuteAccount(bob, by: alice).muting == false)
        }
    }

    @Test("a note is kept for its writer, and a blank one deletes it", arguments: TestEngine.available)
    func note(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { people async throws in
            let services = people.services
            #expect(
                try await services.setAccountNote(" met at\0 the fair\r\n", about: bob, by: alice).note
                    == "met at the fair"
            )
            #expect(try await people.relationship(of: bob, to: alice).note.isEmpty)
            #expect(try await services.setAccountNote("  ", about: bob, by: alice).note.isEmpty)
            await #expect(throws: ServiceError.self) {
                try await services.setAccountNote(String(repeating: "a", count: 2001), about: bob, by: alice)
            }
            await #expect(throws: ServiceError.notFound) {
                try await services.setAccountNote("x", about: 99, by: alice)
            }
        }
    }
}
