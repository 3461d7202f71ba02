// What cannot be told does not keep back what can, and what is said again is said under another id.

import ActivityPub
import Basics
import Database
import Domain
import Federation
import Logging
import Services
import Storage
import TestSupport
import Testing

@Suite struct OutboxTests {
    @Test(
        "an event that cannot be written is given up, and what came after it is told",
        arguments: TestEngine.available
    )
    func poison(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try server.peer.person("bob")
            try await server.follow("alice", by: bob)
            try await server.deliver()
            let worker = OutboxWorker(services: server.services, logger: Logger(label: "outbox"))
            _ = try await server.services.postStatus(StatusDraft(text: "Never told"), by: alice)
            func waiting() async throws -> Int64 {
                try await server.services.database.read { try OutboxQueries.waiting(limit: 10, $0) }
            }
            try await withoutTable("outgoing_activities", server.services.database) {
                for _ in 1...9 {
                    try await worker.work()
                    #expect(try await waiting() == 1)
                    server.clock.advance(.seconds(3600))
                }
                try await worker.work()
            }
            #expect(try await waiting() == 0)
            _ = try await server.services.postStatus(StatusDraft(text: "Told"), by: alice)
            let sent = try await server.sent().compactMap { $0.activity["object"]?["content"]?.string }
            #expect(sent == ["<p>Told</p>"])
        }
    }

    @Test(
        "whoever follows, likes or blocks again says something new, and undoes what they said last",
        arguments: TestEngine.available
    )
    func again(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let status = try await server.note(by: bob, naming: "alice")
            let (me, them) = (alice.accountID, status.status.accountID)
            var ids: [String: [String]] = [:]
            func look() async throws {
                for (activity, _) in try await server.sent() {
                    let inner = activity["type"]?.string == "Undo" ? activity["object"] : activity
                    guard let type = inner?["type"]?.string, let id = inner?["id"]?.string else { continue }
                    ids[type, default: []].append(id)
                }
                // Each is looked at once.
                try await server.deliver()
            }
            for _ in 1...2 {
                _ = try await server.services.followAccount(them, by: me)
                try await look()
                _ = try await server.services.acceptFollowRequest(of: me, by: them)
                _ = try await server.services.unfollowAccount(them, by: me)
                try await look()
                _ = try await server.services.favouriteStatus(status.status.id, by: me)
                try await look()
                _ = try await server.services.unfavouriteStatus(status.status.id, by: me)
                try await look()
            }
            for _ in 1...2 {
                _ = try await server.services.blockAccount(them, by: me)
                try await look()
                _ = try await server.services.unblockAccount(them, by: me)
                try await look()
            }
            for type in ["Follow", "Like", "Block"] {
                let said = ids[type] ?? []
                #expect(said.count == 4, "\(type)")
                guard said.count == 4 else { continue }
                #expect(said[0] == said[1] && said[2] == said[3] && said[0] != said[2], "\(said)")
            }
        }
    }

    @Test("a follow is granted under its id, and under that of an earlier time", arguments: TestEngine.available)
    func granted(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let account = try await server.services.remoteAccount(uri: bob)
            for number in 1...2 {
                _ = try await server.services.followAccount(account, by: alice.accountID)
                let follow = try #require(try await server.sent().last { $0.activity["type"]?.string == "Follow" })
                let id = number == 1 ? follow.activity["id"]?.string : "\(server.uri("alice"))#follows/\(account)"
                try await server.send(
                    #"{"id":"\#(bob)/accepts/\#(number)","type":"Accept","actor":"\#(bob)","object":"\#(try #require(id))"}"#,
                    signedBy: bob
                )
                #expect(try await server.follows(alice, account))
                _ = try await server.services.unfollowAccount(account, by: alice.accountID)
            }
        }
    }
}
