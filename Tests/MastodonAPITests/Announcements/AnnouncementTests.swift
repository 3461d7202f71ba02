// Announcements: shown while they last, read once, and reacted to.
import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("Announcements")
struct AnnouncementTests {
    @Test("what is published and not over is shown, and stays when it is read", arguments: TestEngine.available)
    func shown(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let now = server.services.clock.now()
            let id = try await server.services.announce("We move on #Sunday :wave:\n\nSee https://example.org/a")
            try await server.services.announce("later", publishAt: now + .seconds(3600))
            try await server.services.announce("over", endsAt: now - .seconds(1))
            let list = try await server.get("/api/v1/announcements", as: server.alice).expect(200)
            #expect(list.ids() == ["\(id)"])
            #expect(list["0", "read"] == false)
            #expect(list["0", "tags", "0", "name"] == "sunday")
            #expect(list["0", "content"].string?.hasPrefix("<p>We move on ") == true)
            #expect(
                list["0"].keys == [
                    "id", "content", "starts_at", "ends_at", "all_day", "published_at", "updated_at", "read",
                    "mentions",
                    "statuses", "tags", "emojis", "reactions",
                ]
            )
            for _ in 0..<2 {
                let dismissed = try await server.send(.post, "/api/v1/announcements/\(id)/dismiss", as: server.alice)
                #expect(dismissed.expect(200).text == "{}")
            }
            #expect(try await server.get("/api/v1/announcements", as: server.alice)["0", "read"] == true)
            #expect(try await server.get("/api/v1/announcements", as: server.bob)["0", "read"] == false)
            server.clock.advance(.seconds(3600))
            #expect(try await server.get("/api/v1/announcements", as: server.bob).json.array?.count == 2)
            try await server.get("/api/v1/announcements").expect(401)
            for path in ["99/dismiss", "x/dismiss"] {
                try await server.send(.post, "/api/v1/announcements/\(path)", as: server.bob).expectError(
                    404,
                    "Record not found"
                )
            }
        }
    }

    @Test("reactions count each person once, up to eight kinds", arguments: TestEngine.available)
    func reactions(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.services.announce("Hello")
            func react(_ name: String, _ person: Person, _ method: HTTPRequest.Method = .put) async throws -> Reply {
                try await server.send(
                    method,
                    "/api/v1/announcements/\(id)/reactions/\(PercentEncoding.encode(name))",
                    as: person
                )
            }
            _ = try await react("🕯️", server.alice).expect(200)
            _ = try await react("🕯️", server.alice).expect(200)
            let told = try await react("🕯️", server.bob).expect(200).events
            #expect(told == [.announcementReaction(id, name: "🕯️", count: 2)])
            var reactions = try await server.get("/api/v1/announcements", as: server.alice)["0", "reactions"]
            try expectSameJSON(reactions, #"[{"name":"🕯️","count":2,"me":true}]"#)
            _ = try await react("🕯️", server.alice, .delete).expect(200)
            try await react("🕯️", server.alice, .delete).expectError(404, "Record not found")
            reactions = try await server.get("/api/v1/announcements", as: server.alice)["0", "reactions"]
            try expectSameJSON(reactions, #"[{"name":"🕯️","count":1,"me":false}]"#)
            try await react("no emoji", server.bob).expectError(
                422,
                "Validation failed: Name is not a recognized emoji"
            )
            for name in ["👍", "👎", "🎉", "❤️", "😀", "🌍", "🌻"] { _ = try await react(name, server.bob).expect(200) }
            try await react("🍀", server.bob).expectError(
                422,
                "Validation failed: Limit of different reactions reached"
            )
            _ = try await react("👍", server.charlie).expect(200)
            #expect(try await server.get("/api/v1/announcements", as: server.bob)["0", "reactions"].array?.count == 8)
        }
    }

    @Test("each is told of once, when its time has come", arguments: TestEngine.available)
    func told(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let told = EventLog()
            server.services.events.listen(told.append)
            let first = try await server.services.announce("now")
            let second = try await server.services.announce(
                "later",
                publishAt: server.services.clock.now() + .seconds(60)
            )
            try await server.services.tellAnnouncements()
            try await server.services.tellAnnouncements()
            server.clock.advance(.seconds(60))
            try await server.services.tellAnnouncements()
            try await server.services.removeAnnouncement(first)
            #expect(
                told.since(0) == [
                    .announcementPublished(first), .announcementPublished(second), .announcementDeleted(first),
                ]
            )
            await #expect(throws: ServiceError.notFound) { try await server.services.removeAnnouncement(first) }
        }
    }
}
