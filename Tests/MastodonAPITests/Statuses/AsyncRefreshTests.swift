// What is still being fetched from other servers is told to those who may see what it is for.

import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Async refreshes")
struct AsyncRefreshTests {
    @Test("of a post that somebody may not see they hear nothing", arguments: TestEngine.available)
    func seen(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let ids = [
                try await server.post("For all", by: server.alice),
                try await server.post("For some", by: server.alice, "private"),
            ]
            for id in ids {
                let (number, now) = (try #require(Int64(id)), server.clock.now)
                try await server.services.database.write { connection in
                    try ThreadLinkQueries.set(number, context: nil, replies: "https://two.example/r", connection)
                    _ = try ThreadLinkQueries.begin(number, unlessAfter: now, at: now, connection)
                }
            }
            func look(_ id: String, as person: Person) async throws -> Reply {
                try await server.get("/api/v1_alpha/async_refreshes/thread-\(id)", as: person)
            }
            #expect(try await look(ids[0], as: server.bob).expect(200)["async_refresh", "status"] == "running")
            try await look(ids[1], as: server.bob).expect(404)
            #expect(try await look(ids[1], as: server.alice).expect(200)["async_refresh", "status"] == "running")
            // Nobody waits for ever.
            server.clock.advance(.seconds(1000))
            #expect(try await look(ids[0], as: server.bob).expect(200)["async_refresh", "status"] == "finished")
        }
    }
}
