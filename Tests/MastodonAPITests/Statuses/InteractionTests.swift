// Favourite, reblog, bookmark, pin, mute: done twice, undone twice, counted exactly, and shown to the right people.

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

@Suite("Interactions")
struct InteractionTests {
    @Test("each act may come twice, and be undone twice", arguments: TestEngine.available)
    func twice(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello", by: server.alice)
            let acts = [
                ("favourite", "unfavourite", "favourited", "favourites_count"),
                ("reblog", "unreblog", "reblogged", "reblogs_count"),
                ("bookmark", "unbookmark", "bookmarked", ""), ("mute", "unmute", "muted", ""),
            ]
            for (act, undo, flag, count) in acts {
                for (name, isDone) in [(undo, false), (act, true), (act, true), (undo, false), (undo, false)] {
                    let reply = try await server.act(name, id, by: server.bob)
                    reply.expect(200).expectStatements(atMost: 20)
                    let shown = name == "reblog" ? reply["reblog"] : reply.json
                    #expect(shown["id"] == .string(id))
                    #expect(shown[flag] == .bool(isDone), "\(name)")
                    if !count.isEmpty { #expect(shown[count] == .number(isDone ? "1" : "0"), "\(name)") }
                    let read = try await server.get("/api/v1/statuses/\(id)", as: server.bob)
                    #expect(read[flag] == .bool(isDone), "\(name)")
                    #expect(try await server.get("/api/v1/statuses/\(id)", as: server.alice)[flag] == false)
                    try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                        #expect(try await cold.get("/api/v1/statuses/\(id)", as: cold.bob).text == read.text)
                    }
                    #expect(try await server.wrongCounters() == [])
                }
            }
        }
    }

    @Test("an answer in a thread that one has muted says so at once", arguments: TestEngine.available)
    func replyInMutedThread(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello", by: server.alice)
            func answer(by person: Person) async throws -> Reply {
                try await server.post(["status": "Hello to you", "in_reply_to_id": id], by: person)
            }
            #expect(try await answer(by: server.bob)["muted"] == false)
            try await server.act("mute", id, by: server.bob).expect(200)
            let answered = try await answer(by: server.bob)
            #expect(answered["muted"] == true && answered["favourited"] == false)
            #expect(try await answer(by: server.charlie)["muted"] == false)
            try await server.act("unmute", id, by: server.bob).expect(200)
            #expect(try await server.get("/api/v1/statuses/\(answered.id())", as: server.bob)["muted"] == false)
        }
    }

    @Test("an act on a reblog is one on what it shows", arguments: TestEngine.available)
    func onReblog(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello", by: server.alice)
            let reblog = try await server.act("reblog", id, by: server.bob).id()
            #expect(try await server.act("reblog", id, by: server.bob).id() == reblog)
            for act in ["favourite", "bookmark", "unfavourite", "unbookmark"] {
                #expect(try await server.act(act, reblog, by: server.charlie)["id"] == .string(id))
            }
            let second = try await server.act("reblog", reblog, by: server.charlie)
            #expect(second["reblog", "id"] == .string(id))
            #expect(second["reblog", "reblogs_count"] == 2)
            #expect(try await server.act("unreblog", reblog, by: server.charlie)["reblogs_count"] == 1)
            // Deleting one's reblog is taking it back.
            try await server.send(.delete, "/api/v1/statuses/\(reblog)", as: server.bob).expect(200)
            #expect(try await server.get("/api/v1/statuses/\(id)", as: server.bob)["reblogged"] == false)
            #expect(try await server.get("/api/v1/statuses/\(id)")["reblogs_count"] == 0)
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test(
        "five own statuses can be pinned, the last first, none twice, no reblog and no direct one",
        arguments: TestEngine.available
    )
    func pins(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            var ids: [String] = []
            for number in 0..<6 { ids.append(try await server.post("Number \(number)", by: alice)) }
            for id in ids.prefix(5) { #expect(try await server.act("pin", id, by: alice)["pinned"] == true) }
            try await server.act("pin", ids[0], by: alice).expect(200)
            try await server.act("pin", ids[5], by: alice)
                .expectError(422, "Validation failed: You have already pinned the maximum number of posts")
            let pinned = "/api/v1/accounts/\(alice.id)/statuses?pinned=true"
            #expect(try await server.get(pinned).ids() == ids.prefix(5).reversed())
            #expect(try await server.act("unpin", ids[0], by: alice)["pinned"] == false)
            try await server.act("unpin", ids[0], by: alice).expect(200)
            try await server.act("pin", ids[5], by: alice).expect(200)
            #expect(try await server.get(pinned).ids() == [ids[5], ids[4], ids[3], ids[2], ids[1]])
            try await server.act("unpin", ids[5], by: alice).expect(200)
            let reblog = try await server.act("reblog", ids[0], by: alice).id()
            try await server.act("pin", reblog, by: alice).expect(422)
            try await server.act("pin", try await server.post("To me", by: alice, "direct"), by: alice).expect(422)
            try await server.act("pin", ids[0], by: server.bob).expect(422)
            // A private pin is for followers.
            let quiet = try await server.post("Friends", by: alice, "private")
            try await server.act("pin", quiet, by: alice).expect(200)
            #expect(try await server.get(pinned).ids().contains(quiet) == false)
            try await server.follow(alice, by: server.bob)
            #expect(try await server.get(pinned, as: server.bob).ids().first == quiet)
        }
    }

    @Test("many pins at once are five", arguments: TestEngine.available)
    func pinsAtOnce(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            var ids: [Int64] = []
            for number in 0..<10 {
                ids.append(try #require(Int64(try await server.post("Number \(number)", by: server.alice))))
            }
            await withTaskGroup(of: Void.self) { group in
                for id in ids { group.addTask { try? await server.services.pinStatus(id, by: server.alice.id) } }
            }
            let pinned = try await server.get("/api/v1/accounts/\(server.alice.id)/statuses?pinned=true").ids()
            let rows = try await server.services.database.read {
                try InteractionQueries.count(.pin, by: server.alice.id, $0)
            }
            #expect(rows == 5)
            #expect(pinned.count == 5)
        }
    }

    @Test("counters shown are those stored, after many acts at once among readers", arguments: TestEngine.available)
    func countersAtOnce(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            var ids: [String] = []
            for number in 0..<20 { ids.append(try await server.post("Number \(number)", by: server.alice)) }
            let statuses = ids
            // Nothing in memory: what is read while it changes must not stay.
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                let people = [cold.alice, cold.bob, cold.charlie]
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for person in people {
                        for act in ["favourite", "reblog"] {
                            group.addTask {
                                for id in statuses { try await cold.act(act, id, by: person).expect(200) }
                            }
                        }
                        group.addTask {
                            for id in statuses { try await cold.get("/api/v1/statuses/\(id)", as: person).expect(200) }
                            try await cold.get("/api/v1/timelines/public", as: person).expect(200)
                        }
                    }
                    try await group.waitForAll()
                }
                for id in statuses {
                    let shown = try await cold.get("/api/v1/statuses/\(id)", as: cold.bob)
                    #expect(shown["favourites_count"] == 3)
                    #expect(shown["reblogs_count"] == 3)
                    #expect(shown["account", "statuses_count"] == 40)
                }
                #expect(try await cold.wrongCounters() == [])
            }
        }
    }

    @Test(
        "who favourited and reblogged is listed by pages, without those whom the viewer hides",
        arguments: TestEngine.available
    )
    func people(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Hello", by: server.alice)
            var people: [Person] = [server.bob, server.charlie]
            for number in 0..<5 { people.append(try await server.newPerson("person\(number)")) }
            for person in people {
                try await server.act("favourite", id, by: person)
                try await server.act("reblog", id, by: person)
            }
            let all = people.reversed().map { "\($0.id)" }
            for list in ["favourited_by", "reblogged_by"] {
                let path = "/api/v1/statuses/\(id)/\(list)"
                #expect(try await walk(server, path, limit: 3, as: nil) == all)
                _ = try await server.services.blockAccount(server.bob.id, by: server.alice.id)
                #expect(try await server.get(path, as: server.alice).ids() == all.filter { $0 != "\(server.bob.id)" })
                _ = try await server.services.unblockAccount(server.bob.id, by: server.alice.id)
                let first = try await server.get("\(path)?limit=3")
                #expect(first.links["prev"]?.contains("since_id=") == true)
                try await server.get(path).expect(200).expectStatements(atMost: 4)
            }
            // A reblog for friends does not show who made it.
            let quiet = try await server.newPerson("quiet")
            try await server.send(.post, "/api/v1/statuses/\(id)/reblog", as: quiet, ["visibility": "private"]).expect(
                200
            )
            #expect(try await server.get("/api/v1/statuses/\(id)/reblogged_by").ids() == all)
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("favourites and bookmarks are listed in the order in which they were made", arguments: TestEngine.available)
    func lists(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            var ids: [String] = []
            for number in 0..<25 { ids.append(try await server.post("Number \(number)", by: server.alice)) }
            let order = ids.enumerated().sorted { ($0.offset * 7) % 25 < ($1.offset * 7) % 25 }.map(\.element)
            for (act, list) in [("favourite", "favourites"), ("bookmark", "bookmarks")] {
                #expect(try await server.get("/api/v1/\(list)", as: server.bob).link == nil)
                for id in order { try await server.act(act, id, by: server.bob) }
                #expect(try await walk(server, "/api/v1/\(list)", limit: 4, as: server.bob) == order.reversed())
                #expect(try await server.get("/api/v1/\(list)", as: server.bob).ids().count == 20)
                try await server.get("/api/v1/\(list)", as: server.bob).expectStatements(atMost: 2)
                try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                    try await cold.get("/api/v1/\(list)", as: cold.bob).expectStatements(atMost: 16)
                }
            }
        }
    }
}

/// Goes through a list by `Link` from the newest to the oldest and back, and returns what it met on the way down.
func walk(
    _ server: TestServer,
    _ path: String,
    limit: Int,
    as person: Person?,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> [String] {
    var page = try await server.get(path + (path.contains("?") ? "&" : "?") + "limit=\(limit)", as: person)
    var down: [String] = page.ids()
    var last = page
    while let next = page.links["next"], down.count < 10_000 {
        page = try await server.get(next, as: person)
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
        page = try await server.get(previous, as: person)
        up += page.ids().reversed()
    }
    #expect(up.reversed() == down, "the same on the way back", sourceLocation: sourceLocation)
    return down
}
