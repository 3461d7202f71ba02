// What somebody else passes on: good for what stays said, and not for what may have been taken back.

import ActivityPub
import Basics
import Domain
import Services
import TestSupport
import Testing

@Suite struct PassedOnTests {
    private let key = SigningKey.makeEd25519()

    /// Somebody with a key for proofs, beside that for requests.
    private func person(_ name: String, _ server: FederationFixture) throws -> ObjectID {
        let id = "https://\(Peer.host)/users/\(name)"
        let multibase = try #require(key.publicKey?.multibase)
        return try #require(
            ObjectID(
                try server.peer.person(
                    name,
                    #","assertionMethod":[{"id":"\#(id)#proofs","type":"Multikey","controller":"\#(id)","publicKeyMultibase":"\#(multibase)"}]"#
                )
            )
        )
    }

    private func proven(_ activity: ActivityDocument, _ server: FederationFixture) throws -> String {
        let keyID = "\(activity.actor)#proofs"
        return String(decoding: try activity.json(provenBy: key, keyID: keyID, now: server.clock.now), as: UTF8.self)
    }

    @Test("a like that was taken back does not come back by its proof", arguments: TestEngine.available)
    func likes(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try person("bob", server)
            let mallory = try server.peer.person("mallory")
            let post = try await server.services.postStatus(StatusDraft(text: "Like me"), by: alice)
            let object = try #require(ObjectID(server.services.site.statusURI(post.status.id, by: "alice")))
            let id = try #require(ObjectID("\(bob)/likes/1"))
            let like = ActivityDocument(id: id, kind: .like, actor: bob, object: .id(object))
            let text = try proven(like, server)
            func favourites() async throws -> Int64? {
                let status = try await server.services.statuses.status(post.status.id)
                return status?.counters.favourites
            }
            try await server.send(text, signedBy: bob.text)
            #expect(try await favourites() == 1)
            try await server.send(
                #"{"id":"\#(bob)/undos/1","type":"Undo","actor":"\#(bob)","object":{"id":"\#(id)","type":"Like","actor":"\#(bob)","object":"\#(object)"}}"#,
                signedBy: bob.text
            )
            #expect(try await favourites() == 0)
            server.clock.advance(.seconds(60))
            try await server.send(text, signedBy: mallory)
            #expect(try await favourites() == 0)
        }
    }

    @Test(
        "a post comes in by its proof, and an edit of it only as its own server has it now",
        arguments: TestEngine.available
    )
    func edits(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let bob = try person("bob", server)
            let mallory = try server.peer.person("mallory")
            let id = try #require(ObjectID("\(bob)/notes/1"))
            func note(_ content: String) -> Note {
                var note = Note(
                    id: id,
                    kind: .note,
                    author: bob,
                    addressing: Addressing(to: [Addressing.everybody], cc: [server.uri("alice")])
                )
                note.content = "<p>\(content)</p>"
                return note
            }
            func activity(_ kind: Activity.Kind, _ content: String) throws -> String {
                let address = try #require(ObjectID("\(bob)/\(kind)/\(content)"))
                var activity = ActivityDocument(id: address, kind: kind, actor: bob, object: .note(note(content)))
                activity.addressing = note(content).addressing
                return try proven(activity, server)
            }
            func content() async throws -> String? {
                let status = try await server.services.status(uri: id.text)
                return status?.status.content
            }
            try await server.send(try activity(.create, "first"), signedBy: mallory)
            #expect(try await content() == "<p>first</p>")
            let old = try activity(.update, "second")
            server.clock.advance(.seconds(60))
            server.peer.answer(
                id.text,
                #"{"id":"\#(id)","type":"Note","attributedTo":"\#(bob)","content":"<p>third</p>","to":"as:Public","updated":"2026-09-22T12:05:00Z"}"#
            )
            try await server.send(old, signedBy: mallory)
            #expect(try await content() == "<p>third</p>")
        }
    }
}
