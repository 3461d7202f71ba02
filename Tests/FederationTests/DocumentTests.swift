// What other servers find here.

import ActivityPub
import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite struct PublishedDocumentTests {
    @Test("an account is an actor with its keys, and a page for whoever asks for one", arguments: TestEngine.available)
    func actors(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            for path in ["/users/alice", "/@alice", "/users/Alice"] {
                let actor = try #require(ActorObject(try await server.document(path)))
                #expect(actor.id.text == server.uri("alice") && actor.username == "alice")
                #expect(actor.keys.map(\.key.algorithm) == [.rsa, .ed25519])
                #expect(actor.sharedInbox?.text == "https://chorus.example/inbox")
            }
            let page = try await server.get("/users/alice", accept: "text/html")
            #expect(page.headers[.contentType] == "text/html" && page.headers[.vary]?.contains("Accept") == true)
            #expect(try await server.get("/users/nobody").status == .notFound)
            let instance = try #require(ActorObject(try await server.document("/actor")))
            #expect(instance.kind == .application && instance.key("https://chorus.example/actor#main-key") != nil)
        }
    }

    @Test("WebFinger says who is here", arguments: TestEngine.available)
    func webFinger(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            for resource in [
                "acct:alice@chorus.example", "alice@chorus.example", "https://chorus.example/users/alice",
                "https://chorus.example/@alice",
            ] {
                let found = try await server.document(
                    "/.well-known/webfinger?resource=\(PercentEncoding.encode(resource))"
                )
                #expect(WebFinger(found)?.actor.text == server.uri("alice"))
            }
            for (resource, status) in [
                ("", 400), ("alice", 400), ("acct:bob@chorus.example", 404), ("acct:alice@two.example", 404),
            ] {
                let response = try await server.get("/.well-known/webfinger?resource=\(resource)")
                #expect(response.status.code == status, "\(resource)")
            }
        }
    }

    @Test("a post is a Note for those who may see it, and nothing for others", arguments: TestEngine.available)
    func notes(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let post = try await server.services.postStatus(StatusDraft(text: "Good morning #tea"), by: alice)
            let path = "/users/alice/statuses/\(post.status.id)"
            let note = try #require(Note(try await server.document(path)))
            #expect(note.hashtags == ["tea"] && note.addressing.reach(followers: nil) == .everybody)
            #expect(Activity(try await server.document(path + "/activity"))?.kind == .create)
            #expect(CollectionObject(try await server.document(path + "/replies"))?.kind == .collection)
            let outbox = try #require(CollectionObject(try await server.document("/users/alice/outbox?page=true")))
            #expect(outbox.items.count == 1)
            let secret = try await server.services.postStatus(
                StatusDraft(text: "For friends", visibility: .private),
                by: alice
            )
            #expect(try await server.get("/users/alice/statuses/\(secret.status.id)").status == .notFound)
            #expect(try await server.get("/users/alice/statuses/1").status == .notFound)
        }
    }

    @Test("a post brings its first answers along, or the way to them", arguments: TestEngine.available)
    func replies(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let post = try await server.services.postStatus(StatusDraft(text: "Tea?"), by: alice).status.id
            func answer(_ text: String, _ visibility: Visibility) async throws -> String {
                let draft = StatusDraft(text: text, visibility: visibility, inReplyToID: post)
                let reply = try await server.services.postStatus(draft, by: alice).status.id
                return server.services.site.statusURI(reply, by: "alice")
            }
            let open = try await answer("Yes", .public)
            _ = try await answer("Between us", .private)
            let path = "/users/alice/statuses/\(post)"
            let replies = try #require(try await server.document(path)["replies"])
            #expect(replies["type"]?.string == "Collection")
            #expect(replies["id"]?.string == FederationFixture.url + path + "/replies")
            let page = try #require(replies["first"].flatMap { CollectionObject($0) })
            #expect(page.kind == .page && page.items.map { $0.id?.text } == [open] && page.next == nil)
            let unanswered = try await server.document(String(open.dropFirst(FederationFixture.url.count)))
            let way = try #require(unanswered["replies"]?["first"].flatMap { CollectionObject($0) })
            #expect(way.items.isEmpty && way.next?.text == open + "/replies?page=true")
        }
    }

    @Test(
        "a call says to every server what its numbers mean, and leads to its page",
        arguments: TestEngine.available
    )
    func calls(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            var draft = CallDraft(prompt: "Magst du den Morgen?", tag: "morgen", answers: ["Ja", "Nein"])
            draft.language = "de"
            let call = try await server.services.postCall(draft, by: alice)
            let page = "https://chorus.example/calls/\(call.id)"
            let path = "/users/alice/statuses/\(call.id)"
            let note = try #require(Note(try await server.document(path)))
            let line = server.services.site.notice(ofCall: call.id, in: "de")
            #expect(line.contains("Kleine Zahlen werden hier nicht gezeigt") && line.contains("href=\"\(page)\""))
            #expect(note.kind == .question && note.content.hasSuffix(line))
            #expect(note.contents.first?.language == "de" && note.contents.first?.html == note.content)
            // The Create and the Update of an edit say the same; the author's own text has no line.
            let create = try #require(Activity(try await server.document(path + "/activity"))?.object?.json)
            #expect(Note(create)?.content == note.content)
            let edit = StatusDraft(text: "Magst du den Abend? #morgen", language: "de")
            _ = try await server.services.editStatus(call.id, to: edit, by: alice.accountID)
            let edited = try #require(Note(try await server.document(path)))
            #expect(edited.content.contains("den Abend") && edited.content.hasSuffix(line))
            let status = try #require(try await server.services.statuses.status(call.id))
            #expect(!status.status.content.contains(page) && status.content(on: server.services.site) == edited.content)
            // A post that is no call has none.
            let poll = PollDraft(options: ["Yes", "No"], expiresIn: 3600)
            let other = try await server.services.postStatus(StatusDraft(text: "Tea?", poll: poll), by: alice)
            let question = try #require(Note(try await server.document("/users/alice/statuses/\(other.status.id)")))
            #expect(!question.content.contains("/calls/"))
        }
    }
}
