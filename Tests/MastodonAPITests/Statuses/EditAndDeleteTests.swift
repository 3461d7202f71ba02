// Editing, its history and source; deleting, and all that follows from it.

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

@Suite("Editing and deleting")
struct EditAndDeleteTests {
    @Test("an edit replaces all, and the history tells it, the oldest first", arguments: TestEngine.available)
    func edit(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            let id = try await server.send(
                .post,
                "/api/v1/statuses",
                as: alice,
                ["status": "Sunny #weather", "spoiler_text": "Sky", "language": "en"]
            ).id()
            #expect(try await server.get("/api/v1/statuses/\(id)/history").ids().count == 1)
            let edited = try await server.send(
                .put,
                "/api/v1/statuses/\(id)",
                as: alice,
                json: #"{"status":"Rainy #rain"}"#
            )
            edited.expect(200)
            #expect(edited["content"].string?.hasPrefix("<p>Rainy ") == true)
            #expect(edited["spoiler_text"] == "")
            #expect(edited["sensitive"] == false)
            #expect(edited["language"] == "en")
            #expect(edited["edited_at"].string != nil)
            #expect(edited["tags", "0", "name"] == "rain")
            let history = try await server.get("/api/v1/statuses/\(id)/history")
            #expect(history["0", "spoiler_text"] == "Sky")
            #expect(history["1", "content"] == edited["content"])
            #expect(history["0", "created_at"] == edited["created_at"])
            #expect(history["1", "created_at"] == edited["edited_at"])
            let source = try await server.get("/api/v1/statuses/\(id)/source", as: alice)
            try expectSameJSON(source.json, #"{"id":"\#(id)","text":"Rainy #rain","spoiler_text":""}"#)
            // The same again is no edit.
            let again = try await server.send(.patch, "/api/v1/statuses/\(id)", as: alice, ["status": "Rainy #rain"])
            #expect(again.text == edited.text)
            #expect(again.events == [])
            #expect(try await server.get("/api/v1/statuses/\(id)/history").json.array?.count == 2)
        }
    }

    @Test("of a thread the rest stays together when one in the middle goes", arguments: TestEngine.available)
    func middle(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            var ids: [String] = []
            for person in [server.alice, server.bob, server.alice, server.bob] {
                let fields = ["status": "\(ids.count)", "in_reply_to_id": ids.last ?? ""] as KeyValuePairs
                ids.append(try await server.send(.post, "/api/v1/statuses", as: person, fields).id())
            }
            // Read before, so that memory must forget it.
            #expect(try await server.get("/api/v1/statuses/\(ids[3])")["in_reply_to_id"].string == ids[2])
            try await server.send(.delete, "/api/v1/statuses/\(ids[2])", as: server.alice).expect(200)
            let last = try await server.get("/api/v1/statuses/\(ids[3])")
            #expect(last["in_reply_to_id"] == .null)
            #expect(last["in_reply_to_account_id"].string == String(server.alice.id))
            let context = try await server.get("/api/v1/statuses/\(ids[3])/context")
            #expect(context["ancestors"].array?.map { $0["id"]?.string } == [ids[0], ids[1]])
            let above = try await server.get("/api/v1/statuses/\(ids[0])/context")
            #expect(above["descendants"].array?.map { $0["id"]?.string } == [ids[1], ids[3]])
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("a deletion answers with the new count, and others may read a source", arguments: TestEngine.available)
    func counted(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let ids = try await [server.post("One", by: server.alice), server.post("Two", by: server.alice, "private")]
            let source = try await server.get("/api/v1/statuses/\(ids[0])/source", as: server.bob).expect(200)
            #expect(source["text"] == "One")
            try await server.get("/api/v1/statuses/\(ids[1])/source", as: server.bob).expect(404)
            let deleted = try await server.send(.delete, "/api/v1/statuses/\(ids[0])", as: server.alice)
            #expect(deleted["account", "statuses_count"] == 1)
        }
    }

    @Test("tags move in and out of their timelines with an edit", arguments: TestEngine.available)
    func tags(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let early = try await server.post("#tea", by: server.alice)
            let late = try await server.post("#coffee", by: server.alice)
            for tag in ["tea", "coffee"] { try await server.get("/api/v1/timelines/tag/\(tag)").expect(200) }
            try await server.send(.put, "/api/v1/statuses/\(early)", as: server.alice, ["status": "#Coffee"]).expect(
                200
            )
            #expect(try await server.get("/api/v1/timelines/tag/tea").ids() == [])
            #expect(try await server.get("/api/v1/timelines/tag/coffee").ids() == [late, early])
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                #expect(try await cold.get("/api/v1/timelines/tag/coffee").ids() == [late, early])
                #expect(try await cold.get("/api/v1/timelines/tag/tea").ids() == [])
            }
        }
    }

    @Test("somebody named only in the edit is told and may read it", arguments: TestEngine.available)
    func mentions(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.follow(server.alice, by: server.charlie)
            let id = try await server.post("@bob hello", by: server.alice, "direct")
            try await server.get("/api/v1/statuses/\(id)", as: server.charlie).expect(404)
            let edited = try await server.send(
                .put,
                "/api/v1/statuses/\(id)",
                as: server.alice,
                ["status": "@charlie hello"]
            )
            let told = edited.events.compactMap { event -> Int64? in
                if case .notified(let account, _) = event { account } else { nil }
            }
            #expect(told == [server.charlie.id])
            try await server.get("/api/v1/statuses/\(id)", as: server.charlie).expect(200)
            try await server.get("/api/v1/statuses/\(id)", as: server.bob).expect(404)
        }
    }

    @Test(
        "nobody edits or deletes what others wrote, nor makes a text empty",
        arguments: TestEngine.available
    )
    func refusals(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Mine", by: server.alice)
            let reblog = try await server.act("reblog", id, by: server.bob).id()
            try await server.send(.put, "/api/v1/statuses/\(id)", as: server.bob, ["status": "Yours"])
                .expectError(404, "Record not found")
            try await server.send(.put, "/api/v1/statuses/\(reblog)", as: server.bob, ["status": "Yours"]).expect(404)
            try await server.send(.delete, "/api/v1/statuses/\(id)", as: server.bob).expectError(
                404,
                "Record not found"
            )
            try await server.send(.put, "/api/v1/statuses/\(id)", as: server.alice, json: "{}")
                .expectError(422, "Validation failed: Text can't be blank")
            #expect(try await server.get("/api/v1/statuses/\(id)")["content"] == "<p>Mine</p>")
        }
    }

    @Test("a deleted status is answered with its source, and nothing of it stays", arguments: TestEngine.available)
    func delete(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            try await server.follow(alice, by: bob)
            let parent = try await server.post("Top", by: bob)
            let id = try await server.post("Second @bob #one", by: alice, answering: parent)
            try await server.act("reblog", id, by: bob)
            try await server.act("favourite", id, by: bob)
            try await server.act("bookmark", id, by: bob)
            for path in ["home", "public", "tag/one"] {
                try await server.get("/api/v1/timelines/\(path)", as: bob).expect(200)
            }
            #expect(try await server.get("/api/v1/statuses/\(id)", as: bob)["reblogs_count"] == 1)
            let deleted = try await server.send(.delete, "/api/v1/statuses/\(id)", as: alice)
            #expect(deleted["text"] == "Second @bob #one")
            #expect(deleted["media_attachments"] == .array([]))
            for action in ["", "/context", "/history", "/favourited_by"] {
                try await server.get("/api/v1/statuses/\(id)\(action)", as: bob).expectError(404, "Record not found")
            }
            try await server.send(.delete, "/api/v1/statuses/\(id)", as: alice).expectError(404, "Record not found")
            #expect(try await server.get("/api/v1/timelines/home", as: bob).ids() == [parent])
            #expect(try await server.get("/api/v1/timelines/tag/one").ids() == [])
            #expect(try await server.get("/api/v1/favourites", as: bob).ids() == [])
            #expect(try await server.get("/api/v1/bookmarks", as: bob).ids() == [])
            let left = try await server.get("/api/v1/statuses/\(parent)")
            #expect(left["replies_count"] == 0)
            #expect(left["account", "statuses_count"] == 1)
            let notices = try await server.services.database.read {
                try NotificationQueries.list(of: alice.id, .init(), PageBounds(limit: 9), $0)
                    + NotificationQueries.list(of: bob.id, .init(), PageBounds(limit: 9), $0)
            }
            #expect(notices.map(\.kind) == [.follow])
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("deleting and reblogging the same status many times at once counts once", arguments: TestEngine.available)
    func atOnce(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for round in 0..<5 {
                let id = try #require(Int64(try await server.post("Round \(round)", by: server.alice)))
                let reblogs = try await withThrowingTaskGroup(of: Int64.self) { group in
                    for _ in 0..<6 {
                        group.addTask {
                            try await server.services.reblogStatus(id, by: server.bob.user.accountID)
                        }
                    }
                    return try await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(reblogs.count == 1)
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 {
                        group.addTask { _ = try? await server.services.deleteStatus(id, by: server.alice.id) }
                        group.addTask { _ = try? await server.services.unreblogStatus(id, by: server.bob.id) }
                        group.addTask {
                            _ = try? await server.services.reblogStatus(id, by: server.charlie.user.accountID)
                        }
                        group.addTask { _ = try? await server.services.favouriteStatus(id, by: server.charlie.id) }
                    }
                }
                #expect(try await server.wrongCounters() == [])
                #expect(try await server.get("/api/v1/statuses/\(id)").status == 404)
            }
        }
    }
}
