// What comes again under the id of something before: the same thing, or a new one.

import ActivityPub
import Basics
import Domain
import HummingbirdTesting
import Jobs
import Services
import TestSupport
import Testing

@Suite struct RepeatedTests {
    @Test("every edit counts, also where all of them have one id", arguments: TestEngine.available)
    func edits(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let id = try #require(try await server.note(by: bob, naming: "alice").status.uri)
            for minute in 1...2 {
                server.clock.advance(.seconds(60))
                let note =
                    #"{"id":"\#(id)","type":"Note","attributedTo":"\#(bob)","content":"<p>\#(minute)</p>","to":"as:Public","updated":"2026-09-22T12:0\#(minute):00Z"}"#
                try await server.send(
                    #"{"id":"\#(id)#update","type":"Update","actor":"\#(bob)","object":\#(note)}"#,
                    signedBy: bob
                )
                #expect(try await server.services.status(uri: id)?.status.content == "<p>\(minute)</p>")
            }
        }
    }

    @Test("who follows again after an end follows, also under the same id", arguments: TestEngine.available)
    func followAgain(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let follow =
                #"{"id":"\#(bob)#follows/1","type":"Follow","actor":"\#(bob)","object":"\#(server.uri("alice"))"}"#
            let undo = #"{"id":"\#(bob)#undo","type":"Undo","actor":"\#(bob)","object":\#(follow)}"#
            for (activity, followers) in [(follow, 1), (undo, 0), (follow, 1), (undo, 0)] {
                server.clock.advance(.seconds(1))
                try await server.send(activity, signedBy: bob)
                let counters = try await server.services.accounts.account(alice.accountID)?.counters
                #expect(counters?.followers == Int64(followers))
            }
        }
    }

    @Test(
        "the very same request counts once, and so does a post, however often it is signed",
        arguments: TestEngine.available
    )
    func once(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let follow =
                #"{"id":"\#(bob)#follows/1","type":"Follow","actor":"\#(bob)","object":"\#(server.uri("alice"))"}"#
            // The clock stands still, so that both have one signature.
            for _ in 0..<2 { #expect(try await server.send(follow, signedBy: bob) == 202) }
            #expect(server.services.inbox.figures.received == 1 && server.services.inbox.figures.repeated == 1)
            for _ in 0..<2 {
                server.clock.advance(.seconds(1))
                _ = try await server.note(by: bob, naming: "alice")
            }
            #expect(server.services.inbox.figures.received == 2 && server.services.inbox.figures.repeated == 2)
        }
    }
}
