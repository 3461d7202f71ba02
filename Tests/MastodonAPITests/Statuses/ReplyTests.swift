// Answers: to whom they go, who may answer what, and what remains when the middle of a thread is gone.

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

@Suite("Replies")
struct ReplyTests {
    @Test("an answer names what and whom it answers, and is counted", arguments: TestEngine.available)
    func reply(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let parent = try await server.post("Hello", by: alice)
            let reply = try await server.send(
                .post,
                "/api/v1/statuses",
                as: bob,
                ["status": "Hello too", "in_reply_to_id": parent]
            )
            #expect(reply["in_reply_to_id"] == .string(parent))
            #expect(reply["in_reply_to_account_id"] == .string("\(alice.id)"))
            #expect(try await server.get("/api/v1/statuses/\(parent)")["replies_count"] == 1)
            // Going on with an own answer goes on answering the same person.
            let more = try await server.send(
                .post,
                "/api/v1/statuses",
                as: bob,
                ["status": "And", "in_reply_to_id": try reply.id()]
            )
            #expect(more["in_reply_to_account_id"] == .string("\(alice.id)"))
            // A quiet answer is not counted.
            try await server.post("Psst", by: bob, "direct", answering: parent)
            #expect(try await server.get("/api/v1/statuses/\(parent)")["replies_count"] == 1)
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("what may not be seen cannot be answered, and neither can what is no id", arguments: TestEngine.available)
    func unseen(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let secret = try await server.post("For friends", by: server.alice, "private")
            for parent in [secret, "1", "abc", "99999999999999999999999", "-5", "1.5"] {
                try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: server.bob,
                    ["status": "Hm", "in_reply_to_id": parent]
                ).expectError(404, "Record not found")
            }
            try await server.follow(server.alice, by: server.bob)
            try await server.post("Hello friend", by: server.bob, "private", answering: secret)
        }
    }

    @Test("an answer to a reblog answers what it shows", arguments: TestEngine.available)
    func reblog(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let original = try await server.post("Hello", by: server.alice)
            let reblog = try await server.act("reblog", original, by: server.bob).id()
            let reply = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.charlie,
                ["status": "Nice", "in_reply_to_id": reblog]
            )
            #expect(reply["in_reply_to_id"] == .string(original))
            #expect(reply["in_reply_to_account_id"] == .string("\(server.alice.id)"))
        }
    }

    @Test("a thread is whole around the place of a deleted answer", arguments: TestEngine.available)
    func deletedMiddle(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let top = try await server.post("1", by: server.alice)
            let middle = try await server.post("2", by: server.bob, answering: top)
            let end = try await server.post("3", by: server.charlie, answering: middle)
            try await server.send(.delete, "/api/v1/statuses/\(middle)", as: server.bob).expect(200)
            #expect(try await server.get("/api/v1/statuses/\(top)")["replies_count"] == 0)
            let context = try await server.get("/api/v1/statuses/\(top)/context")
            #expect(context.ids("descendants") == [end])
            #expect(try await server.get("/api/v1/statuses/\(end)/context").ids("ancestors") == [top])
            try await server.get("/api/v1/statuses/\(end)").expect(200)
            #expect(try await server.wrongCounters() == [])
        }
    }
}
