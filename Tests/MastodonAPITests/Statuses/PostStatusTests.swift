// POST /api/v1/statuses: what is written, with which defaults, and what is refused.

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

@Suite("Posting")
struct PostStatusTests {
    @Test("a status is public unless told, and is read back as it was answered", arguments: TestEngine.available)
    func plain(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let posted = try await server.post(["status": "Good morning"], by: server.alice)
            posted.expect(200).expectStatements(atMost: 12)
            #expect(posted["visibility"] == "public")
            #expect(posted["content"] == "<p>Good morning</p>")
            #expect(posted["sensitive"] == false)
            #expect(posted["account", "statuses_count"] == 1)
            #expect(posted["application", "name"] == "Chorus command line")
            let id = try posted.id()
            #expect(try await server.get("/api/v1/statuses/\(id)", as: server.alice).text == posted.text)
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                #expect(try await cold.get("/api/v1/statuses/\(id)", as: cold.alice).text == posted.text)
            }
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("mentions and tags read alike from memory and from the database", arguments: TestEngine.available)
    func coldAndWarm(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.post("#first", by: server.bob)
            let text = "@charlie @bob #second #first https://example.org/page #third"
            let posted = try await server.post(["status": text], by: server.alice)
            let id = try posted.id()
            #expect(posted["mentions"].array?.count == 2)
            #expect(posted["tags"].array?.count == 3)
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                #expect(try await cold.get("/api/v1/statuses/\(id)", as: cold.alice).text == posted.text)
            }
        }
    }

    @Test("each visibility is kept, an unknown one is refused", arguments: TestEngine.available)
    func visibilities(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for name in ["public", "unlisted", "private", "direct"] {
                let reply = try await server.post(["status": "Hello", "visibility": name], by: server.alice)
                #expect(reply["visibility"] == .string(name))
            }
            try await server.post(["status": "a", "visibility": "everyone"], by: server.alice)
                .expectError(422, "Validation failed: Visibility is not included in the list")
            // Direct ones are not counted.
            #expect(try await server.get("/api/v1/statuses/1", as: server.alice).status == 404)
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("a warning makes it sensitive, and alone it is the text", arguments: TestEngine.available)
    func spoiler(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let warned = try await server.post(
                ["status": "The end", "spoiler_text": "A <film>", "sensitive": "false"],
                by: server.alice
            )
            #expect(warned["sensitive"] == true)
            #expect(warned["spoiler_text"] == "A <film>")
            let alone = try await server.post(["status": " ", "spoiler_text": "Only this"], by: server.alice)
            #expect(alone["content"] == "<p>Only this</p>")
            #expect(alone["spoiler_text"] == "")
        }
    }

    @Test("nothing, white space, and 501 characters are refused; 500 are not", arguments: TestEngine.available)
    func length(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            func post(_ text: String, spoiler: String = "") async throws -> Reply {
                try await server.post(["status": text, "spoiler_text": spoiler], by: server.alice)
            }
            for blank in ["", " \n\t ", "\u{A0}\u{3000}"] {
                try await post(blank).expectError(422, "Validation failed: Text can't be blank")
            }
            try await post(String(repeating: "👩‍👩‍👧‍👦", count: 500)).expect(200)
            try await post(String(repeating: "a", count: 501))
                .expectError(422, "Validation failed: Text character limit of 500 exceeded by 1")
            // A link counts 23, however long; a mention without its domain; a warning counts too.
            let link = "https://example.org/" + String(repeating: "a", count: 600)
            try await post(String(repeating: "a", count: 476) + " " + link).expect(200)
            try await post(String(repeating: "a", count: 477) + " " + link).expect(422)
            try await post(String(repeating: "a", count: 495) + " @bob@chorus.example").expect(200)
            try await post(String(repeating: "a", count: 496) + " @bob@chorus.example").expect(422)
            try await post(String(repeating: "a", count: 400), spoiler: String(repeating: "b", count: 101)).expect(422)
            try await post(String(repeating: "a", count: 400), spoiler: String(repeating: "b", count: 100)).expect(200)
        }
    }

    @Test("a language is normalised, an unknown one falls back", arguments: TestEngine.available)
    func language(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for (sent, kept) in [("de", JSONValue.string("de")), ("DE-at", "de"), ("", .null), ("klingonese", .null)] {
                let reply = try await server.post(["status": "Hallo", "language": sent], by: server.alice)
                #expect(reply["language"] == kept, "\(sent)")
            }
        }
    }

    @Test("the same idempotency key answers with the same status for an hour", arguments: TestEngine.available)
    func idempotency(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let key = try #require(HTTPField.Name("Idempotency-Key"))
            func post(_ text: String, as person: Person) async throws -> String {
                try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: person,
                    ["status": text],
                    headers: [key: "k-1"]
                ).id()
            }
            let first = try await post("One", as: server.alice)
            #expect(try await post("Two", as: server.alice) == first)
            #expect(try await post("", as: server.alice) == first)
            #expect(try await post("Three", as: server.bob) != first)
            server.clock.advance(.seconds(3600))
            let later = try await post("Four", as: server.alice)
            #expect(later != first)
            #expect(try await post("Five", as: server.alice) == later)
            try await server.send(.delete, "/api/v1/statuses/\(later)", as: server.alice).expect(200)
            #expect(try await post("Six", as: server.alice) != later)
        }
    }

    @Test("an empty idempotency key is none", arguments: TestEngine.available)
    func emptyKey(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let key = try #require(HTTPField.Name("Idempotency-Key"))
            for _ in 0..<2 {
                try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: server.alice,
                    ["status": "Hello"],
                    headers: [key: ""]
                )
                .expect(200)
            }
            #expect(try await server.get("/api/v1/timelines/public").ids().count == 2)
        }
    }

    @Test("the same key many times at once makes one status", arguments: TestEngine.available)
    func idempotencyAtOnce(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let draft = StatusDraft(text: "Once", idempotencyKey: "k")
            let ids = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<16 {
                    group.addTask { try await server.services.postStatus(draft, by: server.alice.user).status.id }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await server.get("/api/v1/accounts/\(server.alice.id)/statuses").ids().count == 1)
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("what this server cannot keep is refused, not lost", arguments: TestEngine.available)
    func unsupported(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for body in [
                #"{"status":"a","media_ids":["1"]}"#, #"{"status":"a","poll":{"options":["a"],"expires_in":300}}"#,
                #"{"status":"a","scheduled_at":"soon"}"#,
            ] {
                try await server.send(.post, "/api/v1/statuses", as: server.alice, json: body).expect(422)
            }
            for body in [
                #"{"status":"a","media_ids":[],"poll":null,"scheduled_at":"","quoted_status_id":null}"#,
                #"{"status":"a","in_reply_to_id":null,"sensitive":false,"spoiler_text":""}"#,
            ] {
                try await server.send(.post, "/api/v1/statuses", as: server.alice, json: body).expect(200)
            }
        }
    }
}
