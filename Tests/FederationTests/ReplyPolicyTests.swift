// Who may reply, between servers: what is said of it, what is asked first, and what is not let in.

import ActivityPub
import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Services
import Storage
import TestSupport
import Testing

@Suite("Who may reply, between servers") struct ReplyPolicyTests {
    private func note(_ actor: String, _ parent: String, _ number: Int, _ more: String = "") -> String {
        #"{"id":"\#(actor)/notes/\#(number)","type":"Note","attributedTo":"\#(actor)","content":"<p>So</p>","to":"as:Public","inReplyTo":"\#(parent)"\#(more)}"#
    }

    private func create(_ actor: String, _ note: String, _ number: Int) -> String {
        #"{"id":"\#(actor)/c/\#(number)","type":"Create","actor":"\#(actor)","to":"as:Public","object":\#(note)}"#
    }

    private func closedPost(
        _ server: FederationFixture,
        _ policy: ReplyPolicy,
        _ text: String = "Mine"
    ) async throws -> (user: User, status: CachedStatus, uri: String) {
        let alice = try await server.person("alice")
        let post = try await server.services.postStatus(StatusDraft(text: text, replyPolicy: policy), by: alice)
        return (alice, post, server.services.site.statusURI(post.status.id, by: "alice"))
    }

    @Test("a reply that its author does not allow does not come in", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            let (alice, post, uri) = try await closedPost(server, .followers)
            try await server.follow("alice", by: bob)
            try await server.send(create(bob, note(bob, uri, 1), 1), signedBy: bob)
            try await server.send(create(carol, note(carol, uri, 1), 1), signedBy: carol)
            #expect(try await server.services.status(uri: bob + "/notes/1") != nil)
            #expect(try await server.services.status(uri: carol + "/notes/1") == nil)
            // Nor what is said below it, though it names her.
            let own = server.uri("alice")
            let mention = #","cc":"\#(own)","tag":[{"type":"Mention","href":"\#(own)"}]"#
            server.peer.answer(carol + "/notes/1", note(carol, uri, 1))
            try await server.send(create(bob, note(bob, carol + "/notes/1", 2, mention), 2), signedBy: bob)
            #expect(try await server.services.status(uri: bob + "/notes/2") == nil)
            // Below what was let in the same holds.
            try await server.send(create(carol, note(carol, bob + "/notes/1", 3), 3), signedBy: carol)
            #expect(try await server.services.status(uri: carol + "/notes/3") == nil)
            #expect(try await server.services.statuses.status(post.status.id)?.counters.replies == 1)
            // Whom somebody here follows is heard, beside the thread, and she is not told.
            let dana = try await server.person("dana")
            _ = try await server.follow(carol, by: dana)
            try await server.send(create(carol, note(carol, uri, 4, mention), 4), signedBy: carol)
            let beside = try #require(try await server.services.status(uri: carol + "/notes/4"))
            #expect(beside.status.inReplyToID == nil && beside.mentions.isEmpty)
            let told = try await server.services.database.read {
                try NotificationQueries.list(of: alice.accountID, .init(), PageBounds(limit: 40), $0)
            }
            #expect(!told.contains { $0.kind == .mention && $0.fromAccountID == beside.status.accountID })
        }
    }

    @Test("who answers a call with its tag is counted, beside a thread that is closed", arguments: TestEngine.available)
    func calls(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let bob = try server.peer.person("bob")
            let (alice, _, uri) = try await closedPost(server, .nobody)
            let draft = CallDraft(prompt: "Who was there? #there", tag: "there", answers: ["I was", "I heard of it"])
            let call = try await server.services.postCall(draft, by: alice).id
            let tagged = ##","tag":[{"type":"Hashtag","name":"#there"}]"##
            try await server.send(create(bob, note(bob, uri, 1, tagged), 1), signedBy: bob)
            let answer = try #require(try await server.services.status(uri: bob + "/notes/1"))
            #expect(answer.status.inReplyToID == nil)
            // Below the call itself everybody answers.
            try await server.services.setInteractionPolicy(replies: .nobody, of: call, by: alice.accountID)
            let address = server.services.site.statusURI(call, by: "alice")
            let carol = try server.peer.person("carol")
            try await server.send(create(carol, note(carol, address, 1), 1), signedBy: carol)
            #expect(try await server.services.status(uri: carol + "/notes/1")?.status.inReplyToID == call)
            server.clock.advance(.seconds(2))
            #expect(try await server.services.callMagnitude(call).people == 2)
        }
    }

    @Test(
        "who asks first hears yes, with an authorization that ends when it is hidden, or no",
        arguments: TestEngine.available
    )
    func asking(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            let (alice, _, uri) = try await closedPost(server, .followers)
            try await server.follow("alice", by: bob)
            func request(_ actor: String, _ number: Int) -> String {
                #"{"id":"\#(actor)/requests/\#(number)","type":"ReplyRequest","actor":"\#(actor)","object":"\#(uri)","instrument":\#(note(actor, uri, number))}"#
            }
            try await server.send(request(bob, 1), signedBy: bob)
            try await server.send(request(carol, 1), signedBy: carol)
            let sent = try await server.sent().map(\.activity)
            let accept = try #require(sent.first { $0["result"] != nil })
            #expect(accept["type"]?.string == "Accept" && accept["object"]?["id"]?.string == bob + "/requests/1")
            #expect(accept["object"]?["type"]?.string == "ReplyRequest")
            let refused = sent.filter { $0["type"]?.string == "Reject" }
            #expect(refused.compactMap { $0["object"]?["id"]?.string }.first == carol + "/requests/1")
            #expect(try await server.services.status(uri: carol + "/notes/1") == nil)
            let reply = try #require(try await server.services.status(uri: bob + "/notes/1"))
            let address = try #require(accept["result"]?.string)
            let path = String(address.dropFirst(FederationFixture.url.count))
            let stamp = try #require(InteractionStamp(try await server.document(path)))
            let ids = [bob + "/notes/1", uri, server.uri("alice")].compactMap { ObjectID($0) }
            #expect(stamp.id.text == address && stamp.allows(.reply, object: ids[0], target: ids[1], by: ids[2]))
            try await server.services.hideReply(reply.status.id, by: alice.accountID)
            #expect(try await server.get(path).status == .notFound)
            for wrong in ["0", "x", "\(reply.status.inReplyToID ?? 0)"] {
                #expect(try await server.get("/users/alice/reply_authorizations/\(wrong)").status == .notFound)
            }
        }
    }

    @Test(
        "a reply that waits is in no collection, and its server hears once it is decided",
        arguments: TestEngine.available
    )
    func waiting(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            let (alice, post, uri) = try await closedPost(server, .followersOrApproved)
            func request(_ actor: String) -> String {
                #"{"id":"\#(actor)/requests/1","type":"ReplyRequest","actor":"\#(actor)","object":"\#(uri)","instrument":\#(note(actor, uri, 1))}"#
            }
            func reply(_ actor: String) async throws -> Status {
                try #require(try await server.services.status(uri: actor + "/notes/1")).status
            }
            // Some ask, some just say it, and some do both.
            for actor in [bob, carol] { try await server.send(request(actor), signedBy: actor) }
            try await server.send(create(bob, note(bob, uri, 1), 1), signedBy: bob)
            let dana = try server.peer.person("dana")
            try await server.send(create(dana, note(dana, uri, 1), 1), signedBy: dana)
            for actor in [bob, carol, dana] {
                #expect(try await reply(actor).isUnapproved)
                let path = "/users/alice/reply_authorizations/\(try await reply(actor).id)"
                #expect(try await server.get(path).status == .notFound)
            }
            func answers(_ kind: String) async throws -> [JSONValue] {
                try await server.sent().map(\.activity).filter { $0["type"]?.string == kind }
            }
            for kind in ["Accept", "Reject"] { #expect(try await answers(kind).isEmpty) }
            let path = String(uri.dropFirst(FederationFixture.url.count))
            func replies() async throws -> String {
                String(
                    decoding: try await server.get(path + "/replies?page=true").body.readableBytesView,
                    as: UTF8.self
                )
            }
            #expect(try await !replies().contains("/notes/1"))
            try await server.services.approveReply(try await reply(bob).id, by: alice.accountID)
            try await server.services.approveReply(try await reply(dana).id, by: alice.accountID)
            try await server.services.keepReplyOut(try await reply(carol).id, by: alice.accountID)
            let accepts = try await answers("Accept")
            #expect(accepts.compactMap { $0["object"]?["id"]?.string } == [bob + "/requests/1"], "only who has asked")
            #expect(accepts.first?["actor"]?.string == server.uri("alice"))
            #expect(try await answers("Reject").compactMap { $0["object"]?["id"]?.string } == [carol + "/requests/1"])
            let address = try #require(accepts.first?["result"]?.string)
            let stamp = try #require(
                InteractionStamp(try await server.document(String(address.dropFirst(FederationFixture.url.count))))
            )
            let ids = [bob + "/notes/1", uri, server.uri("alice")].compactMap { ObjectID($0) }
            #expect(stamp.allows(.reply, object: ids[0], target: ids[1], by: ids[2]))
            let shown = try await replies()
            #expect(shown.contains(bob + "/notes/1") && shown.contains(dana + "/notes/1"))
            #expect(!shown.contains(carol + "/notes/1"))
            // Who asks again hears what was decided.
            try await server.send(
                request(carol).replacing("/requests/1", with: "/requests/2"),
                signedBy: carol
            )
            #expect(
                try await answers("Reject").compactMap { $0["object"]?["id"]?.string }.last == carol + "/requests/2"
            )
            #expect(try await server.services.statuses.status(post.status.id)?.counters.replies == 3)
        }
    }

    @Test("a reply of ours that waits goes to nobody elsewhere until it is approved", arguments: TestEngine.available)
    func waitingHere(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let bob = try server.peer.person("bob")
            let (alice, post, uri) = try await closedPost(server, .mentionedOrApproved)
            let dana = try await server.person("dana")
            try await server.follow("dana", by: bob)
            func sent() async throws -> [String] {
                try await server.sent().map(\.activity).filter { $0["actor"]?.string == server.uri("dana") }
                    .compactMap { $0["type"]?.string }.filter { $0 != "Accept" }
            }
            let draft = StatusDraft(text: "So", inReplyToID: post.status.id)
            let reply = try await server.services.postStatus(draft, by: dana).status.id
            server.clock.advance(.seconds(1))
            _ = try await server.services.editStatus(reply, to: StatusDraft(text: "So it is"), by: dana.accountID)
            #expect(try await sent() == [])
            // Whoever fetches it reads a post of its own: it stands in no thread yet.
            let path = server.services.site.statusURI(reply, by: "dana").dropFirst(FederationFixture.url.count)
            #expect(try await server.document(String(path))["inReplyTo"]?.string == nil)
            #expect(try await server.document(String(path))["context"]?.string == nil)
            try await server.services.approveReply(reply, by: alice.accountID)
            #expect(try await server.document(String(path))["inReplyTo"]?.string == uri)
            #expect(try await sent() == ["Create"])
            // What was sent to nobody needs no deletion there.
            let other = StatusDraft(text: "@bob@two.example so", inReplyToID: post.status.id)
            let unsent = try await server.services.postStatus(other, by: dana).status.id
            _ = try await server.services.deleteStatus(unsent, by: dana.accountID)
            #expect(try await sent() == ["Create"])
            // From then on it is a post like others.
            server.clock.advance(.seconds(1))
            _ = try await server.services.editStatus(reply, to: StatusDraft(text: "So it was"), by: dana.accountID)
            #expect(try await sent() == ["Create", "Update"])
            let rule = try await server.document(String(uri.dropFirst(FederationFixture.url.count)))[
                "interactionPolicy"
            ]?[
                "canReply"
            ]
            #expect(rule?["automaticApproval"]?.array?.compactMap(\.string) == [server.uri("alice")])
            #expect(
                rule?["manualApproval"]?.array?.compactMap(\.string) == [
                    "https://www.w3.org/ns/activitystreams#Public"
                ]
            )
        }
    }

    @Test("a post says who may reply, and a change is told", arguments: TestEngine.available)
    func outgoing(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let bob = try server.peer.person("bob")
            let (alice, post, uri) = try await closedPost(server, .followers)
            try await server.follow("alice", by: bob)
            let path = String(uri.dropFirst(FederationFixture.url.count))
            func repliers() async throws -> [String]? {
                try await server.document(path)["interactionPolicy"]?["canReply"]?["automaticApproval"]?.array?
                    .compactMap(\.string)
            }
            let own = server.uri("alice")
            #expect(try await repliers() == [own + "/followers", own])
            try await server.services.setInteractionPolicy(replies: .nobody, of: post.status.id, by: alice.accountID)
            #expect(try await repliers() == [own])
            let update = try #require(try await server.sent().first { $0.activity["type"]?.string == "Update" })
            #expect(update.activity["object"]?["interactionPolicy"]?["canReply"] != nil)
            server.clock.advance(.seconds(1))
            try await server.services.setInteractionPolicy(replies: .everyone, of: post.status.id, by: alice.accountID)
            #expect(try await repliers() == nil)
            let updates = try await server.sent().map(\.activity).filter { $0["type"]?.string == "Update" }
            #expect(Set(updates.compactMap { $0["id"]?.string }).count == 2)
        }
    }

    @Test("what others say of who may reply is followed here", arguments: TestEngine.available)
    func incoming(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let bob = try server.peer.person("bob", #","following":"https://two.example/users/bob/following""#)
            let alice = try await server.person("alice")
            _ = try await server.follow(bob, by: alice)
            let everybody = "https://www.w3.org/ns/activitystreams#Public"
            let cases: [(String, ReplyPolicy)] = [
                (#"{"automaticApproval":["\#(everybody)"]}"#, .everyone),
                (#"{"always":["\#(bob)/followers"]}"#, .followers),
                (#"{"automaticApproval":["\#(bob)","\#(bob)/following"]}"#, .followed),
                (#"{"automaticApproval":["\#(bob)"],"manualApproval":["\#(everybody)"]}"#, .everyone),
                (#"{"automaticApproval":["\#(bob)","\#(server.uri("alice"))"]}"#, .mentioned),
                (#"{"automaticApproval":"\#(bob)"}"#, .nobody),
            ]
            for (number, (rule, policy)) in cases.enumerated() {
                let more = #","interactionPolicy":{"canReply":\#(rule)}"#
                let post = note(bob, bob + "/none", number, more).replacing(#","inReplyTo":"\#(bob)/none""#, with: "")
                try await server.send(create(bob, post, number), signedBy: bob)
                let status = try #require(try await server.services.status(uri: bob + "/notes/\(number)")).status
                #expect(status.replyPolicy == policy, "\(rule)")
            }
            let closed = try #require(try await server.services.status(uri: bob + "/notes/5")).status
            await #expect(throws: ServiceError.replyRefused) {
                try await server.services.postStatus(StatusDraft(text: "So", inReplyToID: closed.id), by: alice)
            }
            // It is for the servers of others to refuse others.
            let carol = try server.peer.person("carol")
            _ = try await server.follow(carol, by: alice)
            try await server.send(create(carol, note(carol, bob + "/notes/5", 9), 9), signedBy: carol)
            #expect(try await server.services.status(uri: carol + "/notes/9")?.status.inReplyToID == closed.id)
        }
    }
}
