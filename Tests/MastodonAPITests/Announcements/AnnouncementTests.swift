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
        try await withHouse(engine) { house in
            let now = house.services.clock.now()
            let id = try await house.services.announce("We move on #Sunday :wave:\n\nSee https://example.org/a")
            try await house.services.announce("later", publishAt: now + .seconds(3600))
            try await house.services.announce("over", endsAt: now - .seconds(1))
            let list = try await house.get("/api/v1/announcements", as: house.alice).expect(200)
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
                let dismissed = try await house.send(.post, "/api/v1/announcements/\(id)/dismiss", as: house.alice)
                #expect(dismissed.expect(200).text == "{}")
            }
            #expect(try await house.get("/api/v1/announcements", as: house.alice)["0", "read"] == true)
            #expect(try await house.get("/api/v1/announcements", as: house.bob)["0", "read"] == false)
            house.clock.step(.seconds(3600))
            #expect(try await house.get("/api/v1/announcements", as: house.bob).json.array?.count == 2)
            try await house.get("/api/v1/announcements").expect(401)
            for path in ["99/dismiss", "x/dismiss"] {
                try await house.send(.post, "/api/v1/announcements/\(path)", as: house.bob).expectError(
                    404,
                    "Record not found"
                )
            }
        }
    }

    @Test("reactions count each person once, up to eight kinds", arguments: TestEngine.available)
    func reactions(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await house.services.announce("Hello")
            func react(_ name: String, _ person: Person, _ method: HTTPRequest.Method = .put) async throws -> Reply {
                try await house.send(
                    method,
                    "/api/v1/announcements/\(id)/reactions/\(PercentEncoding.encode(name))",
                    as: person
                )
            }
            _ = try await react("🕯️", house.alice).expect(200)
            _ = try await react("🕯️", house.alice).expect(200)
            let told = try await react("🕯️", house.bob).expect(200).events
            #expect(told == [.announcementReaction(id, name: "🕯️", count: 2)])
            var reactions = try await house.get("/api/v1/announcements", as: house.alice)["0", "reactions"]
            try expectSameJSON(reactions, #"[{"name":"🕯️","count":2,"me":true}]"#)
            _ = try await react("🕯️", house.alice, .delete).expect(200)
            try await react("🕯️", house.alice, .delete).expectError(404, "Record not found")
            reactions = try await house.get("/api/v1/announcements", as: house.alice)["0", "reactions"]
            try expectSameJSON(reactions, #"[{"name":"🕯️","count":1,"me":false}]"#)
            try await react("no emoji", house.bob).expectError(
                422,
                "Validation failed: Name is not a recognized emoji"
            )
            for name in ["👍", "👎", "🎉", "❤️", "😀", "🌍", "🌻"] { _ = try await react(name, house.bob).expect(200) }
            try await react("🍀", house.bob).expectError(
                422,
                "Validation failed: Limit of different reactions reached"
            )
            _ = try await react("👍", house.charlie).expect(200)
            #expect(try await house.get("/api/v1/announcements", as: house.bob)["0", "reactions"].array?.count == 8)
        }
    }

    @Test("each is told of once, when its time has come", arguments: TestEngine.available)
    func told(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let told = EventLog()
            house.services.events.listen(told.append)
            let first = try await house.services.announce("now")
            let second = try await house.services.announce(
                "later",
                publishAt: house.services.clock.now() + .seconds(60)
            )
            try await house.services.tellAnnouncements()
            try await house.services.tellAnnouncements()
            house.clock.step(.seconds(60))
            try await house.services.tellAnnouncements()
            try await house.services.removeAnnouncement(first)
            #expect(
                told.since(0) == [
                    .announcementPublished(first), .announcementPublished(second), .announcementDeleted(first),
                ]
            )
            await #expect(throws: ServiceError.notFound) { try await house.services.removeAnnouncement(first) }
        }
    }
}
