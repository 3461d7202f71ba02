// What holds between people of whom one has blocked the other: what was done can be undone, nothing new begins.

import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("Statuses between people who block")
struct BlockedTests {
    @Test("whoever is blocked can still take back what they did, once", arguments: TestEngine.available)
    func undo(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello", by: server.alice)
            func act(_ name: String) async throws -> Reply {
                try await server.send(.post, "/api/v1/statuses/\(id)/\(name)", as: server.bob)
            }
            let acts = ["favourite", "bookmark", "reblog", "mute"]
            for name in acts { try await act(name).expect(200) }
            try await server.block(server.bob, by: server.alice)
            try await server.get("/api/v1/statuses/\(id)", as: server.bob).expect(404)
            for (name, flag) in zip(acts, ["favourited", "bookmarked", "reblogged", "muted"]) {
                let undone = try await act("un\(name)").expect(200)
                #expect(try undone.id() == id)
                #expect(undone[flag] == false)
                // There is nothing left to undo, and it is not to be seen.
                try await act("un\(name)").expect(404)
            }
            let status = try await server.get("/api/v1/statuses/\(id)", as: server.alice)
            #expect(status["favourites_count"] == 0)
            #expect(status["reblogs_count"] == 0)
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("nobody favourites, boosts or quotes somebody whom they block", arguments: TestEngine.available)
    func blocking(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello", by: server.bob)
            try await server.block(server.bob, by: server.alice)
            try await server.quote(id, by: server.alice).expect(404)
            for name in ["favourite", "reblog"] {
                try await server.send(.post, "/api/v1/statuses/\(id)/\(name)", as: server.alice).expect(403)
            }
            let status = try await server.get("/api/v1/statuses/\(id)", as: server.alice).expect(200)
            #expect(status["quotes_count"] == 0)
        }
    }
}
