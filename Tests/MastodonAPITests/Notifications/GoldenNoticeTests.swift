// The bytes of notifications, markers, preferences, instance and errors.

import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@Suite struct GoldenNoticeTests {
    @Test("every kind of notification has its bytes", arguments: TestEngine.available)
    func notifications(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let status = try await server.post("me too #MeToo", by: alice)
            try await server.follow(alice, by: bob)
            try await server.act("favourite", status, by: bob)
            try await server.act("reblog", status, by: bob)
            _ = try await server.services.followAccount(bob.id, by: alice.id, FollowWishes(notify: true))
            let told = try await server.post("I stand with you", by: bob)
            try await server.act("reblog", told, by: alice)
            try await server.post("@alice me too", by: bob, "direct")
            try await server.send(.put, "/api/v1/statuses/\(told)", as: bob, ["status": "I stand with you all"]).expect(
                200
            )
            let kinds = ["update", "mention", "status", "reblog", "favourite", "follow"]
            let list = try await server.get("/api/v1/notifications", as: alice).expect(200)
            #expect(list.json.array?.compactMap { $0["type"]?.string } == kinds)
            for (kind, id) in zip(kinds, list.ids()) {
                try expectGolden("notification-\(kind)", try await server.get("/api/v1/notifications/\(id)", as: alice))
            }
            _ = try await server.services.updateProfile(of: server.charlie.id, ProfileChanges(isLocked: true))
            try await server.follow(server.charlie, by: bob)
            let request = try await server.get("/api/v1/notifications", as: server.charlie)
            #expect(request["0", "type"] == "follow_request")
            try expectGolden("notifications", request)
        }
    }

    @Test("instance, markers, preferences, NodeInfo and errors have their bytes", arguments: TestEngine.available)
    func others(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            _ = try await server.services.createAccount(
                NewAccount(username: "dana", email: "dana@example.org", password: nil, role: .admin, agreement: true)
            )
            try await server.post("me too", by: server.alice)
            try expectGolden("instance-v1", try await server.get("/api/v1/instance"))
            try expectGolden("instance-v2", try await server.get("/api/v2/instance"))
            try expectGolden("nodeinfo", try await server.get("/nodeinfo/2.0"))
            let markers: KeyValuePairs = ["home[last_read_id]": "42", "notifications[last_read_id]": "7"]
            try expectGolden("markers", try await server.send(.post, "/api/v1/markers", as: server.alice, markers))
            try expectGolden("preferences", try await server.get("/api/v1/preferences", as: server.alice))
            try expectGolden("error-401", try await server.get("/api/v1/preferences"))
            try expectGolden("error-404", try await server.get("/api/v1/notifications/1", as: server.alice))
            try expectGolden("error-422", try await server.get("/api/v1/notifications?limit[]=x", as: server.alice))
        }
    }
}
