// With `--guard hold` a post with private information is there for its author and moderators alone, whatever is asked for.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("Held posts")
struct HeldTests {
    static let hold = GuardSettings(mode: .hold)

    private func moderator(_ server: TestServer) async throws -> String {
        _ = try await server.services.createAccount(
            NewAccount(username: "dana", email: "dana@example.org", password: nil, role: .admin, agreement: true)
        )
        return try await server.services.createToken(username: "dana", scopes: "read admin:read admin:write").token
    }

    /// All that could show a post of alice's to others.
    private func routes(_ server: TestServer, _ id: String, _ parent: String) -> [String] {
        let alice = server.alice.id
        return [
            "/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/public?local=true",
            "/api/v1/timelines/tag/tea", "/api/v1/statuses/\(id)", "/api/v1/statuses?id[]=\(id)",
            "/api/v1/statuses/\(id)/context", "/api/v1/statuses/\(id)/source", "/api/v1/statuses/\(id)/history",
            "/api/v1/statuses/\(parent)/context", "/api/v1/accounts/\(alice)/statuses", "/api/v1/accounts/\(alice)",
            "/api/v1/notifications", "/api/v2/notifications", "/api/v1/conversations",
            "/api/v2/search?q=Ann&type=statuses",
            "/api/v2/search?q=900123", "/api/v1/trends/tags", "/api/v1/trends/statuses", "/api/v1/tags/tea",
            "/api/chorus/v1/tags/tea/magnitude", "/api/chorus/v1/tags/tea/magnitude.csv", "/api/chorus/v1/held",
            "/api/v1/scheduled_statuses", "/api/v1/scheduled_statuses/\(id)", "/api/v1/directory",
            "/api/v1/instance/activity",
        ]
    }

    @Test("a held post is seen by nobody but its author and moderators", arguments: TestEngine.available)
    func nowhere(_ engine: TestEngine) async throws {
        try await withServer(engine, guarding: Self.hold) { server in
            let token = try await moderator(server)
            try await server.follow(server.alice, by: server.bob)
            let parent = try await server.post("Tea?", by: server.bob)
            let before = try await server.get("/api/v1/accounts/\(server.alice.id)")["statuses_count"]
            let held = try await server.post(
                ["status": "@bob Ann has tea: \(privateNumber) #tea", "in_reply_to_id": parent],
                by: server.alice
            ).expect(200)
            let id = try held.id()
            #expect(held["held_for", "0"] == "phone_number")
            #expect(held["content"].string?.contains(privateNumber) == true)
            // Nothing is told: no stream, no push, no cache, no other server hears of it.
            #expect(held.events.isEmpty)
            for person in [server.bob, server.charlie, nil] {
                for path in routes(server, id, parent) {
                    let reply = try await server.get(path, as: person)
                    #expect(reply.status < 500 && !reply.text.contains("900123"), "\(path)")
                }
            }
            #expect(try await server.get("/api/v1/accounts/\(server.alice.id)")["statuses_count"] == before)
            #expect(
                try await server.get("/api/v1/accounts/\(server.alice.id)/statuses", as: server.alice).ids().isEmpty
            )
            #expect(try await server.get("/api/v1/statuses/\(id)", as: server.alice)["held_for", "0"] == "phone_number")
            #expect(try await server.get("/api/chorus/v1/held", as: server.alice).ids() == [id])
            let list = try await server.send(.get, "/api/chorus/v1/admin/held", token: token).expect(200)
            #expect(list.ids() == [id] && list["0", "status", "account", "username"] == "alice")
            for name in ["favourite", "reblog", "bookmark", "pin"] {
                try await server.act(name, id, by: server.bob).expect(404)
            }
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("approved, it is published and counted as if posted then, once", arguments: TestEngine.available)
    func approving(_ engine: TestEngine) async throws {
        try await withServer(engine, guarding: Self.hold) { server in
            let token = try await moderator(server)
            let id = try await server.post("@bob Ann has tea: \(privateNumber) #tea", by: server.alice)
            try await server.send(.post, "/api/chorus/v1/admin/held/\(id)/approve", as: server.bob).expect(403)
            let path = "/api/chorus/v1/admin/held/\(id)/approve"
            let posted = try await server.send(.post, path, token: token).expect(200)
            try await server.send(.post, path, token: token).expect(404)
            let new = try posted.id()
            #expect(new != id && !posted.events.isEmpty)
            #expect(try await server.get("/api/v1/timelines/tag/tea").ids() == [new])
            #expect(try await server.get("/api/v1/notifications", as: server.bob)["0", "status", "id"].string == new)
            #expect(try await server.get("/api/v1/accounts/\(server.alice.id)")["statuses_count"] == 1)
            #expect(try await server.send(.get, "/api/chorus/v1/admin/held", token: token).ids().isEmpty)
            #expect(try await server.get("/api/v1/statuses/\(id)", as: server.alice).status == 404)
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("rejected, it is gone and its author is told; its author may take it back", arguments: TestEngine.available)
    func rejecting(_ engine: TestEngine) async throws {
        try await withServer(engine, guarding: Self.hold) { server in
            let token = try await moderator(server)
            let (one, two) = (
                try await server.post("One \(privateNumber)", by: server.alice),
                try await server.post("Two \(privateNumber)", by: server.alice)
            )
            try await server.send(
                .post,
                "/api/chorus/v1/admin/held/\(one)/reject",
                token: token,
                ["text": "That is hers"]
            ).expect(200)
            #expect(try await server.get("/api/v1/statuses/\(one)", as: server.alice).status == 404)
            #expect(
                try await server.get("/api/v1/notifications", as: server.alice)["0", "type"] == "moderation_warning"
            )
            try await server.send(.delete, "/api/v1/statuses/\(two)", as: server.bob).expect(404)
            try await server.send(.delete, "/api/v1/statuses/\(two)", as: server.alice).expect(200)
            #expect(try await server.send(.get, "/api/chorus/v1/admin/held", token: token).ids().isEmpty)
        }
    }

    @Test(
        "edits and profiles with a number are refused, without the number in the answer",
        arguments: TestEngine.available
    )
    func refusing(_ engine: TestEngine) async throws {
        try await withServer(engine, guarding: Self.hold) { server in
            let id = try await server.post("Hello", by: server.alice)
            for _ in 0..<2 {
                let edit = try await server.send(
                    .put,
                    "/api/v1/statuses/\(id)",
                    as: server.alice,
                    ["status": "Hello \(privateNumber)"]
                ).expect(422)
                #expect(!edit.text.contains("900123"))
                try await server.updateProfile(["note": privateNumber], of: server.alice).expect(422)
            }
            #expect(try await server.get("/api/v1/statuses/\(id)")["content"] == "<p>Hello</p>")
        }
    }

    @Test(
        "the same request twice holds one post; what was for later is held when it is due",
        arguments: TestEngine.available
    )
    func onceAndLater(_ engine: TestEngine) async throws {
        try await withServer(engine, guarding: Self.hold) { server in
            let token = try await moderator(server)
            var headers: HTTPFields = [:]
            if let name = HTTPField.Name("Idempotency-Key") { headers[name] = "tea" }
            var ids: Set<String> = []
            for _ in 0..<2 {
                ids.insert(
                    try await server.send(
                        .post,
                        "/api/v1/statuses",
                        as: server.alice,
                        ["status": privateNumber],
                        headers: headers
                    ).id()
                )
            }
            #expect(ids.count == 1)
            let later = try await server.post(
                ["status": "Later \(privateNumber)", "scheduled_at": server.later(3600)],
                by: server.alice
            ).id()
            server.clock.advance(.seconds(3600))
            for job in try await server.dueJobs("post-scheduled") { try await server.services.postScheduled(job) }
            #expect(
                try await server.get("/api/v1/accounts/\(server.alice.id)/statuses", as: server.alice).ids().isEmpty
            )
            let held = try await server.send(.get, "/api/chorus/v1/admin/held", token: token).ids()
            #expect(Set(held) == ids.union([later]))
            // Nobody moves it past the moderators.
            try await server.send(
                .put,
                "/api/v1/scheduled_statuses/\(later)",
                as: server.alice,
                ["scheduled_at": server.later(7200)]
            ).expect(404)
            try await server.send(.post, "/api/chorus/v1/admin/held/\(later)/approve", token: token).expect(200)
            #expect(try await server.get("/api/v1/accounts/\(server.alice.id)/statuses").ids().count == 1)
        }
    }
}
