// A storm, and the shield against it.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("The shield")
struct ShieldTests {
    private let path = "/api/chorus/v1/shield"

    private func mentions(_ server: TestServer) async throws -> [String] {
        try await server.get("/api/v1/notifications?types[]=mention&types[]=quote", as: server.alice).json.array?
            .compactMap { $0["status"]?["id"]?.string } ?? ["?"]
    }

    @Test("up, strangers wait and friends are heard; it ends by itself", arguments: TestEngine.available)
    func holding(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await server.follow(charlie, by: alice)
            let post = try await server.post("Mine", by: alice)
            #expect(try await server.get(path, as: alice).json["until"] == .null)
            let up = try await server.send(.post, path, as: alice).expect(200)
            #expect(up["until"].string != nil && up.json["unusual_mentions"] == .null)
            // A reply, a mention, a quote and a message.
            for fields: KeyValuePairs in [
                ["status": "So", "in_reply_to_id": post], ["status": "@alice so"],
                ["status": "See", "quoted_status_id": post], ["status": "@alice psst", "visibility": "direct"],
            ] {
                let said = try await server.post(fields, by: bob).expect(200)
                #expect(!said.events.contains { if case .notified(alice.id, _) = $0 { true } else { false } })
            }
            let friendly = try await server.post("Well said", by: charlie, answering: post)
            #expect(try await mentions(server) == [friendly])
            try await server.act("favourite", post, by: bob).expect(200)
            #expect(try await server.get("/api/v1/notifications?types[]=favourite", as: alice).ids().count == 1)
            let requests = try await server.get("/api/v1/notifications/requests", as: alice)
            #expect(requests["0", "account", "id"].string == "\(bob.id)" && requests["0", "notifications_count"] == "4")
            // Its rules beside it stay what they were.
            try await server.send(.put, "/api/v2/notifications/policy", as: alice, ["for_bots": "drop"]).expect(200)
            #expect(try await server.get(path, as: alice)["until"] == up["until"])
            server.clock.advance(.seconds(86_400))
            let later = try await server.post("@alice later", by: bob)
            #expect(try await mentions(server) == [later, friendly])
            #expect(try await server.get(path, as: alice).json["until"] == .null)
            #expect(try await server.get("/api/v1/notifications/requests", as: alice).ids().count == 1)
        }
    }

    @Test("it is taken down, and lasts neither too short nor too long", arguments: TestEngine.available)
    func limits(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            for hours in ["0", "169", "-1", "99999999999999999999", "x"] {
                let refused = try await server.send(.post, path, as: alice, ["hours": hours])
                #expect([400, 422].contains(refused.status), "\(hours): \(refused.status)")
            }
            try await server.send(.post, path, as: alice, ["hours": "168"]).expect(200)
            let down = try await server.send(.delete, path, as: alice).expect(200)
            #expect(down.json["until"] == .null)
            let heard = try await server.post("@alice so", by: server.bob)
            #expect(try await mentions(server) == [heard])
            for method in [HTTPRequest.Method.get, .post, .delete] {
                try await server.send(method, path).expect(401)
            }
        }
    }

    @Test("it is proposed in a storm, and to nobody who is used to one", arguments: TestEngine.available)
    func proposing(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            func unusual() async throws -> JSONValue { try await server.get(path, as: alice)["unusual_mentions"] }
            func storm(_ count: Int, every pause: Duration = .seconds(1)) async throws {
                for number in 0..<count {
                    server.clock.advance(pause)
                    let user = try #require(try await server.services.user(bob.id))
                    _ = try await server.services.postStatus(StatusDraft(text: "@alice \(number)"), by: user)
                }
            }
            try await storm(29)
            #expect(try await unusual() == .null)
            try await storm(2)
            #expect(try await unusual() == 31)
            try await server.send(.post, path, as: alice).expect(200)
            #expect(try await unusual() == .null, "one is up")
            try await server.send(.delete, path, as: alice).expect(200)
            server.clock.advance(.seconds(3600))
            #expect(try await unusual() == .null, "it is over")
            // Five an hour for days, and forty are no storm.
            try await storm(5 * 24 * 14, every: .seconds(720))
            try await storm(35)
            let last = try await unusual()
            #expect(last == .null)
        }
    }
}
