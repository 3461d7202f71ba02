// What other servers are to hear is written with what happened, and nothing else is.
import Basics
import Database
import Domain
import Storage
import TestSupport
import Testing

@testable import Services

@Suite("Outbox")
struct OutboxTests {
    private let alice = PeopleFixture.alice
    private let bob = PeopleFixture.bob
    private let far: Int64 = 50

    @Test("what is between people of this server is sent nowhere", arguments: TestEngine.available)
    func local(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(far, "dora")
            _ = try await here.services.followAccount(alice, by: bob)
            let post = try await here.post("hello @bob #garden", by: alice)
            try await here.post("hello", by: bob, replyTo: post)
            _ = try await here.services.favouriteStatus(post, by: bob)
            _ = try await here.services.reblogStatus(post, by: bob)
            try await here.services.pinStatus(post, by: alice)
            try await here.services.updateProfile(of: alice, ProfileChanges(displayName: "Alice"))
            _ = try await here.services.blockAccount(bob, by: alice)
            _ = try await here.services.deleteStatus(post, by: alice)
            #expect(try await here.outbox().isEmpty)
        }
    }

    @Test(
        "a follower elsewhere hears of posts, edits, boosts, pins, the profile and deletions",
        arguments: TestEngine.available
    )
    func follower(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(far, "dora")
            _ = try await here.services.followAccount(alice, by: far, uri: "https://far.example/follows/1")
            let accepted = try await here.outbox()
            #expect(accepted.map(\.account) == [alice])
            #expect(
                accepted.map(\.event) == [.followed(account: far, target: alice, uri: "https://far.example/follows/1")]
            )
            #expect(try await here.counters(alice).remoteFollowers == 1)

            let post = try await here.post("hello", by: alice)
            try await here.post("for nobody else", by: alice, visibility: .direct)
            let theirs = try await here.post("hello too", by: bob)
            _ = try await here.services.reblogStatus(theirs, by: alice)
            let user = try await here.user(alice)
            _ = try await here.services.editStatus(post, to: StatusDraft(text: "hello all"), by: user.accountID)
            try await here.services.pinStatus(post, by: alice)
            try await here.services.updateProfile(of: alice, ProfileChanges(displayName: "Alice"))
            _ = try await here.services.unreblogStatus(theirs, by: alice)
            _ = try await here.services.deleteStatus(post, by: alice)
            let sent = try await here.outbox()
            #expect(sent.allSatisfy { $0.account == alice })
            #expect(
                sent.map { name(of: $0.event) } == [
                    "statusPublished", "reblogged", "statusEdited", "pinned", "profileChanged", "unreblogged",
                    "statusDeleted",
                ]
            )

            _ = try await here.services.unfollowAccount(alice, by: far)
            try await here.post("nobody elsewhere follows", by: alice)
            #expect(try await here.outbox().isEmpty)
            #expect(try await here.counters(alice).remoteFollowers == 0)
        }
    }

    @Test("who is named or answered elsewhere hears of it, also with a direct post", arguments: TestEngine.available)
    func named(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(far, "dora")
            let direct = try await here.post("hello @dora@far.example", by: alice, visibility: .direct)
            let published = try await here.outbox()
            #expect(published.map(\.account) == [alice])
            #expect(published.map { name(of: $0.event) } == ["statusPublished"])
            _ = try await here.services.deleteStatus(direct, by: alice)
            let deleted = try await here.outbox().map(\.event)
            guard case .statusDeleted(_, _, let concerned)? = deleted.first else {
                Issue.record("\(deleted)")
                return
            }
            #expect(concerned == [far])
            let theirs = try await here.receive("hello", by: far).status.id
            let answer = try await here.post("good morning", by: bob, replyTo: theirs)
            _ = try await here.services.deleteStatus(answer, by: bob)
            let sent = try await here.outbox()
            #expect(sent.map { name(of: $0.event) } == ["statusPublished", "statusDeleted"])
            #expect(sent.allSatisfy { $0.account == bob })
        }
    }

    @Test("what is done to a post elsewhere is sent, and what is taken back", arguments: TestEngine.available)
    func acts(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(far, "dora")
            let theirs = try await here.receive("hello", by: far).status.id
            #expect(try await here.outbox().isEmpty, "what comes from elsewhere is not sent back")
            _ = try await here.services.favouriteStatus(theirs, by: alice)
            _ = try await here.services.unfavouriteStatus(theirs, by: alice)
            _ = try await here.services.reblogStatus(theirs, by: alice)
            _ = try await here.services.unreblogStatus(theirs, by: alice)
            let sent = try await here.outbox()
            #expect(sent.map { name(of: $0.event) } == ["favourited", "unfavourited", "reblogged", "unreblogged"])
            #expect(sent.first?.event == .favourited(status: theirs, author: far, account: alice))
        }
    }

    @Test("follows, requests, refusals and blocks go to the other's server", arguments: TestEngine.available)
    func relationships(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(far, "dora")
            let asked = try await here.services.followAccount(far, by: alice)
            #expect(asked.requested && !asked.following)
            // The other server agrees.
            _ = try await here.services.acceptFollowRequest(of: alice, by: far)
            #expect(try await here.relationship(of: alice, to: far).following)
            _ = try await here.services.unfollowAccount(far, by: alice)
            try await here.lock(bob)
            _ = try await here.services.followAccount(bob, by: far, uri: "https://far.example/follows/2")
            _ = try await here.services.rejectFollowRequest(of: far, by: bob)
            _ = try await here.services.followAccount(alice, by: far, uri: "https://far.example/follows/3")
            _ = try await here.services.blockAccount(far, by: alice)
            _ = try await here.services.unblockAccount(far, by: alice)
            let sent = try await here.outbox()
            #expect(
                sent.map(\.event) == [
                    .followRequested(account: alice, target: far),
                    .unfollowed(account: alice, target: far),
                    .followRejected(account: far, target: bob, uri: "https://far.example/follows/2"),
                    .followed(account: far, target: alice, uri: "https://far.example/follows/3"),
                    .followRejected(account: far, target: alice, uri: "https://far.example/follows/3"),
                    .blocked(account: alice, target: far),
                    .unblocked(account: alice, target: far),
                ]
            )
            #expect(sent.map(\.account) == [alice, alice, bob, alice, alice, alice, alice])
        }
    }

    @Test(
        "an account that leaves is forgotten elsewhere, and its posts are not sent one by one",
        arguments: TestEngine.available
    )
    func leaving(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine) { here in
            try await here.addRemote(far, "dora")
            _ = try await here.services.followAccount(alice, by: far)
            try await here.post("hello", by: alice)
            _ = try await here.outbox()
            try await here.services.change { [alice] in try $0.close(alice) }
            try await here.services.eraseAccount(alice)
            let sent = try await here.outbox()
            #expect(sent.map(\.event) == [.accountSuspended(account: alice), .accountDeleted(account: alice)])
            let gone = try await here.services.database.read { try AccountQueries.details(alice, $0) }
            #expect(gone == nil)
        }
    }

    @Test(
        "an account is not erased before others have heard of it, unless there are no others",
        arguments: TestEngine.available
    )
    func told(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { fixture in
            let (services, database) = (fixture.services, fixture.services.database)
            let now = fixture.time.clock.now()
            try await services.waitUntilTold(by: alice, looks: 1)
            try await database.write { [alice] in try OutboxQueries.insert("{}", by: alice, at: now, $0) }
            await #expect(throws: ServiceError.overloaded) { try await services.waitUntilTold(by: alice, looks: 1) }
            // What somebody else does is no reason to wait, nor is anything where nobody works it off.
            try await services.waitUntilTold(by: bob, looks: 1)
            try await Services(database: database, site: services.site).waitUntilTold(by: alice, looks: 1)
            try await database.write { connection in
                for entry in try OutboxQueries.lease(limit: 9, until: now, now: now, connection) {
                    #expect(try OutboxQueries.finish(entry, connection))
                }
            }
            try await services.waitUntilTold(by: alice, looks: 1)
        }
    }

    @Test("a server that tells nobody writes nothing down", arguments: TestEngine.available)
    func alone(_ engine: TestEngine) async throws {
        try await PeopleFixture.run(engine, isFederated: false) { here in
            try await here.addRemote(far, "dora")
            _ = try await here.services.followAccount(alice, by: far)
            try await here.post("hello @dora@far.example", by: alice)
            #expect(try await here.outbox().isEmpty)
        }
    }

    /// The name of the case.
    private func name(of event: DomainEvent) -> String { String("\(event)".prefix { $0 != "(" }) }
}

extension PeopleFixture {
    func counters(_ account: Int64) async throws -> AccountCounters {
        let details = try await services.database.read { try AccountQueries.details(account, $0) }
        return try #require(details?.counters)
    }

    /// A status that another server has sent.
    @discardableResult
    func receive(
        _ text: String,
        by account: Int64,
        uri: String? = nil,
        ago: Duration = .seconds(30),
        _ change: (inout RemoteStatus) -> Void = { _ in }
    ) async throws -> CachedStatus {
        let number = services.ids.next()
        let uri = uri ?? "https://far.example/statuses/\(number)"
        let origin = StatusOrigin(
            uri: uri,
            url: uri.replacing("/statuses/", with: "/@dora/"),
            publishedAt: time.clock.now() - ago
        )
        var status = RemoteStatus(origin: origin, content: "<p>\(text)</p>", visibility: .public)
        change(&status)
        return try await services.publishStatus(status, by: account)
    }
}
