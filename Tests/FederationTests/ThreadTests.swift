// Threads as other servers list them, and as they are read here when somebody opens them.

import ActivityPub
import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Jobs
import Services
import Storage
import TestSupport
import Testing

@Suite struct ThreadTests {
    @Test("a conversation that began here is listed whole, a page at a time", arguments: TestEngine.available)
    func listed(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let root = try await server.services.postStatus(StatusDraft(text: "One"), by: alice)
            var parent = root.status.id
            var uris = [server.services.site.statusURI(parent, by: "alice")]
            for number in 2...64 {
                // One that is not for everybody is in no list.
                let visibility: Visibility = number == 3 ? .direct : .public
                let draft = StatusDraft(text: "\(number)", visibility: visibility, inReplyToID: parent)
                let reply = try await server.services.postStatus(draft, by: alice).status.id
                guard number != 3 else { continue }
                parent = number == 2 ? reply : root.status.id
                uris.append(server.services.site.statusURI(reply, by: "alice"))
            }
            let path = "/users/alice/statuses/\(root.status.id)"
            let note = try #require(Note(try await server.document(path)))
            #expect(note.context?.text == uris[0] + "/context" && note.likes?.id?.text == uris[0] + "/likes")
            let collection = try #require(CollectionObject(try await server.document(path + "/context")))
            #expect(collection.owner?.text == server.uri("alice"))
            var next = collection.first?.id
            var found: [String] = []
            var pages = 0
            while let address = next {
                let place = String(address.text.dropFirst(FederationFixture.url.count))
                let page = try #require(CollectionObject(try await server.document(place)))
                #expect(page.items.count <= 61)
                found += page.items.compactMap { $0.id?.text }
                next = page.next
                pages += 1
            }
            #expect(pages == 2 && Set(found) == Set(uris) && found.count == uris.count && found.first == uris[0])
            let likes = try #require(CollectionObject(try await server.document(path + "/likes")))
            #expect(likes.total == 0)
            // What answers a post has its root's conversation.
            let last = String(uris[5].dropFirst(FederationFixture.url.count))
            #expect(Note(try await server.document(last))?.context?.text == uris[0] + "/context")
            #expect(try await server.get(last + "/context").status == .notFound)
        }
    }

    @Test("opening a thread of another server brings in what answers it there, once", arguments: TestEngine.available)
    func opened(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            let root = bob + "/notes/1"
            let uri = server.uri("alice")
            func note(_ author: String, _ number: Int, _ more: String) -> String {
                #"{"id":"\#(author)/notes/\#(number)","type":"Note","attributedTo":"\#(author)","content":"<p>\#(number)</p>","to":"as:Public"\#(more)}"#
            }
            let about = #","cc":["\#(uri)"],"tag":[{"type":"Mention","href":"\#(uri)"}],"replies":"\#(root)/replies""#
            try await server.send(
                #"{"id":"\#(bob)/c/1","type":"Create","actor":"\#(bob)","to":"as:Public","object":\#(note(bob, 1, about))}"#,
                signedBy: bob
            )
            let status = try #require(try await server.services.status(uri: root))
            // carol answers bob, bob answers carol, and one more is listed that answers nobody.
            let more = #","inReplyTo":"\#(root)","replies":"\#(carol)/notes/2/replies""#
            server.peer.answer(carol + "/notes/2", note(carol, 2, more))
            server.peer.answer(bob + "/notes/3", note(bob, 3, #","inReplyTo":"\#(carol)/notes/2""#))
            server.peer.answer(carol + "/notes/4", note(carol, 4, ""))
            server.peer.answer(
                root + "/replies",
                #"{"id":"\#(root)/replies","type":"Collection","first":{"type":"CollectionPage","partOf":"\#(root)/replies","items":["\#(carol)/notes/2","\#(carol)/notes/4","\#(carol)/notes/5"]}}"#
            )
            server.peer.answer(
                carol + "/notes/2/replies",
                #"{"id":"\#(carol)/notes/2/replies","type":"Collection","items":["\#(bob)/notes/3","\#(root)"]}"#
            )
            let look = try #require(try await server.services.completeThread(of: status))
            #expect(look.lookedAt != nil && look.finishedAt == nil)
            let job = Job(id: 1, kind: ThreadJob.kind, payload: "\(status.status.id)", host: nil, attempts: 1)
            try await server.services.completeThread(job)
            let done = try #require(try await server.services.completeThread(of: status))
            #expect(done.finishedAt != nil && done.found == 2)
            let thread = try await server.services.thread(of: status, for: .anonymous, after: nil, limit: 10)
            #expect(
                thread.descendants.compactMap { thread.statuses[$0]?.status.uri } == [
                    carol + "/notes/2", bob + "/notes/3",
                ]
            )
            #expect(try await server.services.status(uri: carol + "/notes/4") == nil)
            server.clock.advance(.seconds(1000))
            #expect(try await server.services.completeThread(of: status)?.finishedAt == nil)
        }
    }

    @Test("no server is asked for more than its share, also for what stands above", arguments: TestEngine.available)
    func budget(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let root = bob + "/notes/1"
            let note =
                #"{"id":"\#(root)","type":"Note","attributedTo":"\#(bob)","content":"<p>1</p>","to":"as:Public","cc":["\#(server.uri("alice"))"],"replies":"\#(root)/replies"}"#
            try await server.send(
                #"{"id":"\#(bob)/c/1","type":"Create","actor":"\#(bob)","to":"as:Public","object":\#(note)}"#,
                signedBy: bob
            )
            let status = try #require(try await server.services.status(uri: root))
            // Each of three servers lists 50 posts that answer something of a fourth.
            var listed: [String] = []
            for (host, number) in (1...3).flatMap({ host in (1...50).map { (host, $0) } }) {
                let id = "https://list\(host).example/notes/\(number)"
                listed.append(id)
                server.peer.answer(
                    id,
                    #"{"id":"\#(id)","type":"Note","attributedTo":"https://list\#(host).example/u","content":"<p>So</p>","to":"as:Public","inReplyTo":"https://asked.example/\#(host)/\#(number)"}"#
                )
            }
            let items = listed.map { "\"\($0)\"" }.joined(separator: ",")
            server.peer.answer(
                root + "/replies",
                #"{"id":"\#(root)/replies","type":"Collection","items":[\#(items)]}"#
            )
            _ = try await server.services.completeThread(of: status)
            let job = Job(id: 1, kind: ThreadJob.kind, payload: "\(status.status.id)", host: nil, attempts: 1)
            try await server.services.completeThread(job)
            #expect(server.peer.asked.count { $0.hasPrefix("https://asked.example/") } == 60)
        }
    }

    @Test("a look that broke off is over", arguments: TestEngine.available)
    func brokenOff(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let root = bob + "/notes/1"
            let note =
                #"{"id":"\#(root)","type":"Note","attributedTo":"\#(bob)","content":"<p>1</p>","to":"as:Public","cc":["\#(server.uri("alice"))"],"replies":"\#(root)/replies"}"#
            try await server.send(
                #"{"id":"\#(bob)/c/1","type":"Create","actor":"\#(bob)","to":"as:Public","object":\#(note)}"#,
                signedBy: bob
            )
            let status = try #require(try await server.services.status(uri: root))
            // Its job never ends, for whoever does it has died.
            let look = try #require(try await server.services.completeThread(of: status))
            #expect(server.services.isLooking(look))
            server.clock.advance(.seconds(901))
            let later = try #require(try await server.services.threadLook(status.status.id))
            #expect(!server.services.isLooking(later))
        }
    }

    @Test(
        "what answers or quotes something on a server that is away comes in without it",
        arguments: TestEngine.available
    )
    func away(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let (bob, uri) = (try server.peer.person("bob"), server.uri("alice"))
            let away = "https://away.example"
            for path in ["/notes/1", "/users/erin"] { server.peer.answer(away + path, "", status: 503) }
            // This one is still to be had, and who wrote it is not.
            server.peer.answer(
                away + "/notes/2",
                #"{"id":"\#(away)/notes/2","type":"Note","attributedTo":"\#(away)/users/erin","content":"<p>Hi</p>","to":"as:Public"}"#
            )
            let relations = [("inReplyTo", 1), ("inReplyTo", 2), ("quote", 1), ("quote", 2)]
            for (number, (relation, target)) in relations.enumerated() {
                let id = "\(bob)/notes/\(number)"
                let note =
                    #"{"id":"\#(id)","type":"Note","attributedTo":"\#(bob)","content":"<p>So</p>","to":"as:Public","cc":["\#(uri)"],"tag":[{"type":"Mention","href":"\#(uri)"}],"\#(relation)":"\#(away)/notes/\#(target)"}"#
                try await server.send(
                    #"{"id":"\#(bob)/creates/\#(number)","type":"Create","actor":"\#(bob)","to":"as:Public","object":\#(note)}"#,
                    signedBy: bob
                )
                let status = try await server.services.status(uri: id)?.status
                #expect(status?.content == "<p>So</p>", "\(relation) \(target)")
                #expect(status?.inReplyToID == nil && status?.quote == nil)
            }
            #expect(server.peer.asked.contains(away + "/notes/1") && server.peer.asked.contains(away + "/users/erin"))
        }
    }
}
