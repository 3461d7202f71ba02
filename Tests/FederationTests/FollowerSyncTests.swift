// FEP-8fcf: two servers notice where they differ about who follows whom.

import ActivityPub
import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Jobs
import NIOCore
import Outbound
import Services
import TestSupport
import Testing

@Suite struct FollowerSyncTests {
    @Test("what is for followers says who they are there, and nothing else does", arguments: TestEngine.available)
    func announced(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            for actor in [bob, carol] { try await server.follow("alice", by: actor) }
            try await server.deliver()
            func headers() -> [String] {
                server.peer.posted.flatMap(\.headers).filter { $0.name == "Collection-Synchronization" }.map(\.value)
            }
            _ = try await server.services.postStatus(StatusDraft(text: "For everybody"), by: alice)
            try await server.deliver()
            #expect(server.peer.posted.count >= 1 && headers().isEmpty)
            _ = try await server.services.postStatus(StatusDraft(text: "For some", visibility: .private), by: alice)
            try await server.deliver()
            let ids = [bob, carol].compactMap { ObjectID($0) }
            let uri = server.uri("alice")
            #expect(
                headers() == [
                    #"collectionId="\#(uri)/followers", url="\#(uri)/followers_synchronization", digest="\#(FollowerDigest(ids).hex)""#
                ]
            )
        }
    }

    @Test("the list is for the server whose people are on it", arguments: TestEngine.available)
    func listed(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let bob = try server.peer.person("bob")
            try await server.follow("alice", by: bob)
            let path = "/users/alice/followers_synchronization"
            #expect(try await server.get(path).status == .unauthorized)
            let address = try #require(ObjectID(FederationFixture.url + path))
            var fields: HTTPFields = [.accept: Vocabulary.accept]
            for (name, value) in try HTTPSignature.headers(
                for: RequestHead(method: "GET", address: address, headers: []),
                body: nil,
                key: try Peer.key.get(),
                keyID: bob + "#main-key",
                as: .cavage,
                now: server.clock.now
            ) {
                guard name != "host", let field = HTTPField.Name(name) else { continue }
                fields[field] = value
            }
            let response = try await server.client.execute(uri: path, method: .get, headers: fields)
            #expect(response.status == .ok && response.headers[.cacheControl] == "private, no-store")
            let json = try JSONValue.parse(Array(response.body.readableBytesView))
            let items = CollectionObject(json)?.items ?? []
            #expect(items.map { $0.id?.text } == [bob])
        }
    }

    @Test(
        "a follow that is not known there ends here, if the list is the one that was announced",
        arguments: TestEngine.available
    )
    func compared(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let (alice, carol) = (try await server.person("alice"), try await server.person("carol"))
            let bob = try server.peer.person("bob")
            let account = try await server.follow(bob, by: alice)
            _ = try await server.follow(bob, by: carol)
            let url = bob + "/sync"
            func list(_ names: [String]) {
                let items = names.map { "\"\(server.uri($0))\"" }.joined(separator: ",")
                server.peer.answer(url, #"{"id":"\#(url)","type":"OrderedCollection","orderedItems":[\#(items)]}"#)
            }
            func job(_ names: [String]) -> Job {
                let digest = FollowerDigest(names.compactMap { ObjectID(server.uri($0)) }).hex
                return Job(
                    id: 1,
                    kind: FollowerSyncJob.kind,
                    payload: "\(account) \(digest) \(server.clock.now.milliseconds) \(url)",
                    host: nil,
                    attempts: 1
                )
            }
            // The list may be older than the follow: nobody is removed.
            list(["carol"])
            try await server.services.synchronizeFollowers(job(["carol"]))
            #expect(try await server.follows(alice, account))
            server.clock.advance(.seconds(3600))
            // The list is another one than was announced: nobody is removed.
            list([])
            await #expect(throws: JobRefused.self) { try await server.services.synchronizeFollowers(job(["carol"])) }
            #expect(try await server.follows(alice, account))
            list(["carol", "dave"])
            let dave = try await server.person("dave")
            try await server.services.synchronizeFollowers(job(["carol", "dave"]))
            #expect(try await !server.follows(alice, account))
            #expect(try await server.follows(carol, account))
            // dave follows nobody, and says so.
            #expect(try await !server.follows(dave, account))
            let undone = try await server.sent().map(\.activity).filter { $0["type"]?.string == "Undo" }
            #expect(undone.map { $0["actor"]?.string } == [server.uri("dave")])
        }
    }
}
