// The entities byte for byte: nobody changes what apps read without seeing it in a diff.

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

@Suite("Golden statuses")
struct GoldenStatusTests {
    @Test("a status in each of its forms", arguments: TestEngine.available)
    func statuses(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let plain = try await server.send(
                .post,
                "/api/v1/statuses",
                as: alice,
                ["status": "Good morning", "language": "en"]
            )
            try expectGolden("Status.plain", plain)
            let rich = try await server.send(
                .post,
                "/api/v1/statuses",
                as: bob,
                json: """
                    {"status": "Hello @alice, see https://example.org/a/long/path/to/some/page #Möwe <3\\n\\nBye", \
                    "spoiler_text": "Birds & \\"such\\"", "visibility": "unlisted", "language": "de", \
                    "in_reply_to_id": "\(try plain.id())"}
                    """
            )
            try expectGolden("Status.reply", rich)
            try expectGolden("Status.anonymous", try await server.get("/api/v1/statuses/\(try rich.id())"))
            try expectGolden("Status.reblog", try await server.act("reblog", try rich.id(), by: alice))
            try expectGolden("Status.favourited", try await server.act("favourite", try rich.id(), by: alice))
            try expectGolden(
                "Status.private",
                try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: alice,
                    ["status": "For friends", "visibility": "private"]
                )
            )
            try expectGolden("Context", try await server.get("/api/v1/statuses/\(try plain.id())/context", as: alice))
            try expectGolden("Timeline", try await server.get("/api/v1/timelines/public?limit=1&local=true"))
            try await server.send(.put, "/api/v1/statuses/\(try plain.id())", as: alice, ["status": "Good evening"])
                .expect(200)
            try expectGolden("Status.edited", try await server.get("/api/v1/statuses/\(try plain.id())", as: alice))
            try expectGolden("StatusEdit", try await server.get("/api/v1/statuses/\(try plain.id())/history"))
            try expectGolden("StatusSource", try await server.get("/api/v1/statuses/\(try rich.id())/source", as: bob))
            try expectGolden(
                "Status.deleted",
                try await server.send(.delete, "/api/v1/statuses/\(try rich.id())", as: bob)
            )
        }
    }

    @Test("an error of each kind", arguments: TestEngine.available)
    func errors(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let home = "/api/v1/timelines/home"
            try expectGolden("Error.401.anonymous", try await server.get(home))
            try expectGolden("Error.401.token", try await server.send(.get, home, token: "wrong"))
            let narrow = try await server.token(server.alice, scopes: "write:bookmarks")
            try expectGolden("Error.403.scope", try await server.send(.get, home, token: narrow))
            let quiet = try await server.post("Psst", by: server.alice, "direct")
            try expectGolden("Error.403.reblog", try await server.act("reblog", quiet, by: server.alice))
            try expectGolden("Error.404", try await server.get("/api/v1/statuses/1"))
            try expectGolden(
                "Error.422",
                try await server.send(.post, "/api/v1/statuses", as: server.alice, ["status": ""])
            )
            try expectGolden("Error.400", try await server.send(.post, "/api/v1/statuses", as: server.alice, json: "{"))
        }
    }

    /// Fields without which at least one of the common apps fails (client_required_fields).
    static let required: [(entity: String, fields: [String])] = [
        (
            "Status",
            [
                "account", "content", "created_at", "emojis", "favourites_count", "id", "media_attachments", "mentions",
                "reblogs_count", "replies_count", "sensitive", "spoiler_text", "tags", "uri", "visibility",
            ]
        ),
        ("Status(delete)", ["created_at", "media_attachments", "sensitive", "spoiler_text", "visibility", "text"]),
        ("Context", ["ancestors", "descendants"]), ("Mention", ["acct", "id", "url", "username"]),
        ("Tag", ["name", "url"]),
        (
            "StatusEdit",
            ["account", "content", "created_at", "emojis", "media_attachments", "sensitive", "spoiler_text"]
        ),
        ("StatusSource", ["id", "spoiler_text", "text"]),
        ("Account", ["acct", "avatar", "id", "url", "username", "display_name", "note", "emojis", "fields"]),
    ]

    @Test("what apps cannot do without is there and is not null", arguments: TestEngine.available)
    func requiredFields(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello @bob #tag", by: server.alice)
            let reblog = try await server.act("reblog", id, by: server.bob)
            let status = try await server.get("/api/v1/statuses/\(id)")
            let shown: [String: [JSONValue]] = [
                "Status": [status.json, reblog.json, reblog["reblog"]], "Mention": [status["mentions", "0"]],
                "Tag": [status["tags", "0"]], "Account": [status["account"]],
                "Context": [try await server.get("/api/v1/statuses/\(id)/context").json],
                "StatusEdit": [try await server.get("/api/v1/statuses/\(id)/history")["0"]],
                "StatusSource": [try await server.get("/api/v1/statuses/\(id)/source", as: server.alice).json],
                "Status(delete)": [try await server.send(.delete, "/api/v1/statuses/\(id)", as: server.alice).json],
            ]
            for (entity, fields) in GoldenStatusTests.required {
                let values = try #require(shown[entity])
                for value in values {
                    for field in fields {
                        let found = value[field]
                        #expect(found != nil && found != .null, "\(entity).\(field)")
                    }
                }
            }
            // There, but null.
            for field in [
                "in_reply_to_id", "in_reply_to_account_id", "edited_at", "reblog", "poll", "card", "language",
            ] {
                #expect(status[field] == .null, "\(field)")
            }
            for field in ["favourited", "reblogged", "muted", "bookmarked", "filtered", "pinned"] {
                #expect(status.json[field] == nil, "\(field)")
            }
        }
    }
}
