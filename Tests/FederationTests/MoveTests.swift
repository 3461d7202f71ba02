// People who move: believed only if both accounts say so.

import ActivityPub
import Basics
import Domain
import Jobs
import Services
import Storage
import TestSupport
import Testing

@Suite struct MoveTests {
    private func move(_ actor: String, to target: String, number: Int = 1) -> String {
        #"{"id":"\#(actor)/moves/\#(number)","type":"Move","actor":"\#(actor)","object":"\#(actor)","target":"\#(target)"}"#
    }

    private func job(_ old: Int64, _ new: Int64) -> Job {
        Job(id: 1, kind: MoveJob.kind, payload: "\(old) \(new)", host: nil, attempts: 1)
    }

    @Test(
        "who follows an account that moves follows the new one, if that one knows the old",
        arguments: TestEngine.available
    )
    func incoming(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let (bob, mallory) = (try server.peer.person("bob"), try server.peer.person("mallory"))
            let robert = try server.peer.person("robert")
            let old = try await server.follow(bob, by: alice)
            func moved() async throws -> Int64? { try await server.services.accounts.account(old)?.moved?.account.id }
            // The new account says nothing of the old one.
            try await server.send(move(bob, to: robert), signedBy: bob)
            #expect(try await moved() == nil)
            // Somebody else cannot move bob.
            try await server.send(
                #"{"id":"\#(mallory)/m/1","type":"Move","actor":"\#(mallory)","object":"\#(bob)","target":"\#(robert)"}"#,
                signedBy: mallory
            )
            #expect(try await moved() == nil)
            _ = try server.peer.person("robert", #","alsoKnownAs":["\#(bob)"]"#)
            try await server.send(move(bob, to: robert, number: 2), signedBy: bob)
            let new = try await server.services.remoteAccount(uri: robert)
            #expect(try await moved() == new)
            try await server.services.moveFollowers(job(old, new))
            try await server.services.moveFollowers(job(old, new))
            #expect(try await !server.follows(alice, old))
            let sent = try await server.sent().map { ($0.activity["type"]?.string, $0.activity["object"]?.string) }
            #expect(sent.contains { $0.0 == "Follow" && $0.1 == robert })
            // Another move a day later is too soon.
            _ = try server.peer.person("rob", #","alsoKnownAs":["\#(bob)"]"#)
            server.clock.advance(.seconds(86_400))
            try await server.send(move(bob, to: bob.replacing("bob", with: "rob"), number: 3), signedBy: bob)
            #expect(try await moved() == new)
            // Also where the account's own document says meanwhile that it is there.
            #expect(try await server.takeJobs(MoveJob.kind) == ["\(old) \(new)"])
            let rob = bob.replacing("bob", with: "rob")
            _ = try server.peer.person("bob", #","movedTo":"\#(rob)""#)
            _ = try await server.services.remoteAccount(uri: bob, isFresh: true)
            try await server.send(move(bob, to: rob, number: 4), signedBy: bob)
            #expect(try await moved() == new)
            // What waits is worked on again, and the same move is one.
            #expect(try await server.takeJobs(MoveJob.kind).allSatisfy { $0 == "\(old) \(new)" })
            // Nor do they go on from there at once.
            _ = try server.peer.person("roberta", #","alsoKnownAs":["\#(robert)"]"#)
            let roberta = bob.replacing("bob", with: "roberta")
            try await server.send(move(robert, to: roberta, number: 5), signedBy: robert)
            #expect(try await server.services.accounts.account(new)?.moved == nil)
            server.clock.advance(.seconds(8 * 86_400))
            try await server.services.takeMove(of: new, to: try #require(ObjectID(roberta)))
            #expect(try await server.services.accounts.account(new)?.moved != nil)
        }
    }

    @Test(
        "somebody moves away with a password, to an account that knows them, and followers hear",
        arguments: TestEngine.available
    )
    func outgoing(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try server.peer.person("bob")
            try await server.follow("alice", by: bob)
            let (account, password) = (alice.accountID, "correct horse battery")
            await #expect(throws: ServiceError.self) {
                try await server.services.moveAccount(account, to: bob, password: password)
            }
            _ = try server.peer.person("bob", #","alsoKnownAs":"\#(server.uri("alice"))""#)
            await #expect(throws: ServiceError.self) {
                try await server.services.moveAccount(account, to: bob, password: "wrong horse battery")
            }
            try await server.services.moveAccount(account, to: "@bob@two.example", password: password)
            let sent = try await server.sent()
            let move = try #require(sent.first { $0.activity["type"]?.string == "Move" })
            #expect(move.activity["target"]?.string == bob && move.inbox == "https://two.example/inbox")
            #expect(move.activity["object"]?.string == server.uri("alice"))
            #expect(ActorObject(try await server.document("/users/alice"))?.movedTo?.text == bob)
            await #expect(throws: ServiceError.self) {
                try await server.services.moveAccount(account, to: bob, password: password)
            }
        }
    }

    @Test("an account says which others it is also known as", arguments: TestEngine.available)
    func aliases(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let (alice, carol) = (try await server.person("alice"), try await server.person("carol"))
            let bob = try server.peer.person("bob")
            try await server.services.setAliases(["@bob@two.example", "carol", bob], of: alice.accountID)
            #expect(try await server.services.aliases(of: alice.accountID) == [bob, server.uri("carol")])
            let actor = try #require(ActorObject(try await server.document("/users/alice")))
            #expect(actor.alsoKnownAs.map(\.text) == [bob, server.uri("carol")])
            for name in ["nobody@two.example", "alice", "", "https://two.example/users/nobody"] {
                await #expect(throws: ServiceError.self, "\(name)") {
                    try await server.services.setAliases([name], of: alice.accountID)
                }
            }
            // Within one server.
            let password = "correct horse battery"
            try await server.services.moveAccount(carol.accountID, to: "alice", password: password)
            #expect(try await server.services.accounts.account(carol.accountID)?.moved?.account.id == alice.accountID)
            try await server.services.setAliases([], of: alice.accountID)
            #expect(try await server.services.aliases(of: alice.accountID).isEmpty)
        }
    }
}
