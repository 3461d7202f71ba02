// FEP-044f: who may quote whom, said by stamps, in both directions.

import ActivityPub
import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite struct QuoteTests {
    private func quote(_ actor: String, _ quoted: String, number: Int = 1) -> String {
        #"{"id":"\#(actor)/notes/\#(number)","type":"Note","attributedTo":"\#(actor)","content":"<p>See</p>","to":"as:Public","quote":"\#(quoted)"}"#
    }

    private func request(_ actor: String, _ quoted: String, number: Int = 1) -> String {
        #"{"id":"\#(actor)/requests/\#(number)","type":"QuoteRequest","actor":"\#(actor)","object":"\#(quoted)","instrument":\#(quote(actor, quoted, number: number))}"#
    }

    @Test(
        "who may quote gets a stamp, which everybody can look up until it is taken back",
        arguments: TestEngine.available
    )
    func incoming(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let post = try await server.services.postStatus(StatusDraft(text: "Quote me"), by: alice)
            let uri = server.services.site.statusURI(post.status.id, by: "alice")
            try await server.send(request(bob, uri), signedBy: bob)
            let accept = try #require(try await server.sent().first { $0.activity["type"]?.string == "Accept" })
            #expect(accept.inbox == "https://two.example/inbox")
            #expect(accept.activity["object"]?["id"]?.string == bob + "/requests/1")
            let address = try #require(accept.activity["result"]?.string)
            let path = String(address.dropFirst(FederationFixture.url.count))
            let stamp = try #require(InteractionStamp(try await server.document(path)))
            let ids = [bob + "/notes/1", uri, server.uri("alice")].compactMap { ObjectID($0) }
            #expect(stamp.id.text == address && stamp.allows(.quote, object: ids[0], target: ids[1], by: ids[2]))
            let quoting = try #require(try await server.services.status(uri: bob + "/notes/1"))
            #expect(quoting.status.quote?.state == .accepted)
            #expect(try await server.services.statuses.status(post.status.id)?.counters.quotes == 1)

            try await server.services.revokeQuote(of: post.status.id, in: quoting.status.id, by: alice.accountID)
            let sent = try await server.sent().map(\.activity)
            #expect(sent.contains { $0["type"]?.string == "Delete" && $0["object"]?.string == address })
            #expect(try await server.get(path).status == .notFound)
            // Asked again the answer is no.
            try await server.send(request(bob, uri).replacing("requests/1", with: "requests/2"), signedBy: bob)
            #expect(try await server.sent().contains { $0.activity["type"]?.string == "Reject" })
            // And it stays no when what quoted is gone.
            let before = try await server.sent().count { $0.activity["type"]?.string == "Accept" }
            try await server.send(
                #"{"id":"\#(bob)/deletes/1","type":"Delete","actor":"\#(bob)","object":"\#(bob)/notes/1"}"#,
                signedBy: bob
            )
            #expect(try await server.services.status(uri: bob + "/notes/1") == nil)
            #expect(try await server.get(path).status == .notFound)
            try await server.send(request(bob, uri).replacing("requests/1", with: "requests/3"), signedBy: bob)
            let after = try await server.sent().count { $0.activity["type"]?.string == "Accept" }
            #expect(after == before)
        }
    }

    @Test("who may not is told so, and who may not even see it hears nothing", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            let closed = try await server.services.postStatus(
                StatusDraft(text: "Not this", quotePolicy: .nobody),
                by: alice
            )
            let uri = server.services.site.statusURI(closed.status.id, by: "alice")
            try await server.send(request(bob, uri), signedBy: bob)
            #expect(Set(try await server.sent().map { $0.activity["type"]?.string }) == ["Reject"])
            #expect(try await server.services.status(uri: bob + "/notes/1") == nil)
            // Nobody asks for somebody else.
            let open = try await server.services.postStatus(StatusDraft(text: "This"), by: alice)
            let other = server.services.site.statusURI(open.status.id, by: "alice")
            try await server.send(
                request(bob, other, number: 2).replacing("\"actor\":\"\(bob)", with: "\"actor\":\"\(carol)"),
                signedBy: carol
            )
            let secret = try await server.services.postStatus(
                StatusDraft(text: "Mine", visibility: .private),
                by: alice
            )
            let hidden = server.services.site.statusURI(secret.status.id, by: "alice")
            try await server.send(request(bob, hidden, number: 3), signedBy: bob)
            #expect(try await server.sent().allSatisfy { $0.activity["type"]?.string == "Reject" })
        }
    }

    @Test(
        "between two others a quote is shown with a stamp, until whoever gave it takes it back",
        arguments: TestEngine.available
    )
    func elsewhere(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            let quoted = try await server.note(by: bob, naming: "alice", number: 7)
            let target = try #require(quoted.status.uri)
            func stamp(_ number: Int) -> String { "\(bob)/stamps/\(number)" }
            func quoting(_ number: Int) async throws -> QuoteState? {
                let id = "\(carol)/notes/\(number)"
                let note =
                    #"{"id":"\#(id)","type":"Note","attributedTo":"\#(carol)","content":"<p>See</p>","to":"as:Public","cc":["\#(server.uri("alice"))"],"quote":"\#(target)","quoteAuthorization":"\#(stamp(number))"}"#
                try await server.send(
                    #"{"id":"\#(carol)/c/\#(number)","type":"Create","actor":"\#(carol)","to":"as:Public","object":\#(note)}"#,
                    signedBy: carol
                )
                let status = try await server.services.status(uri: id)
                return status?.status.quote?.state
            }
            for number in 1...3 {
                // The second is for another post.
                let object = "\(carol)/notes/\(number == 2 ? 9 : number)"
                server.peer.answer(
                    stamp(number),
                    #"{"id":"\#(stamp(number))","type":"QuoteAuthorization","attributedTo":"\#(bob)","interactingObject":"\#(object)","interactionTarget":"\#(target)"}"#
                )
            }
            #expect(try await quoting(1) == .accepted)
            #expect(try await quoting(2) == .pending)
            func takeBack(_ number: Int, by actor: String) async throws {
                try await server.send(
                    #"{"id":"\#(actor)/d/\#(number)","type":"Delete","actor":"\#(actor)","object":"\#(stamp(number))"}"#,
                    signedBy: actor
                )
            }
            // Only whoever gave it, also where that was faster than the post.
            try await takeBack(1, by: carol)
            #expect(try await server.services.status(uri: carol + "/notes/1")?.status.quote?.state == .accepted)
            try await takeBack(1, by: bob)
            #expect(try await server.services.status(uri: carol + "/notes/1")?.status.quote?.state == .revoked)
            try await takeBack(3, by: bob)
            #expect(try await quoting(3) == .pending)
        }
    }

    @Test("a quote of somebody elsewhere waits for their stamp, and ends with it", arguments: TestEngine.available)
    func outgoing(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let bob = try server.peer.person("bob")
            let target = bob + "/notes/7"
            let note =
                #"{"id":"\#(target)","type":"Note","attributedTo":"\#(bob)","content":"<p>Hello</p>","to":"as:Public","cc":["\#(server.uri("alice"))"],"tag":[{"type":"Mention","href":"\#(server.uri("alice"))"}],"interactionPolicy":{"canQuote":{"automaticApproval":["https://www.w3.org/ns/activitystreams#Public"]}}}"#
            try await server.send(
                #"{"id":"\#(bob)/c/7","type":"Create","actor":"\#(bob)","to":"as:Public","object":\#(note)}"#,
                signedBy: bob
            )
            let quoted = try #require(try await server.services.status(uri: target))
            let post = try await server.services.postStatus(
                StatusDraft(text: "Look", quotedID: quoted.status.id),
                by: alice
            )
            let uri = server.services.site.statusURI(post.status.id, by: "alice")
            let asked = try #require(try await server.sent().first { $0.activity["type"]?.string == "QuoteRequest" })
            #expect(asked.activity["object"]?.string == target && asked.activity["instrument"]?["id"]?.string == uri)
            let id = try #require(asked.activity["id"]?.string)
            func state() async throws -> QuoteState? {
                let status = try await server.services.statuses.status(post.status.id)
                return status?.status.quote?.state
            }
            func accept(_ stamp: String, _ number: Int) -> String {
                #"{"id":"\#(bob)/a/\#(number)","type":"Accept","actor":"\#(bob)","object":"\#(id)","result":"\#(stamp)"}"#
            }
            // A stamp for another post is none.
            let (wrong, right) = (bob + "/stamps/1", bob + "/stamps/2")
            for (address, object) in [(wrong, uri + "0"), (right, uri)] {
                server.peer.answer(
                    address,
                    #"{"id":"\#(address)","type":"QuoteAuthorization","attributedTo":"\#(bob)","interactingObject":"\#(object)","interactionTarget":"\#(target)"}"#
                )
            }
            try await server.send(accept(wrong, 1), signedBy: bob)
            #expect(try await state() == .pending)
            try await server.send(accept(right, 2), signedBy: bob)
            #expect(try await state() == .accepted)
            let updates = try await server.sent().map(\.activity).filter { $0["type"]?.string == "Update" }
            #expect(updates.last?["object"]?["quoteAuthorization"]?.string == right)
            // A neighbour takes nothing back.
            let carol = try server.peer.person("carol")
            func delete(_ actor: String) -> String {
                #"{"id":"\#(actor)/d/1","type":"Delete","actor":"\#(actor)","object":"\#(right)"}"#
            }
            _ = try await server.services.remoteAccount(uri: carol)
            try await server.send(delete(carol), signedBy: carol)
            #expect(try await state() == .accepted)
            try await server.send(delete(bob), signedBy: bob)
            #expect(try await state() == .revoked)
        }
    }
}
