// From whom one wants to hear, and those who ask to be heard.

import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@Suite("Notification policy")
struct PolicyTests {
    private static let requests = "/api/v1/notifications/requests"

    @Test("both versions of the policy tell and change the same rules", arguments: TestEngine.available)
    func versions(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            let second = "/api/v2/notifications/policy"
            let first = "/api/v1/notifications/policy"
            try expectSameJSON(
                try await server.get(second, as: alice).expect(200).json,
                """
                {"for_not_following":"accept","for_not_followers":"accept","for_new_accounts":"accept",
                "for_private_mentions":"filter","for_limited_accounts":"filter","for_bots":"accept",
                "summary":{"pending_requests_count":0,"pending_notifications_count":0}}
                """
            )
            let set = try await server.send(.patch, second, as: alice, ["for_not_following": "drop"]).expect(200)
            #expect(set["for_not_following"] == "drop" && set["for_private_mentions"] == "filter")
            try expectSameJSON(
                try await server.send(.put, first, as: alice, ["filter_private_mentions": "false"]).expect(200).json,
                """
                {"filter_not_following":true,"filter_not_followers":false,"filter_new_accounts":false,
                "filter_private_mentions":false,"filter_limited_accounts":true,"filter_bots":false,
                "summary":{"pending_requests_count":0,"pending_notifications_count":0}}
                """
            )
            #expect(try await server.get(second, as: alice)["for_private_mentions"] == "accept")
            try await server.send(.put, second, as: alice, ["for_bots": "never"])
                .expectError(400, "for_bots must be accept, filter or drop")
        }
    }

    @Test(
        "what a rule holds back is in no list and no stream, and is shown once accepted",
        arguments: TestEngine.available
    )
    func accept(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let status = try await server.post("me too", by: alice)
            let policy = "/api/v2/notifications/policy"
            try await server.send(.put, policy, as: alice, ["for_not_following": "filter"]).expect(200)
            let mention = try await server.send(.post, "/api/v1/statuses", as: bob, ["status": "@alice hello"])
            #expect(mention.events.contains { if case .notificationFiltered(alice.id, _) = $0 { true } else { false } })
            #expect(!mention.events.contains { if case .notified = $0 { true } else { false } })
            try await server.act("favourite", status, by: bob)
            try await server.follow(alice, by: bob)
            #expect(try await server.get("/api/v1/notifications", as: alice).ids() == [])
            #expect(try await server.get("/api/v1/notifications/unread_count", as: alice)["count"] == 0)
            let all = try await server.get("/api/v1/notifications?include_filtered=true", as: alice)
            #expect(all.json.array?.map { $0["type"] } == ["follow", "favourite", "mention"])
            #expect(all["0", "filtered"] == true)

            let waiting = try await server.get(Self.requests, as: alice).expect(200)
            #expect(waiting["0", "account", "id"] == .string("\(bob.id)"))
            #expect(waiting["0", "notifications_count"] == "1")
            #expect(waiting["0", "last_status", "id"] == .string(try mention.id()))
            let id = waiting.ids()[0]
            #expect(try await server.get("\(Self.requests)/\(id)", as: alice).id() == id)
            try await server.get("\(Self.requests)/\(id)", as: bob).expectError(404, "Record not found")
            let summary = try await server.get(policy, as: alice)["summary"]
            #expect(summary["pending_requests_count"] == 1 && summary["pending_notifications_count"] == 1)

            let accepted = try await server.send(.post, "\(Self.requests)/\(id)/accept", as: alice).expect(200)
            #expect(accepted.text == "{}" && accepted.events.contains(.notificationsMerged(account: alice.id)))
            #expect(try await server.get("\(Self.requests)/merged", as: alice)["merged"] == true)
            #expect(try await server.get(Self.requests, as: alice).ids() == [])
            let list = try await server.get("/api/v2/notifications", as: alice)
            #expect(list["notification_groups"].array?.map { $0["type"] } == ["follow", "favourite", "mention"])
            #expect(try await server.wrongCounters() == [])
            // From now on they are heard.
            try await server.post("@alice again", by: bob)
            #expect(try await server.get("/api/v1/notifications?types[]=mention", as: alice).ids().count == 2)
            try await server.send(.post, "\(Self.requests)/\(id)/accept", as: alice).expectError(
                404,
                "Record not found"
            )
        }
    }

    @Test("what is refused is deleted, and more is held back again", arguments: TestEngine.available)
    func dismiss(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            for person in [server.bob, server.charlie] { try await server.post("@alice psst", by: person, "direct") }
            let ids = try await server.get(Self.requests, as: alice).ids()
            #expect(ids.count == 2)
            let page = try await server.get("\(Self.requests)?limit=1", as: alice)
            #expect(page.ids() == [ids[0]] && page.links["next"] == "\(Self.requests)?limit=1&max_id=\(ids[0])")
            try await server.send(
                .post,
                "\(Self.requests)/dismiss",
                as: alice,
                json: #"{"id":["\#(ids[0])","\#(ids[1])","77"]}"#
            ).expect(200)
            #expect(try await server.get(Self.requests, as: alice).ids() == [])
            #expect(try await server.get("/api/v1/notifications?include_filtered=true", as: alice).ids() == [])
            try await server.post("@alice psst", by: server.bob, "direct")
            let again = try await server.get(Self.requests, as: alice).ids()
            #expect(again.count == 1)
            try await server.send(.post, "\(Self.requests)/accept?id[]=\(again[0])", as: alice).expect(200)
            #expect(try await server.get("/api/v1/notifications", as: alice).ids().count == 1)
        }
    }

    @Test("an answer in private is heard; somebody out of the blue is not", arguments: TestEngine.available)
    func answers(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let letter = try await server.post("@bob how are you?", by: alice, "direct")
            #expect(try await server.get("/api/v1/notifications", as: bob).ids() == [])
            let answer = try await server.post("@alice well", by: bob, "direct", answering: letter)
            let more = try await server.post("@alice and you?", by: bob, "direct", answering: answer)
            let heard = try await server.get("/api/v1/notifications", as: alice)
            #expect(heard.json.array?.map { $0["status"]?["id"] } == [.string(more), .string(answer)])
            // Whom one follows may write any time.
            try await server.follow(alice, by: bob)
            try await server.post("@bob a word", by: alice, "direct")
            #expect(try await server.get("/api/v1/notifications", as: bob).ids().count == 1)
        }
    }

    @Test("what is to be dropped is never there", arguments: TestEngine.available)
    func drop(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            try await server.send(.put, "/api/v2/notifications/policy", as: alice, ["for_new_accounts": "drop"])
                .expect(200)
            try await server.post("@alice hello", by: bob)
            server.clock.advance(.seconds(31 * 86_400))
            try await server.post("@alice hello", by: bob)
            #expect(try await server.get("/api/v1/notifications?include_filtered=true", as: alice).ids().count == 1)
        }
    }

    @Test("moderators hear of new people, and people of what moderators do", arguments: TestEngine.available)
    func moderation(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let made = try await server.services.createAccount(
                NewAccount(username: "dana", email: "dana@example.org", password: nil, role: .admin, agreement: true)
            )
            let token = try await server.services.createToken(
                username: "dana",
                scopes: "read write admin:read admin:write"
            ).token
            for name in ["erin", "frank"] { _ = try await server.newPerson(name) }
            let told = try await server.send(.get, "/api/v2/notifications", token: token)
            #expect(told["notification_groups", "0", "type"] == "admin.sign_up")
            #expect(told["notification_groups", "0", "notifications_count"] == 2)
            let complaint = try await server.send(
                .post,
                "/api/v1/reports",
                as: server.bob,
                ["account_id": "\(server.charlie.id)", "comment": "Not kind"]
            )
            let heard = try await server.send(.get, "/api/v1/notifications?types[]=admin.report", token: token)
            #expect(heard["0", "report", "id"] == .string(try complaint.id()))
            #expect(heard["0", "report", "target_account", "id"] == .string("\(server.charlie.id)"))
            let act = "/api/v1/admin/accounts/\(server.bob.id)/action"
            try await server.send(.post, act, token: token, ["type": "none", "text": "Be kind"]).expect(200)
            try await server.send(.post, act, token: token, ["type": "silence"]).expect(200)
            let warned = try await server.get("/api/v1/notifications", as: server.bob)
            #expect(warned.json.array?.map { $0["type"] } == ["moderation_warning", "moderation_warning"])
            #expect(warned["1", "moderation_warning", "text"] == "Be kind")
            #expect(warned["0", "moderation_warning", "action"] == "silence")
            #expect(warned["0", "moderation_warning", "target_account", "id"] == .string("\(server.bob.id)"))
            let grouped = try await server.get("/api/v2/notifications", as: server.bob)
            #expect(grouped["notification_groups", "1", "moderation_warning", "text"] == "Be kind")
            #expect(made.user.role == .admin)
        }
    }
}
