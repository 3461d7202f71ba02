// Pins in both directions: ours as documents, those of others as their servers list them.

import ActivityPub
import Basics
import Database
import Domain
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

@Suite struct PinTests {
    @Test("what somebody here has pinned is listed with whole posts", arguments: TestEngine.available)
    func own(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            var uris: [String] = []
            for (text, visibility) in [("First", Visibility.public), ("Second", .unlisted), ("Mine", .private)] {
                let draft = StatusDraft(text: text, visibility: visibility)
                let post = try await server.services.postStatus(draft, by: alice).status.id
                try await server.services.pinStatus(post, by: alice.accountID)
                if visibility.isOpen { uris.append(server.services.site.statusURI(post, by: "alice")) }
            }
            let featured = try await server.document("/users/alice/featured")
            let items = try #require(CollectionObject(featured)).items
            #expect(items.map { $0.id?.text } == uris.reversed())
            #expect(items.map { $0.json.flatMap { Note($0)?.content } } == ["<p>Second</p>", "<p>First</p>"])
            #expect(featured["orderedItems"]?.array?.first?["type"]?.string == "Note")
        }
    }

    @Test(
        "what an account has pinned elsewhere is pinned here, as far as it is its own and open, and no longer than there",
        arguments: TestEngine.available
    )
    func others(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let featured = "https://\(Peer.host)/users/bob/featured"
            let bob = try server.peer.person("bob", #","featured":"\#(featured)""#)
            let carol = try server.peer.person("carol")
            let foreign = "https://three.example/users/dave/notes/1"
            func list(_ ids: [String]) {
                let items = ids.map { "\"\($0)\"" }.joined(separator: ",")
                let body = #"{"id":"\#(featured)","type":"OrderedCollection","orderedItems":[\#(items)]}"#
                server.peer.answer(featured, body)
            }
            for (author, number) in [(bob, 1), (bob, 2), (bob, 3), (carol, 1)] {
                server.peer.answer(
                    "\(author)/notes/\(number)",
                    #"{"id":"\#(author)/notes/\#(number)","type":"Note","attributedTo":"\#(author)","content":"<p>\#(number)</p>","to":"as:Public"}"#
                )
            }
            // Known here, and not for everybody.
            let secret =
                #"{"id":"\#(bob)/notes/9","type":"Note","attributedTo":"\#(bob)","content":"<p>9</p>","to":["\#(server.uri("alice"))"],"tag":[{"type":"Mention","href":"\#(server.uri("alice"))"}]}"#
            list([bob + "/notes/2", carol + "/notes/1", foreign, bob + "/notes/9", bob + "/notes/1"])
            try await server.send(
                #"{"id":"\#(bob)/creates/9","type":"Create","actor":"\#(bob)","to":["\#(server.uri("alice"))"],"object":\#(secret)}"#,
                signedBy: bob
            )
            #expect(try await server.services.status(uri: bob + "/notes/9")?.status.visibility == .direct)
            let account = try await server.services.remoteAccount(uri: bob)
            /// Looks as often as this server means to by now.
            func look() async throws {
                let now = server.clock.now
                let jobs = try await server.services.database.write { connection in
                    try JobQueries.lease(
                        kind: RemoteAccountJob.kind,
                        exceptHosts: [],
                        by: 0,
                        now: now,
                        until: now + .seconds(60),
                        limit: 10,
                        connection
                    )
                }
                #expect(!jobs.isEmpty)
                for job in jobs { try await server.services.performRemoteAccountJob(job) }
            }
            func pinned() async throws -> [String?] {
                let ids = try await server.services.pinnedStatuses(of: account, for: .anonymous).items
                let read = try await server.services.statuses.statuses(ids)
                return ids.map { read[$0]?.status.uri }
            }
            try await look()
            #expect(Set(try await pinned()) == [bob + "/notes/1", bob + "/notes/2"])
            #expect(!server.peer.asked.contains(foreign))
            // What is somebody else's does not come in at all, and with it nothing that they have pinned.
            #expect(try await server.services.status(uri: carol + "/notes/1") == nil)
            #expect(try await server.services.knownAccount(uri: carol) == nil)
            list([bob + "/notes/3", bob + "/notes/2"])
            // Whoever looks at an account that was not looked at for a day has it looked at again.
            server.clock.advance(.seconds(86_401))
            _ = try await server.services.remoteAccount(uri: bob)
            try await look()
            #expect(Set(try await pinned()) == [bob + "/notes/2", bob + "/notes/3"])
        }
    }
}
