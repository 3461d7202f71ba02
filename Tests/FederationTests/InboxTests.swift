// What comes in at the inbox: taken from whoever may say it, and from nobody else.

import ActivityPub
import Basics
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite struct InboxTests {
    private func follow(_ actor: String, _ target: String) -> String {
        #"{"id":"\#(actor)/follows/1","type":"Follow","actor":"\#(actor)","object":"\#(target)"}"#
    }

    private func note(_ author: String, _ content: String = "<p>Hello</p>", id: String? = nil, _ more: String = "")
        -> String
    {
        #"{"id":"\#(id ?? author + "/notes/1")","type":"Note","attributedTo":"\#(author)","content":"\#(content)","to":"as:Public"\#(more)}"#
    }

    private func create(_ actor: String, _ object: String, id: Int = 1) -> String {
        #"{"id":"\#(actor)/creates/\#(id)","type":"Create","actor":"\#(actor)","to":"as:Public","object":\#(object)}"#
    }

    @Test("a follow is taken, answered, and ended by who made it", arguments: TestEngine.available)
    func follows(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            #expect(try await server.send(follow(bob, server.uri("alice")), signedBy: bob) == 202)
            #expect(try await server.services.accounts.account(alice.accountID)?.counters.followers == 1)
            let sent = try await server.sent()
            // Worked on twice it is accepted twice, which is as good as once.
            #expect(Set(sent.map(\.inbox)) == ["https://two.example/inbox"])
            #expect(Set(sent.map { $0.activity["type"]?.string }) == ["Accept"])
            #expect(sent.first?.activity["object"]?["id"]?.string == bob + "/follows/1")
            // A neighbour of bob's cannot end it.
            let undo =
                #"{"id":"\#(carol)/u/1","type":"Undo","actor":"\#(carol)","object":\#(follow(bob, server.uri("alice")))}"#
            try await server.send(undo, signedBy: carol)
            #expect(try await server.services.accounts.account(alice.accountID)?.counters.followers == 1)
            try await server.send(undo.replacing(carol, with: bob), signedBy: bob)
            #expect(try await server.services.accounts.account(alice.accountID)?.counters.followers == 0)
        }
    }

    @Test(
        "both kinds of signatures are taken, and neither with another key or another actor",
        arguments: TestEngine.available
    )
    func signatures(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            let like = follow(bob, server.uri("alice"))
            #expect(try await server.send(like, signedBy: bob, key: try Peer.otherKey.get()) == 401)
            #expect(try await server.send(like, signedBy: "https://two.example/users/nobody") == 401)
            // carol's key is good, but bob is who follows: his server is asked, and knows nothing of it.
            #expect(try await server.send(like, signedBy: carol) == 202)
            #expect(try await server.services.accounts.account(alice.accountID)?.counters.followers == 0)
            #expect(try await server.send(like, signedBy: bob, as: .rfc9421) == 202)
            #expect(try await server.services.accounts.account(alice.accountID)?.counters.followers == 1)
        }
    }

    @Test(
        "a post comes in from its author, is edited and deleted by them, and by no neighbour",
        arguments: TestEngine.available
    )
    func posts(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            let about =
                #","cc":["\#(server.uri("alice"))"],"tag":[{"type":"Mention","href":"\#(server.uri("alice"))","name":"@alice"},{"type":"Hashtag","name":"tea"}]"#
            let text = note(bob, "<p>Hello <script>alert(1)</script><b>alice</b></p>", about)
            // Of carol's hand it is only a claim about bob, and bob's server knows nothing of it.
            try await server.send(create(carol, text), signedBy: carol)
            #expect(try await server.services.status(uri: bob + "/notes/1") == nil)
            try await server.send(create(bob, text), signedBy: bob)
            let status = try #require(try await server.services.status(uri: bob + "/notes/1"))
            #expect(status.status.content == "<p>Hello <b>alice</b></p>" && status.tags == ["tea"])
            #expect(status.mentions.map(\.accountID) == [alice.accountID])

            let edit = note(bob, "<p>Changed</p>", about + #","updated":"2026-09-22T12:00:00Z""#)
            func update(_ actor: String) -> String {
                #"{"id":"\#(actor)/updates/1","type":"Update","actor":"\#(actor)","object":\#(edit)}"#
            }
            try await server.send(update(carol), signedBy: carol)
            #expect(
                try await server.services.status(uri: bob + "/notes/1")?.status.content == "<p>Hello <b>alice</b></p>"
            )
            try await server.send(update(bob), signedBy: bob)
            #expect(try await server.services.status(uri: bob + "/notes/1")?.status.content == "<p>Changed</p>")

            func delete(_ actor: String) -> String {
                #"{"id":"\#(actor)/deletes/1","type":"Delete","actor":"\#(actor)","object":{"id":"\#(bob)/notes/1","type":"Tombstone"}}"#
            }
            try await server.send(delete(carol), signedBy: carol)
            #expect(try await server.services.status(uri: bob + "/notes/1") != nil)
            try await server.send(delete(bob), signedBy: bob)
            #expect(try await server.services.status(uri: bob + "/notes/1") == nil)
        }
    }

    @Test("the line of another server's call is read once, and none is added", arguments: TestEngine.available)
    func callElsewhere(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let bob = try server.peer.person("bob")
            try await server.send(follow(bob, server.uri("alice")), signedBy: bob)
            let peer = try #require(Site(url: "https://two.example"))
            let line = peer.notice(ofCall: 5, in: "en").replacing("\"", with: "\\\"")
            let call =
                #"{"id":"\#(bob)/notes/1","type":"Question","attributedTo":"\#(bob)","content":"<p>Say so</p>\#(line)","#
                + #""to":"as:Public","cc":["\#(server.uri("alice"))"],"oneOf":[{"type":"Note","name":"Me too"},"#
                + #"{"type":"Note","name":"I stand with you"}],"#
                + #""chorusCall":{"tag":"metoo","page":"https://two.example/calls/5"}}"#
            try await server.send(create(bob, call), signedBy: bob)
            let status = try #require(try await server.services.status(uri: bob + "/notes/1"))
            let content = status.content(on: server.services.site)
            #expect(status.poll?.options == ["Me too", "I stand with you"])
            #expect(content.ranges(of: "href=\"https://two.example/calls/5\"").count == 1)
            #expect(content.ranges(of: "that does not mean none").count == 1 && !content.contains("chorus.example"))
        }
    }

    @Test("nobody elsewhere speaks for somebody here", arguments: TestEngine.available)
    func impersonation(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let ours = server.uri("alice")
            let forged =
                #"{"id":"\#(ours)/notes/9","type":"Note","attributedTo":"\#(ours)","content":"no","to":"as:Public"}"#
            #expect(try await server.send(create(ours, forged), signedBy: bob) == 403)
            try await server.send(create(bob, forged), signedBy: bob)
            #expect(try await server.services.status(uri: ours + "/notes/9") == nil)
            // Nor was our own server asked about it.
            #expect(!server.peer.asked.contains { $0.hasPrefix(FederationFixture.url) })
        }
    }

    @Test("a favourite, a boost and a vote count once, however often they come", arguments: TestEngine.available)
    func once(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let poll = PollDraft(options: ["Yes", "No"], expiresIn: 3600)
            let status = try await server.services.postStatus(StatusDraft(text: "Tea?", poll: poll), by: alice)
            let uri = server.services.site.statusURI(status.status.id, by: "alice")
            for number in 1...3 {
                try await server.send(
                    #"{"id":"\#(bob)/likes/\#(number)","type":"Like","actor":"\#(bob)","object":"\#(uri)"}"#,
                    signedBy: bob
                )
                try await server.send(
                    #"{"id":"\#(bob)/boosts/\#(number)","type":"Announce","actor":"\#(bob)","object":"\#(uri)","to":"as:Public"}"#,
                    signedBy: bob
                )
                let vote =
                    #"{"id":"\#(bob)/votes/\#(number)","type":"Note","attributedTo":"\#(bob)","name":"Yes","inReplyTo":"\#(uri)","to":"\#(server.uri("alice"))"}"#
                try await server.send(create(bob, vote, id: 10 + number), signedBy: bob)
            }
            let after = try #require(try await server.services.statuses.status(status.status.id))
            #expect(after.counters.favourites == 1 && after.counters.reblogs == 1 && after.counters.replies == 0)
            let tally = try await server.services.polls.tallies([try #require(after.poll)]).values.first
            #expect(tally?.votes == [1, 0] && tally?.voters == 1)
        }
    }

    @Test("what is no activity is refused, and what costs least first", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let bob = try server.peer.person("bob")
            #expect(try await server.send(#"{"type":"Like","actor":5}"#, signedBy: bob) == 400)
            #expect(try await server.send("[]", signedBy: bob) == 400)
            #expect(try await server.send(#"{"type":"Like","actor":"\#(bob)","@graph":[]}"#, signedBy: bob) == 400)
            #expect(
                try await server.send(#"{"id":5,"type":"Like","actor":"\#(bob)","object":"\#(bob)"}"#, signedBy: bob)
                    == 400
            )
            #expect(try await server.send(#"{"type":"View","actor":"\#(bob)"}"#, signedBy: bob) == 202)
            #expect(
                try await server.send(follow(bob, server.uri("nobody")), signedBy: bob, to: "/users/nobody/inbox")
                    == 404
            )
            let asked = server.peer.asked.count
            // Somebody whom nobody here knows is gone: nothing is fetched for that.
            let stranger = "https://three.example/users/x"
            #expect(
                try await server.send(
                    #"{"id":"\#(stranger)#d","type":"Delete","actor":"\#(stranger)","object":"\#(stranger)"}"#,
                    signedBy: stranger
                ) == 202
            )
            #expect(server.peer.asked.count == asked)
        }
    }
}
