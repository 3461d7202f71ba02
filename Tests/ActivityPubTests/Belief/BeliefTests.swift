// Whom to believe what: the forgeries of 2022 to 2026, each refused or sent back to where it would have come from.

import ActivityPub
import Basics
import Testing

@Suite struct BeliefTests {
    private static let type = "application/activity+json"

    private func fetched(_ text: String, from address: String, type: String = type) throws -> Belief {
        Belief.of(try json(text), .fetched(from: try id(address), contentType: type))
    }

    private func signed(_ text: String, by actor: String) throws -> Belief {
        Belief.of(try json(text), .signed(by: try id(actor)))
    }

    private func embedded(_ text: String, owner: String = alice) throws -> Belief {
        Belief.of(embedded: try json(text), in: try id("https://one.example/a/1"), owner: try id(owner))
    }

    @Test("a document is believed at its own address only (class D)")
    func fetched() throws {
        let note = "https://one.example/notes/1"
        #expect(try fetched(noteText(), from: note) == .believed)
        #expect(try fetched(actorText(), from: alice) == .believed)
        #expect(try fetched(actorText(), from: alice + "#main-key") == .believed)
        // Another server hands out alice's post: ask hers.
        #expect(try fetched(noteText(), from: "https://two.example/notes/1") == .fetch(try id(note)))
        // So does her own, at another address: one more look.
        #expect(try fetched(noteText(), from: "https://one.example/uploads/1") == .fetch(try id(note)))
        #expect(try fetched(noteText(), from: "http://one.example/notes/1") == .fetch(try id(note)))
        #expect(try fetched(noteText(["id": nil]), from: note) == .refused(.anonymous))
        #expect(try fetched(noteText(["id": "5"]), from: note) == .refused(.anonymous))
    }

    @Test(
        "an uploaded file is no document, even at the right address (class E)",
        arguments: ["application/json", "text/plain", "image/png", ""]
    )
    func uploads(type: String) throws {
        #expect(try fetched(noteText(), from: "https://one.example/notes/1", type: type) == .refused(.wrongContentType))
    }

    @Test(
        "a post whose author is of another server is nobody's (class D)",
        arguments: [
            "\"\(bob)\"", "[\"\(bob)\",\"\(alice)\"]", "[\"\(alice)\",\"\(bob)\"]", "5", "[5]", "{\"id\":5}",
            "\"http://one.example/users/alice\"",
        ]
    )
    func foreignAuthor(author: String) throws {
        let belief = try fetched(noteText(["attributedTo": author]), from: "https://one.example/notes/1")
        #expect(belief == .refused(.foreignOwner))
    }

    @Test("what an actor signed is believed as theirs and as no other's (class C)")
    func signed() throws {
        let like =
            #"{"id":"https://one.example/a/1","type":"Like","actor":"https://one.example/users/alice","object":"https://two.example/n"}"#
        #expect(try signed(like, by: alice) == .believed)
        // Forwarded by somebody else, or forged: ask alice's server.
        #expect(try signed(like, by: bob) == .fetch(try id("https://one.example/a/1")))
        // A neighbour on her own server is not alice (class M).
        #expect(try signed(like, by: "https://one.example/users/carol") == .fetch(try id("https://one.example/a/1")))
        #expect(
            try signed(like.replacing("https://one.example/a/1", with: "https://two.example/a/1"), by: alice)
                == .refused(.foreignOwner)
        )
        #expect(try signed(#"{"type":"Like","actor":"https://one.example/users/alice"}"#, by: alice) == .believed)
        #expect(
            try signed(#"{"type":"Like","actor":"https://one.example/users/alice"}"#, by: bob) == .refused(.wrongSigner)
        )
        #expect(try signed(#"{"type":"Like"}"#, by: alice) == .refused(.wrongSigner))
        #expect(
            try signed(
                #"{"type":"Like","actor":["https://one.example/users/alice","https://two.example/users/bob"]}"#,
                by: alice
            ) == .refused(.wrongSigner)
        )
        #expect(try signed(noteText(), by: alice) == .believed)
    }

    @Test("an embedded object is believed if it is of the same actor and server (class D)")
    func embedded() throws {
        #expect(try embedded(noteText()) == .believed)
        // The account takeover of 2024: bob's server sends a whole actor of alice's.
        #expect(try embedded(actorText(), owner: bob) == .fetch(try id(alice)))
        #expect(try embedded(actorText()) == .believed)
        #expect(try embedded(noteText(), owner: bob) == .fetch(try id("https://one.example/notes/1")))
        // A neighbour's post (class M).
        #expect(
            try embedded(noteText(), owner: "https://one.example/users/carol")
                == .fetch(try id("https://one.example/notes/1"))
        )
        #expect(
            try embedded(noteText(["id": "\"https://two.example/notes/1\""]))
                == .fetch(try id("https://two.example/notes/1"))
        )
        #expect(try embedded(noteText(["attributedTo": nil])) == .fetch(try id("https://one.example/notes/1")))
        #expect(try embedded(noteText(["attributedTo": "[\"\(alice)\",\"\(bob)\"]"])) == .refused(.foreignOwner))
        #expect(try embedded(noteText(["id": nil])) == .believed)
        #expect(try embedded(noteText(["id": nil, "attributedTo": "\"\(bob)\""])) == .refused(.anonymous))
        #expect(try embedded(noteText(["id": "5"])) == .refused(.anonymous))
        #expect(try embedded(#"{"id":"https://one.example/a/1#part","type":"Collection"}"#) == .believed)
    }

    @Test("a document may not be two things at once (class D)")
    func twoThings() throws {
        // An actor that is also a post of somebody, or an activity.
        #expect(
            try fetched(actorText(["attributedTo": "\"https://one.example/users/carol\""]), from: alice)
                == .refused(.foreignOwner)
        )
        #expect(try fetched(actorText(["actor": "\"\(alice)\""]), from: alice) == .refused(.foreignOwner))
        #expect(
            try fetched(noteText(["actor": "\"https://one.example/users/carol\""]), from: "https://one.example/notes/1")
                == .refused(.foreignOwner)
        )
        #expect(try embedded(noteText(["publicKeyPem": "\"x\""])) == .refused(.wrongKind))
    }

    @Test("only the same actor may change a thing, no neighbour (class M)")
    func owners() throws {
        #expect(Belief.mayChange(try id(alice), try id(alice)))
        #expect(!Belief.mayChange(try id("https://one.example/users/carol"), try id(alice)))
        #expect(!Belief.mayChange(try id("http://one.example/users/alice"), try id(alice)))
    }

    @Test("a stamp allows one post to quote one post, and is its author's own (class D)")
    func stamps() throws {
        let (quote, quoted) = (try id("https://two.example/notes/2"), try id("https://one.example/notes/1"))
        let stamp = InteractionStamp(
            id: try id("https://one.example/stamps/1"),
            kind: .quote,
            author: try id(alice),
            interactingObject: quote,
            interactionTarget: quoted
        )
        #expect(InteractionStamp(try Document(stamp.json()).json) == stamp)
        #expect(stamp.allows(.quote, object: quote, target: quoted, by: try id(alice)))
        #expect(!stamp.allows(.quote, object: quoted, target: quote, by: try id(alice)))
        #expect(!stamp.allows(.quote, object: quote, target: quoted, by: try id(bob)))
        #expect(!stamp.allows(.reply, object: quote, target: quoted, by: try id(alice)))
        var forged = stamp
        forged.id = try id("https://two.example/stamps/1")
        #expect(!forged.allows(.quote, object: quote, target: quoted, by: try id(alice)))
        let text = String(decoding: stamp.json(), as: UTF8.self)
        let whole = text.replacing(
            "\"interactingObject\":\"https://two.example/notes/2\"",
            with: "\"interactingObject\":{\"id\":\"https://two.example/notes/2\"}"
        )
        #expect(whole != text)
        #expect(InteractionStamp(try Document(Array(whole.utf8)).json) == nil)
    }

    @Test("who may quote")
    func policies() throws {
        let rule = InteractionPolicy.Rule(automatic: [alice + "/followers"], manual: [Addressing.everybody])
        #expect(InteractionPolicy.permission(rule, names: [bob, alice + "/followers"]) == .allowed)
        #expect(InteractionPolicy.permission(rule, names: [bob]) == .afterApproval)
        #expect(InteractionPolicy.permission(.init(automatic: [alice]), names: [bob]) == .denied)
        #expect(InteractionPolicy.permission(nil, names: [bob]) == nil)
    }
}
