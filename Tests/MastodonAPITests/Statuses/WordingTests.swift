// Warnings, white space and expected mentions: what becomes of the words that an app sends.

import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Services
import TestSupport
import Testing

@Suite("Wording of a status")
struct WordingTests {
    @Test("a warning without a text is the text, and covers its pictures", arguments: TestEngine.available)
    func warning(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let alice = server.alice
            func post(_ fields: KeyValuePairs<String, String>) async throws -> Reply {
                try await server.post(fields, by: alice)
            }
            let media = try await server.picture(by: alice)
            let posted = try await post(["spoiler_text": "nudity", "media_ids[]": media])
            #expect(posted["sensitive"] == true)
            #expect(posted["spoiler_text"] == "")
            #expect(posted["content"] == "<p>nudity</p>")
            // Deleted to be written again: everything that an app needs to cover it again.
            let deleted = try await server.send(.delete, "/api/v1/statuses/\(try posted.id())", as: alice)
            #expect(deleted["sensitive"] == true)
            #expect(deleted["text"] == "nudity")
            // Edited so.
            let plain = try await post(["status": "Sea", "media_ids[]": media]).expect(200)
            #expect(plain["sensitive"] == false)
            let edited = try await server.send(
                .put,
                "/api/v1/statuses/\(try plain.id())",
                as: alice,
                ["status": " \n", "spoiler_text": "swimmers", "media_ids[]": media]
            )
            #expect(edited["sensitive"] == true)
            #expect(edited["content"] == "<p>swimmers</p>")
            #expect(edited["spoiler_text"] == "")
            // Posted later.
            let other = try await server.picture(by: alice)
            let later = server.later(3600)
            let waiting = try await post(["spoiler_text": "nudity", "media_ids[]": other, "scheduled_at": later])
            #expect(waiting["params", "sensitive"] == true)
            server.clock.advance(.seconds(3600))
            for job in try await server.dueJobs("post-scheduled") { try await server.services.postScheduled(job) }
            let posts = try await server.get("/api/v1/accounts/\(alice.id)/statuses", as: alice)
            #expect(posts["0", "sensitive"] == true)
            #expect(posts["0", "content"] == "<p>nudity</p>")
        }
    }

    @Test("beside a quote a warning stays a warning", arguments: TestEngine.available)
    func quote(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let quoted = try await server.post("Film", by: server.bob)
            let fields = ["spoiler_text": "the ending", "quoted_status_id": quoted] as KeyValuePairs
            let posted = try await server.post(fields, by: server.alice)
            #expect(posted["spoiler_text"] == "the ending")
            #expect(posted["sensitive"] == true)
            let edited = try await server.send(
                .put,
                "/api/v1/statuses/\(try posted.id())",
                as: server.alice,
                ["spoiler_text": "the murderer"]
            )
            #expect(edited["spoiler_text"] == "the murderer")
            #expect(edited["sensitive"] == true)
            let text = try await server.get("/api/v1/statuses/\(try posted.id())/source", as: server.alice)
            #expect(text["text"] == "")
        }
    }

    @Test(
        "sensitivity is what was asked for, else the default, and always that of a warning",
        arguments: TestEngine.available
    )
    func defaults(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.updateProfile(["source[sensitive]": "true"], of: server.alice).expect(200)
            for (fields, isSensitive) in [
                (["status": "a"], true), (["status": "b", "sensitive": "false"], false),
                (["status": "c", "sensitive": "false", "spoiler_text": "d"], true),
                (["status": "e", "sensitive": "false", "spoiler_text": "   "], false),
            ] as [(KeyValuePairs<String, String>, Bool)] {
                let posted = try await server.post(fields, by: server.alice)
                #expect(posted["sensitive"] == .bool(isSensitive), "\(fields)")
            }
        }
    }

    @Test("white space at both ends goes", arguments: TestEngine.available)
    func stripped(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let posted = try await server.post(
                ["status": "  spaces  \n\n", "spoiler_text": "  cw  "],
                by: server.alice
            )
            #expect(posted["content"] == "<p>spaces</p>")
            #expect(posted["spoiler_text"] == "cw")
            let edited = try await server.send(
                .put,
                "/api/v1/statuses/\(try posted.id())",
                as: server.alice,
                ["status": "\t more \r\n", "spoiler_text": "\u{0} cw"]
            )
            #expect(edited["content"] == "<p>more</p>")
            #expect(edited["spoiler_text"] == "cw")
            let source = try await server.get("/api/v1/statuses/\(try posted.id())/source", as: server.alice)
            #expect(source["text"] == "more")
        }
    }

    @Test("a post that would mention others than expected is refused, and names them", arguments: TestEngine.available)
    func expectedMentions(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (bob, charlie) = (server.bob, server.charlie)
            func post(_ allowed: String, _ more: String = "") async throws -> Reply {
                let body = #"{"status":"@bob @charlie hello","allowed_mentions":\#(allowed)\#(more)}"#
                return try await server.send(.post, "/api/v1/statuses", as: server.alice, json: body)
            }
            for more in ["", #", "scheduled_at": "\#(server.later(3600))""#] {
                let refused = try await post(#"["\#(bob.id)"]"#, more)
                refused.expect(422)
                #expect(refused["error"] == "Post would be sent to unexpected accounts")
                #expect(refused["unexpected_accounts"].array?.count == 1)
                #expect(refused["unexpected_accounts", "0", "id"].string == String(charlie.id))
                #expect(refused["unexpected_accounts", "0", "acct"] == "charlie")
            }
            #expect(try await post("[]")["unexpected_accounts"].array?.count == 2)
            #expect(try await server.get("/api/v1/accounts/\(server.alice.id)/statuses").ids() == [])
            try await post(#"["\#(bob.id)",\#(charlie.id)]"#).expect(200)
            try await post("null").expect(200)
        }
    }

    @Test("the moment of a post for later may lack a zone: it is in UTC", arguments: TestEngine.available)
    func withoutZone(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for moment in ["2030-01-31T12:00:00", "2030-01-31 12:00", "2030-01-31T14:00:00.000 02:00"] {
                let waiting = try await server.post(["status": "Later", "scheduled_at": moment], by: server.alice)
                #expect(waiting["scheduled_at"] == "2030-01-31T12:00:00.000Z")
            }
        }
    }
}
