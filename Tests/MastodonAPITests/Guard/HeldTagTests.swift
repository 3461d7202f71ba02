// While a tag is held, a post with it is there for its author and moderators alone, whatever is asked for.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

@Suite("Posts of a held tag")
struct HeldTagTests {
    /// All that could show a post of alice's to others.
    private func routes(_ server: TestServer, _ id: String, _ parent: String) -> [String] {
        let alice = server.alice.id
        return [
            "/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/public?local=true",
            "/api/v1/timelines/tag/tea", "/api/v1/statuses/\(id)", "/api/v1/statuses?id[]=\(id)",
            "/api/v1/statuses/\(id)/context", "/api/v1/statuses/\(parent)/context",
            "/api/v1/accounts/\(alice)/statuses", "/api/v1/accounts/\(alice)", "/api/v1/notifications",
            "/api/v2/notifications", "/api/v1/conversations", "/api/v2/search?q=kettle&type=statuses",
            "/api/v2/search?q=kettle", "/api/v1/trends/tags", "/api/v1/trends/statuses", "/api/v1/tags/tea",
            "/api/chorus/v1/tags/tea/magnitude", "/api/chorus/v1/tags/tea/magnitude.csv", "/api/chorus/v1/held",
            "/api/v1/directory",
        ]
    }

    @Test("it is seen and counted nowhere, told to nobody, until a moderator decides", arguments: TestEngine.available)
    func nowhere(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.follow(server.alice, by: server.bob)
            let parent = try await server.post("Tea?", by: server.bob)
            try await server.services.take(.hold, onTag: try #require(TagName("tea")), by: .commandLine)
            let before = try await server.get("/api/v1/accounts/\(server.alice.id)")["statuses_count"]
            let held = try await server.post(
                ["status": "@bob The kettle is on #Tea", "in_reply_to_id": parent],
                by: server.alice
            ).expect(200)
            let id = try held.id()
            #expect(held["held_for", "0"] == "tag")
            // Nothing is told: no stream, no push, no cache, no other server hears of it.
            #expect(held.events.isEmpty)
            let now = server.services.clock.now()
            let outbox = try await server.services.database.write { connection in
                try OutboxQueries.lease(limit: 10, until: now, now: now, connection)
            }
            #expect(outbox.isEmpty)
            for person in [server.bob, server.charlie, nil] {
                for path in routes(server, id, parent) {
                    let reply = try await server.get(path, as: person)
                    #expect(reply.status < 500 && !reply.text.contains("kettle is"), "\(path)")
                }
            }
            let magnitude = try await server.get("/api/chorus/v1/tags/tea/magnitude")
            #expect(magnitude["people"] != 1)
            #expect(try await server.get("/api/v1/accounts/\(server.alice.id)")["statuses_count"] == before)
            #expect(try await server.get("/api/chorus/v1/held", as: server.alice).ids() == [id])
            _ = try await server.services.approveHeldStatus(try #require(Int64(id)), by: .commandLine)
            #expect(try await server.get("/api/v1/timelines/tag/tea").text.contains("kettle is"))
        }
    }
}
