// Favourite, reblog, bookmark, pin, mute: done twice, undone twice, counted exactly, and shown to the right people.

import Basics
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Interactions")
struct InteractionTests {
    @Test("each act may come twice, and be undone twice", arguments: TestEngine.available)
    func twice(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await house.post("Hello", by: house.alice)
            let acts = [
                ("favourite", "unfavourite", "favourited", "favourites_count"),
                ("reblog", "unreblog", "reblogged", "reblogs_count"),
                ("bookmark", "unbookmark", "bookmarked", ""), ("mute", "unmute", "muted", ""),
            ]
            for (act, undo, flag, count) in acts {
                for (name, is) in [(undo, false), (act, true), (act, true), (undo, false), (undo, false)] {
                    let reply = try await house.act(name, id, by: house.bob)
                    reply.expect(200).expectStatements(atMost: 20)
                    let shown = name == "reblog" ? reply["reblog"] : reply.json
                    #expect(shown["id"] == .string(id))
                    #expect(shown[flag] == .bool(is), "\(name)")
                    if !count.isEmpty { #expect(shown[count] == .number(is ? "1" : "0"), "\(name)") }
                    let read = try await house.get("/api/v1/statuses/\(id)", as: house.bob)
                    #expect(read[flag] == .bool(is), "\(name)")
                    #expect(try await house.get("/api/v1/statuses/\(id)", as: house.alice)[flag] == false)
                    try await house.with(house.cold()) { cold in
                        #expect(try await cold.get("/api/v1/statuses/\(id)", as: cold.bob).text == read.text)
                    }
                    #expect(try await house.wrongCounters() == [])
                }
            }
        }
    }

    @Test("an act on a reblog is one on what it shows", arguments: TestEngine.available)
    func onReblog(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await house.post("Hello", by: house.alice)
            let reblog = try await house.act("reblog", id, by: house.bob).id()
            #expect(try await house.act("reblog", id, by: house.bob).id() == reblog)
            for act in ["favourite", "bookmark", "unfavourite", "unbookmark"] {
                #expect(try await house.act(act, reblog, by: house.charlie)["id"] == .string(id))
            }
            let second = try await house.act("reblog", reblog, by: house.charlie)
            #expect(second["reblog", "id"] == .string(id))
            #expect(second["reblog", "reblogs_count"] == 2)
            #expect(try await house.act("unreblog", reblog, by: house.charlie)["reblogs_count"] == 1)
            // Deleting one's reblog is taking it back.
            try await house.send(.delete, "/api/v1/statuses/\(reblog)", as: house.bob).expect(200)
            #expect(try await house.get("/api/v1/statuses/\(id)", as: house.bob)["reblogged"] == false)
            #expect(try await house.get("/api/v1/statuses/\(id)")["reblogs_count"] == 0)
            #expect(try await house.wrongCounters() == [])
        }
    }

    @Test("five own statuses can be pinned, the last first, none twice, no reblog and no direct one", arguments: TestEngine.available)
    func pins(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let alice = house.alice
            var ids: [String] = []
            for number in 0..<6 { ids.append(try await house.post("Number \(number)", by: alice)) }
            for id in ids.prefix(5) { #expect(try await house.act("pin", id, by: alice)["pinned"] == true) }
            try await house.act("pin", ids[0], by: alice).expect(200)
            try await house.act("pin", ids[5], by: alice)
                .expectError(422, "Validation failed: You have already pinned the maximum number of posts")
            let pinned = "/api/v1/accounts/\(alice.id)/statuses?pinned=true"
            #expect(try await house.get(pinned).ids() == ids.prefix(5).reversed())
            #expect(try await house.act("unpin", ids[0], by: alice)["pinned"] == false)
            try await house.act("unpin", ids[0], by: alice).expect(200)
            try await house.act("pin", ids[5], by: alice).expect(200)
            #expect(try await house.get(pinned).ids() == [ids[5], ids[4], ids[3], ids[2], ids[1]])
            try await house.act("unpin", ids[5], by: alice).expect(200)
            let reblog = try await house.act("reblog", ids[0], by: alice).id()
            try await house.act("pin", reblog, by: alice).expect(422)
            try await house.act("pin", try await house.post("To me", by: alice, "direct"), by: alice).expect(422)
            try await house.act("pin", ids[0], by: house.bob).expect(422)
            // A private pin is for followers.
            let quiet = try await house.post("Friends", by: alice, "private")
            try await house.act("pin", quiet, by: alice).expect(200)
            #expect(try await house.get(pinned).ids().contains(quiet) == false)
            try await house.follow(alice, by: house.bob)
            #expect(try await house.get(pinned, as: house.bob).ids().first == quiet)
        }
    }

    @Test("many pins at once are five", arguments: TestEngine.available)
    func pinsAtOnce(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            var ids: [Int64] = []
            for number in 0..<10 {
                ids.append(try #require(Int64(try await house.post("Number \(number)", by: house.alice))))
            }
            await withTaskGroup(of: Void.self) { group in
                for id in ids { group.addTask { try? await house.services.pinStatus(id, by: house.alice.id) } }
            }
            let pinned = try await house.get("/api/v1/accounts/\(house.alice.id)/statuses?pinned=true").ids()
            let rows = try await house.services.database.read { try InteractionQueries.count(.pin, by: house.alice.id, $0) }
            #expect(rows == 5)
            #expect(pinned.count == 5)
        }
    }

    @Test("who favourited and reblogged is listed by pages, without those whom the viewer hides", arguments: TestEngine.available)
    func people(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await house.post("Hello", by: house.alice)
            var people: [Person] = [house.bob, house.charlie]
            for number in 0..<5 { people.append(try await house.newPerson("person\(number)")) }
            for person in people {
                try await house.act("favourite", id, by: person)
                try await house.act("reblog", id, by: person)
            }
            let all = people.reversed().map { "\($0.id)" }
            for list in ["favourited_by", "reblogged_by"] {
                let path = "/api/v1/statuses/\(id)/\(list)"
                #expect(try await walk(house, path, limit: 3, as: nil) == all)
                _ = try await house.services.blockAccount(house.bob.id, by: house.alice.id)
                #expect(try await house.get(path, as: house.alice).ids() == all.filter { $0 != "\(house.bob.id)" })
                _ = try await house.services.unblockAccount(house.bob.id, by: house.alice.id)
                let first = try await house.get("\(path)?limit=3")
                #expect(first.links["prev"]?.contains("since_id=") == true)
                try await house.get(path).expect(200).expectStatements(atMost: 4)
            }
            // A reblog for friends does not show who made it.
            let quiet = try await house.newPerson("quiet")
            try await house.send(.post, "/api/v1/statuses/\(id)/reblog", as: quiet, ["visibility": "private"]).expect(200)
            #expect(try await house.get("/api/v1/statuses/\(id)/reblogged_by").ids() == all)
            #expect(try await house.wrongCounters() == [])
        }
    }

    @Test("favourites and bookmarks are listed in the order in which they were made", arguments: TestEngine.available)
    func lists(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            var ids: [String] = []
            for number in 0..<25 { ids.append(try await house.post("Number \(number)", by: house.alice)) }
            let order = ids.enumerated().sorted { ($0.offset * 7) % 25 < ($1.offset * 7) % 25 }.map(\.element)
            for (act, list) in [("favourite", "favourites"), ("bookmark", "bookmarks")] {
                #expect(try await house.get("/api/v1/\(list)", as: house.bob).link == nil)
                for id in order { try await house.act(act, id, by: house.bob) }
                #expect(try await walk(house, "/api/v1/\(list)", limit: 4, as: house.bob) == order.reversed())
                #expect(try await house.get("/api/v1/\(list)", as: house.bob).ids().count == 20)
                try await house.get("/api/v1/\(list)", as: house.bob).expectStatements(atMost: 2)
                try await house.with(house.cold()) { cold in
                    try await cold.get("/api/v1/\(list)", as: cold.bob).expectStatements(atMost: 16)
                }
            }
        }
    }
}

/// Goes through a list by `Link` from the newest to the oldest and back, and returns what it met on the way down.
func walk(
    _ house: TestHouse, _ path: String, limit: Int, as person: Person?, sourceLocation: SourceLocation = #_sourceLocation
) async throws -> [String] {
    var page = try await house.get(path + (path.contains("?") ? "&" : "?") + "limit=\(limit)", as: person)
    var down: [String] = page.ids()
    var last = page
    while let next = page.links["next"], down.count < 10_000 {
        page = try await house.get(next, as: person)
        page.expect(200, sourceLocation: sourceLocation)
        #expect(page.ids().count <= limit, sourceLocation: sourceLocation)
        down += page.ids()
        if !page.ids().isEmpty { last = page }
    }
    #expect(Set(down).count == down.count, "each once", sourceLocation: sourceLocation)
    // `since_id` does not lead up by pages: it names the newest page above.
    guard let start = last.links["prev"], start.contains("min_id=") else { return down }
    var up: [String] = Array(last.ids().reversed())
    page = last
    while let previous = page.links["prev"], up.count < 10_000 {
        page = try await house.get(previous, as: person)
        up += page.ids().reversed()
    }
    #expect(up.reversed() == down, "the same on the way back", sourceLocation: sourceLocation)
    return down
}
