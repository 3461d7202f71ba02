// What is gone: said to those who ask, and not taken in again.

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

@Suite struct TombstoneTests {
    @Test("a deleted post answers 410 if everybody could read it, and 404 if not", arguments: TestEngine.available)
    func own(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            let alice = try await server.person("alice")
            for (visibility, status) in [(Visibility.public, 410), (.unlisted, 410), (.private, 404), (.direct, 404)] {
                let post = try await server.services.postStatus(
                    StatusDraft(text: "Soon gone", visibility: visibility),
                    by: alice
                )
                let path = "/users/alice/statuses/\(post.status.id)"
                _ = try await server.services.deleteStatus(post.status.id, by: alice.accountID)
                let response = try await server.get(path)
                #expect(response.status.code == status, "\(visibility)")
                guard status == 410 else { continue }
                let json = try JSONValue.parse(Array(response.body.readableBytesView))
                #expect(json["type"]?.string == "Tombstone")
                #expect(json["id"]?.string == FederationFixture.url + path)
                #expect(try await server.get(path + "/activity").status == .gone)
                #expect(try await server.get(path.replacing("alice", with: "bob")).status == .notFound)
            }
        }
    }

    @Test(
        "what its author deleted does not come back, and a neighbour deletes nothing",
        arguments: TestEngine.available
    )
    func others(_ engine: TestEngine) async throws {
        try await FederationFixture.run(engine) { server in
            _ = try await server.person("alice")
            let (bob, carol) = (try server.peer.person("bob"), try server.peer.person("carol"))
            for actor in [bob, carol] { _ = try await server.note(by: actor, naming: "alice", number: 7) }
            func delete(_ number: Int, by actor: String) -> String {
                #"{"id":"\#(actor)/deletes/\#(number)","type":"Delete","actor":"\#(actor)","object":"\#(bob)/notes/\#(number)"}"#
            }
            try await server.send(delete(1, by: carol), signedBy: carol)
            _ = try await server.note(by: bob, naming: "alice", number: 1)
            try await server.send(delete(1, by: bob), signedBy: bob)
            #expect(try await server.sentNote(by: bob, naming: "alice", number: 1) == nil)
            // Also where the deletion was faster than the post.
            try await server.send(delete(2, by: bob), signedBy: bob)
            #expect(try await server.sentNote(by: bob, naming: "alice", number: 2) == nil)
        }
    }

    @Test("a server says only so often a day that what is not here is gone", arguments: TestEngine.available)
    func many(_ engine: TestEngine) async throws {
        var limits = RateLimits.off
        limits[.tombstones] = RateLimit(2, seconds: 86_400)
        try await FederationFixture.run(engine, limits: limits) { server in
            _ = try await server.person("alice")
            let bob = try server.peer.person("bob")
            _ = try await server.note(by: bob, naming: "alice", number: 9)
            func delete(_ number: Int) -> String {
                #"{"id":"\#(bob)/deletes/\#(number)","type":"Delete","actor":"\#(bob)","object":"\#(bob)/notes/\#(number)"}"#
            }
            for number in 1...3 { try await server.send(delete(number), signedBy: bob) }
            // What is here goes whatever was said before.
            try await server.send(delete(9), signedBy: bob)
            #expect(try await server.services.status(uri: bob + "/notes/9") == nil)
            let account = try await server.services.remoteAccount(uri: bob)
            let isGone = try await server.services.database.read { connection in
                try [1, 3, 9].map { try TombstoneQueries.isGone("\(bob)/notes/\($0)", of: account, connection) }
            }
            #expect(isGone == [true, false, true])
        }
    }
}
