// What people are told, and how they put it away.

import Basics
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@Suite struct NotificationTests {
    @Test("each kind is told once, newest first, with the recipient's own status", arguments: TestEngine.available)
    func kinds(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let status = try await server.post("me too", by: alice)
            try await server.follow(alice, by: bob)
            try await server.act("favourite", status, by: bob)
            let reblog = try await server.act("reblog", status, by: bob).id()
            let reply = try await server.post("@alice me too", by: charlie, answering: status)
            let list = try await server.get("/api/v1/notifications", as: alice)
            list.expect(200).expectStatements(atMost: 12)
            #expect(list.json.array?.map { $0["type"] } == ["mention", "reblog", "favourite", "follow"])
            #expect(
                list.json.array?.map { $0["status"]?["id"] } == [.string(reply), .string(status), .string(status), nil]
            )
            #expect(reblog != status)
            let hour = 1_700_000_000 / 3600
            #expect(
                list.json.array?.map { $0["group_key"] } == [
                    .string("ungrouped-\(list.ids()[0])"), .string("reblog-\(status)-\(hour)"),
                    .string("favourite-\(status)-\(hour)"), .string("follow-\(hour)"),
                ]
            )
            // Nobody is told of their own doings.
            try await server.act("favourite", status, by: alice)
            #expect(try await server.get("/api/v1/notifications", as: alice).ids().count == 4)
            #expect(try await server.get("/api/v1/notifications", as: bob).ids().isEmpty)
        }
    }

    @Test("lists page by their ids and keep the other parameters", arguments: TestEngine.available)
    func pages(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let status = try await server.post("me too", by: server.alice)
            try await server.act("favourite", status, by: server.bob)
            try await server.act("favourite", status, by: server.charlie)
            for text in ["one", "two", "three"] { try await server.post("@alice \(text)", by: server.bob) }
            let all = try await server.get("/api/v1/notifications", as: server.alice).ids()
            #expect(all.count == 5)
            let first = try await server.get("/api/v1/notifications?limit=2&types[]=mention", as: server.alice)
            #expect(first.ids() == Array(all[..<2]))
            #expect(first.links["next"] == "/api/v1/notifications?limit=2&types[]=mention&max_id=\(all[1])")
            #expect(first.links["prev"] == "/api/v1/notifications?limit=2&types[]=mention&min_id=\(all[0])")
            let second = try await server.get(try #require(first.links["next"]), as: server.alice)
            #expect(second.ids() == [all[2]])
            #expect(second.links["next"] == nil)
            #expect(
                try await server.get("/api/v1/notifications?min_id=\(all[4])&limit=2", as: server.alice).ids()
                    == Array(all[2..<4])
            )
            #expect(
                try await server.get("/api/v1/notifications?since_id=\(all[4])&limit=2", as: server.alice).ids()
                    == Array(all[..<2])
            )
        }
    }

    @Test("types, excluded types and an account narrow the list", arguments: TestEngine.available)
    func filters(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let status = try await server.post("me too", by: server.alice)
            try await server.act("favourite", status, by: server.bob)
            try await server.act("reblog", status, by: server.charlie)
            try await server.post("@alice hello", by: server.bob)
            func types(_ query: String) async throws -> [String] {
                let reply = try await server.get("/api/v1/notifications?\(query)", as: server.alice)
                return reply.expect(200).json.array?.compactMap { $0["type"]?.string } ?? []
            }
            #expect(try await types("types[]=favourite&types[]=reblog") == ["reblog", "favourite"])
            #expect(try await types("types=favourite") == ["favourite"])
            #expect(try await types("exclude_types[]=mention") == ["reblog", "favourite"])
            #expect(try await types("types[]=mention&types[]=reblog&exclude_types[]=reblog") == ["mention"])
            #expect(try await types("types[]=poll") == [])
            #expect(try await types("account_id=\(server.bob.id)") == ["mention", "favourite"])
            #expect(try await types("account_id=nobody") == [])
            #expect(try await types("account_id=&types[]=reblog") == ["reblog"])
            let wrong = try await server.get("/api/v1/notifications?limit[]=1", as: server.alice)
            wrong.expectError(422, "Validation failed: Parameter limit must be a whole number")
        }
    }

    @Test(
        "whom one blocked or muted is not heard of, unless the mute leaves notifications",
        arguments: TestEngine.available
    )
    func hidden(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await server.post("@alice one", by: bob)
            try await server.post("@alice two", by: charlie)
            func heard() async throws -> [String] {
                let reply = try await server.get("/api/v1/notifications", as: alice)
                let count = try await server.get("/api/v1/notifications/unread_count", as: alice)
                #expect(count["count"] == .number(String(reply.ids().count)))
                return reply.json.array?.compactMap { $0["account"]?["username"]?.string } ?? []
            }
            #expect(try await heard() == ["charlie", "bob"])
            _ = try await server.services.muteAccount(bob.id, by: alice.id, hidesNotifications: false)
            #expect(try await heard() == ["charlie", "bob"])
            _ = try await server.services.muteAccount(bob.id, by: alice.id, seconds: 60)
            #expect(try await heard() == ["charlie"])
            server.clock.advance(.seconds(120))
            #expect(try await heard() == ["charlie", "bob"])
            _ = try await server.services.blockAccount(charlie.id, by: alice.id)
            #expect(try await heard() == ["bob"])
        }
    }

    @Test(
        "a status that is gone or may no longer be seen takes its notification along",
        arguments: TestEngine.available
    )
    func goneStatus(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            _ = try await server.services.followAccount(bob.id, by: alice.id, FollowWishes(notify: true))
            let status = try await server.post("for followers", by: bob, "private")
            let mention = try await server.post("@alice hello", by: bob)
            let list = try await server.get("/api/v1/notifications", as: alice)
            #expect(list.json.array?.map { $0["type"] } == ["mention", "status"])
            #expect(list["1", "status", "id"] == .string(status))
            let ids = list.ids()
            _ = try await server.services.unfollowAccount(bob.id, by: alice.id)
            #expect(try await server.get("/api/v1/notifications", as: alice).ids() == [ids[0]])
            try await server.get("/api/v1/notifications/\(ids[1])", as: alice).expectError(404, "Record not found")
            try await server.send(.delete, "/api/v1/statuses/\(mention)", as: bob).expect(200)
            #expect(try await server.get("/api/v1/notifications", as: alice).ids().isEmpty)
        }
    }

    @Test("one's own notifications can be looked at and put away, nobody else's", arguments: TestEngine.available)
    func dismiss(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            for text in ["one", "two", "three"] { try await server.post("@alice \(text)", by: bob) }
            let ids = try await server.get("/api/v1/notifications", as: alice).ids()
            let one = try await server.get("/api/v1/notifications/\(ids[0])", as: alice)
            #expect(try one.id() == ids[0])
            for (method, path) in [
                ("GET", ids[0]), ("POST", "\(ids[0])/dismiss"), ("GET", "999999"), ("GET", "nothing"),
            ] {
                let reply = try await server.send(
                    method == "GET" ? .get : .post,
                    "/api/v1/notifications/\(path)",
                    as: bob
                )
                reply.expectError(404, "Record not found")
            }
            #expect(
                try await server.send(.post, "/api/v1/notifications/\(ids[0])/dismiss", as: alice).expect(200).text
                    == "{}"
            )
            try await server.send(.post, "/api/v1/notifications/\(ids[0])/dismiss", as: alice).expect(404)
            #expect(try await server.get("/api/v1/notifications", as: alice).ids() == Array(ids[1...]))
            #expect(try await server.send(.post, "/api/v1/notifications/clear", as: alice).expect(200).text == "{}")
            #expect(try await server.get("/api/v1/notifications", as: alice).ids().isEmpty)
        }
    }

    @Test("what is unread is counted from the marker, to a limit", arguments: TestEngine.available)
    func unread(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            for text in ["one", "two", "three"] { try await server.post("@alice \(text)", by: server.bob) }
            let ids = try await server.get("/api/v1/notifications", as: alice).ids()
            func count(_ query: String = "") async throws -> JSONValue {
                try await server.get("/api/v1/notifications/unread_count\(query)", as: alice).json
            }
            #expect(try await count() == .object([.init(key: "count", value: 3)]))
            #expect(try await count("?limit=2")["count"] == 2)
            #expect(try await count("?types[]=follow")["count"] == 0)
            try await server.send(.post, "/api/v1/markers", as: alice, ["notifications[last_read_id]": ids[1]]).expect(
                200
            )
            #expect(try await count()["count"] == 1)
        }
    }

    @Test("only a person with the right scope may look or put away", arguments: TestEngine.available)
    func scopes(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.get("/api/v1/notifications").expectError(401, "This method requires an authenticated user")
            let other = try await server.token(server.alice, scopes: "read:statuses write:statuses")
            for path in ["/api/v1/notifications", "/api/v1/notifications/unread_count", "/api/v1/notifications/1"] {
                try await server.send(.get, path, token: other).expectError(
                    403,
                    "This action is outside the authorized scopes"
                )
            }
            for path in ["/api/v1/notifications/clear", "/api/v1/notifications/1/dismiss"] {
                try await server.send(.post, path, token: other).expectError(
                    403,
                    "This action is outside the authorized scopes"
                )
            }
            let reader = try await server.token(server.alice, scopes: "read:notifications")
            try await server.send(.get, "/api/v1/notifications", token: reader).expect(200)
            try await server.send(.post, "/api/v1/notifications/clear", token: reader).expect(403)
        }
    }
}
