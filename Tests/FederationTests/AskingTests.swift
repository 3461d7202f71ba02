// What somebody here asks of somebody elsewhere: to be let in as a follower, and to have a vote counted.

import ActivityPub
import Basics
import Database
import Domain
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

@Suite struct AskingTests {
    @Test("a follow that is declined waits no longer, and can be asked for again", arguments: TestEngine.available)
    func declined(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try server.peer.person("bob", #","manuallyApprovesFollowers":true"#)
            let carol = try server.peer.person("carol")
            let target = try await server.services.remoteAccount(uri: bob)
            func isWaiting() async throws -> Bool? {
                let now = server.clock.now
                return try await server.services.database.read {
                    try RelationshipQueries.relationships(of: alice.accountID, to: [target], now: now, $0).first?
                        .requested
                }
            }
            func follows() async throws -> [JSONValue] {
                try await server.sent().map(\.activity).filter { $0["type"]?.string == "Follow" }
            }
            #expect(try await server.services.followAccount(target, by: alice.accountID).requested)
            let id = try #require(try await follows().first?["id"]?.string)
            try await server.deliver()
            func reject(_ actor: String) -> String {
                #"{"id":"\#(actor)/rejects/1","type":"Reject","actor":"\#(actor)","object":{"id":"\#(id)","type":"Follow","actor":"\#(server.uri("alice"))","object":"\#(bob)"}}"#
            }
            // A neighbour declines nothing.
            try await server.send(reject(carol), signedBy: carol)
            #expect(try await isWaiting() == true)
            try await server.send(reject(bob), signedBy: bob)
            #expect(try await isWaiting() == false)
            #expect(try await !server.follows(alice, target))
            #expect(try await server.services.followAccount(target, by: alice.accountID).requested)
            #expect(try await follows().map { $0["object"]?.string } == [bob])
        }
    }

    @Test("a vote goes to who asked, as a name without any content", arguments: TestEngine.available)
    func vote(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let (bob, uri) = (try server.peer.person("bob"), server.uri("alice"))
            let question =
                #"{"id":"\#(bob)/notes/1","type":"Question","attributedTo":"\#(bob)","content":"<p>Which?</p>","to":"as:Public","cc":["\#(uri)"],"tag":[{"type":"Mention","href":"\#(uri)"}],"oneOf":[{"type":"Note","name":"Tea"},{"type":"Note","name":"Coffee"}]}"#
            try await server.send(
                #"{"id":"\#(bob)/creates/1","type":"Create","actor":"\#(bob)","to":"as:Public","object":\#(question)}"#,
                signedBy: bob
            )
            let poll = try #require(try await server.services.status(uri: bob + "/notes/1")?.poll)
            try await server.services.vote(in: poll.id, for: [1], by: alice.accountID)
            let sent = try await server.sent()
            #expect(sent.map(\.inbox) == ["https://two.example/inbox"])
            let note = try #require(sent.first?.activity["object"])
            #expect(note["name"]?.string == "Coffee" && note["inReplyTo"]?.string == bob + "/notes/1")
            #expect(note["content"] == nil)
        }
    }
}
