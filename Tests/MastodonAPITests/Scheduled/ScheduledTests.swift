// Statuses for later: kept, moved, cancelled, and posted exactly once.

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

extension TestServer {
    func later(_ seconds: Int64) -> String { (clock.clock.now() + .seconds(seconds)).iso8601 }

    /// Takes on the jobs that are due, as a runner would.
    func dueJobs(_ kind: String) async throws -> [Job] {
        let now = clock.clock.now()
        return try await services.database.write { connection in
            try JobQueries.lease(
                kind: kind,
                exceptHosts: [],
                by: 1,
                now: now,
                until: now + .seconds(900),
                limit: 1000,
                connection
            )
        }
    }
}

@Suite("Scheduled statuses")
struct ScheduledTests {
    static let path = "/api/v1/scheduled_statuses"

    @Test("a status for later waits, and is posted once at its time", arguments: TestEngine.available)
    func posting(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let parent = try await server.post("First", by: server.bob)
            let body = """
                {"status": "Hello @bob #later", "scheduled_at": "\(server.later(3600))", "visibility": "unlisted", \
                "spoiler_text": "soon", "language": "de", "in_reply_to_id": "\(parent)", \
                "poll": {"options": ["Tea", "Coffee"], "expires_in": 600, "multiple": true}}
                """
            let kept = try await server.send(.post, "/api/v1/statuses", as: server.alice, json: body)
            try expectGolden("ScheduledStatus", kept)
            let id = try kept.id()
            #expect(kept["params", "in_reply_to_id"].string == parent)
            #expect(try await server.get(Self.path, as: server.alice).ids() == [id])
            #expect(try await server.get("\(Self.path)/\(id)", as: server.alice).text == kept.text)
            #expect(try await server.get("\(Self.path)/\(id)", as: server.bob).status == 404)
            #expect(try await server.get("/api/v1/accounts/\(server.alice.id)/statuses").ids().isEmpty)
            #expect(try await server.dueJobs("post-scheduled").isEmpty)
            server.clock.advance(.seconds(3600))
            let jobs = try await server.dueJobs("post-scheduled")
            #expect(jobs.count == 1)
            // Twice at once, as when a node is taken for dead, and once more, as after a crash.
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    for job in jobs { group.addTask { try? await server.services.postScheduled(job) } }
                }
            }
            for job in jobs { try await server.services.postScheduled(job) }
            let posted = try await server.get("/api/v1/accounts/\(server.alice.id)/statuses", as: server.alice)
            #expect(posted.ids().count == 1)
            #expect(posted["0", "spoiler_text"] == "soon")
            #expect(posted["0", "visibility"] == "unlisted")
            #expect(posted["0", "in_reply_to_id"].string == parent)
            #expect(posted["0", "poll", "multiple"] == true)
            #expect(posted["0", "poll", "options", "1", "title"] == "Coffee")
            #expect(posted["0", "mentions", "0", "acct"] == "bob")
            #expect(try await server.get(Self.path, as: server.alice).ids().isEmpty)
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("one can be moved and cancelled", arguments: TestEngine.available)
    func moving(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            var ids: [String] = []
            for text in ["One", "Two"] {
                ids.append(
                    try await server.send(
                        .post,
                        "/api/v1/statuses",
                        as: alice,
                        ["status": text, "scheduled_at": server.later(600)]
                    ).id()
                )
            }
            let moved = try await server.send(
                .put,
                "\(Self.path)/\(ids[0])",
                as: alice,
                ["scheduled_at": server.later(7200), "status": "is not looked at"]
            )
            #expect(moved["params", "text"] == "One")
            try await server.send(.put, "\(Self.path)/\(ids[0])", as: server.bob, ["scheduled_at": server.later(7200)])
                .expect(404)
            try await server.send(.delete, "\(Self.path)/\(ids[1])", as: server.bob).expect(404)
            #expect(try await server.send(.delete, "\(Self.path)/\(ids[1])", as: alice).text == "{}")
            try await server.send(.delete, "\(Self.path)/\(ids[1])", as: alice).expect(404)
            server.clock.advance(.seconds(700))
            for job in try await server.dueJobs("post-scheduled") { try await server.services.postScheduled(job) }
            #expect(try await server.get("/api/v1/accounts/\(alice.id)/statuses").ids().isEmpty)
            server.clock.advance(.seconds(7200))
            for job in try await server.dueJobs("post-scheduled") { try await server.services.postScheduled(job) }
            #expect(try await server.get("/api/v1/accounts/\(alice.id)/statuses").ids().count == 1)
        }
    }

    @Test("what is too near, too much or cannot be posted is refused; the past is now", arguments: TestEngine.available)
    func limits(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            func schedule(_ seconds: Int64, _ text: String = "Later", parent: String = "") async throws -> Reply {
                try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: alice,
                    ["status": text, "scheduled_at": server.later(seconds), "in_reply_to_id": parent]
                )
            }
            try await schedule(200).expectError(
                422,
                "Validation failed: Scheduled at must be at least 5 minutes in the future"
            )
            let now = try await schedule(-60)
            #expect(now["content"] == "<p>Later</p>")
            try await schedule(900, "").expect(422)
            try await schedule(900, String(repeating: "a", count: 501)).expect(422)
            try await schedule(900, parent: "99").expect(404)
            for number in 0..<25 { try await schedule(86_400 * 2 + Int64(number)).expect(200) }
            try await schedule(86_400 * 2 + 100).expect(422)
            let other = try await schedule(86_400 * 4).id()
            try await server.send(
                .put,
                "\(Self.path)/\(other)",
                as: alice,
                ["scheduled_at": server.later(86_400 * 2)]
            ).expect(422)
            let page = try await server.get("\(Self.path)?limit=5", as: alice)
            #expect(page.ids().count == 5)
            #expect(page.links["next"] != nil)
        }
    }

    @Test(
        "files are kept for a status that waits, and free again when it is cancelled",
        arguments: TestEngine.available
    )
    func files(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let alice = server.alice
            let picture = try await server.picture(by: alice, "One")
            func schedule() async throws -> Reply {
                try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: alice,
                    ["media_ids[]": picture, "scheduled_at": server.later(3 * 86_400)]
                )
            }
            let kept = try await schedule()
            #expect(kept.expect(200).ids("media_attachments") == [picture])
            #expect(kept["params", "media_ids", "0"].string == picture)
            try await server.send(.post, "/api/v1/statuses", as: alice, ["status": "Now", "media_ids[]": picture])
                .expect(422)
            server.clock.advance(.seconds(2 * 86_400))
            try await server.services.purgeMedia()
            #expect(try await server.get(Self.path, as: alice).json.array?.count == 1)
            try await server.send(.delete, "\(Self.path)/\(try kept.id())", as: alice).expect(200)
            try await schedule().expect(200)
            server.clock.advance(.seconds(3 * 86_400))
            for job in try await server.dueJobs("post-scheduled") { try await server.services.postScheduled(job) }
            let posted = try await server.get("/api/v1/accounts/\(alice.id)/statuses", as: alice)
            #expect(posted["0", "media_attachments", "0", "id"].string == picture)
        }
    }

    @Test("the same idempotency key keeps one status", arguments: TestEngine.available)
    func key(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let moment = server.later(3600)
            var headers: HTTPFields = [:]
            headers[try #require(HTTPField.Name("Idempotency-Key"))] = "one"
            var ids: Set<String> = []
            for _ in 0..<3 {
                ids.insert(
                    try await server.send(
                        .post,
                        "/api/v1/statuses",
                        as: server.alice,
                        ["status": "Later", "scheduled_at": moment],
                        headers: headers
                    ).id()
                )
            }
            #expect(ids.count == 1)
        }
    }

    @Test("what can no longer be posted is dropped", arguments: TestEngine.available)
    func gone(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let parent = try await server.post("First", by: server.bob)
            try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                ["status": "Later", "scheduled_at": server.later(600), "in_reply_to_id": parent]
            ).expect(200)
            try await server.send(.delete, "/api/v1/statuses/\(parent)", as: server.bob).expect(200)
            server.clock.advance(.seconds(600))
            for job in try await server.dueJobs("post-scheduled") {
                await #expect(throws: (any Error).self) { try await server.services.postScheduled(job) }
            }
            #expect(try await server.get(Self.path, as: server.alice).ids().isEmpty)
        }
    }
}
