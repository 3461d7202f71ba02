// Files under statuses.
import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

@Suite("Attaching files")
struct AttachTests {
    @Test("a status shows its files in their order, without a text of its own", arguments: TestEngine.available)
    func attach(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let (one, two) = (
                try await server.picture(by: server.alice, "One"), try await server.picture(by: server.alice, "Two")
            )
            let posted = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                ["media_ids[]": two, "media_ids[]": one, "media_ids[]": two, "sensitive": "true"]
            )
            #expect(posted.expect(200).ids("media_attachments") == [two, one])
            #expect(posted["content"] == "")
            #expect(posted["sensitive"] == true)
            let id = try posted.id()
            try await server.get("/api/v1/media/\(one)", as: server.alice).expect(404)
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                let read = try await cold.get("/api/v1/statuses/\(id)")
                #expect(read.ids("media_attachments") == [two, one])
                #expect(read["media_attachments", "0", "description"] == "Two")
                #expect(read["media_attachments"] == posted["media_attachments"])
            }
            try await server.send(.post, "/api/v1/statuses", as: server.bob, ["status": "Mine", "media_ids[]": one])
                .expectError(422, "Validation failed: Media \(one) not found or already attached to another post")
            try await server.send(.post, "/api/v1/statuses", as: server.alice, ["status": "", "media_ids[]": "x"])
                .expect(
                    422
                )
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("too many, files with a poll, and a film among pictures are refused", arguments: [TestEngine.sqlite])
    func rules(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            var ids: [String] = []
            for _ in 0..<5 { ids.append(try await server.picture(by: server.alice)) }
            let all = ids.map { "\"\($0)\"" }.joined(separator: ",")
            try await server.send(.post, "/api/v1/statuses", as: server.alice, json: "{\"media_ids\":[\(all)]}")
                .expectError(422, "Validation failed: Cannot attach more than 4 files")
            let poll = #""poll":{"options":["a","b"],"expires_in":600}"#
            try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                json: "{\"status\":\"x\",\"media_ids\":[\"\(ids[0])\"],\(poll)}"
            ).expectError(422, "Validation failed: Cannot attach both files and a poll")
            let film = try await server.upload(
                .post,
                "/api/v1/media",
                as: server.alice,
                [FormFile(filename: "a.gif", bytes: Pictures.gif())]
            ).id()
            try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                ["status": "x", "media_ids[]": film, "media_ids[]": ids[0]]
            ).expectError(422, "Validation failed: Cannot attach a video to a post that already contains images")
            try await server.send(.post, "/api/v1/statuses", as: server.alice, ["media_ids[]": film]).expect(200)
        }
    }

    @Test("an edit takes off, adds, reorders and describes, and the history tells", arguments: TestEngine.available)
    func edit(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let (one, two, three) = (
                try await server.picture(by: server.alice, "One"), try await server.picture(by: server.alice, "Two"),
                try await server.picture(by: server.alice, "Three")
            )
            let id = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                ["status": "Look #art", "media_ids[]": one, "media_ids[]": two]
            ).id()
            let path = "/api/v1/statuses/\(id)"
            let edited = try await server.send(
                .put,
                path,
                as: server.alice,
                json: """
                    {"status":"Look #art","media_ids":["\(three)","\(one)"],
                    "media_attributes":[{"id":"\(one)","description":"First","focus":"0.1,0.2"}]}
                    """
            )
            #expect(edited.expect(200).ids("media_attachments") == [three, one])
            #expect(edited["media_attachments", "1", "description"] == "First")
            #expect(edited["edited_at"] != .null)
            let same = try await server.send(
                .put,
                path,
                as: server.alice,
                ["status": "Look #art", "media_ids[]": three, "media_ids[]": one]
            )
            #expect(same["edited_at"] == edited["edited_at"])
            #expect(try await server.get("/api/v1/timelines/tag/art?only_media=true").ids() == [id])
            let bare = try await server.send(.put, path, as: server.alice, ["status": "Look #art"])
            #expect(bare.expect(200)["media_attachments"] == .array([]))
            #expect(try await server.get("/api/v1/timelines/tag/art?only_media=true").ids() == [])
            let history = try await server.get("\(path)/history").expect(200)
            #expect(history.ids("0", "media_attachments") == [one, two])
            #expect(history["0", "media_attachments", "0", "description"] == "One")
            #expect(history.ids("1", "media_attachments") == [three, one])
            #expect(history["1", "media_attachments", "1", "description"] == "First")
            #expect(history.ids("2", "media_attachments") == [])
            let back = try await server.send(.put, path, as: server.alice, ["media_ids[]": two])
            #expect(back.expect(200).ids("media_attachments") == [two])
        }
    }

    @Test("what was deleted can be posted anew, unless its files were to go", arguments: TestEngine.available)
    func redraft(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let picture = try await server.picture(by: server.alice, "One")
            let first = try await server.send(.post, "/api/v1/statuses", as: server.alice, ["media_ids[]": picture])
            server.clock.advance(.seconds(200_000))
            let deleted = try await server.send(.delete, "/api/v1/statuses/\(try first.id())", as: server.alice)
            #expect(deleted.expect(200).ids("media_attachments") == [picture])
            try await server.services.purgeMedia()
            let second = try await server.send(.post, "/api/v1/statuses", as: server.alice, ["media_ids[]": picture])
            #expect(second.expect(200).ids("media_attachments") == [picture])
            let path = "/api/v1/statuses/\(try second.id())"
            try await server.send(.delete, path, as: server.alice, ["delete_media": "true"]).expect(200)
            try await server.get("/api/v1/media/\(picture)", as: server.alice).expect(404)
            try await server.file(first["media_attachments", "0", "url"].string).expect(404)
        }
    }

    @Test("lists of statuses with files alone", arguments: TestEngine.available)
    func onlyMedia(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            try await server.post("Words #art #words", by: server.alice)
            var ids: [String] = []
            for number in 0..<3 {
                let picture = try await server.picture(by: server.alice)
                let posted = try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: server.alice,
                    ["status": "Picture \(number) #art", "media_ids[]": picture]
                )
                ids.insert(try posted.id(), at: 0)
                try await server.post("Words #art #words", by: server.alice)
            }
            for list in [
                "/api/v1/timelines/public", "/api/v1/timelines/tag/art", "/api/v1/timelines/tag/art?any[]=words",
                "/api/v1/accounts/\(server.alice.id)/statuses",
            ] {
                let path = list + (list.contains("?") ? "&" : "?") + "only_media=true&limit=2"
                let page = try await server.get(path).expect(200)
                #expect(page.ids() == Array(ids.prefix(2)), "\(list)")
                let next = try #require(page.links["next"])
                #expect(try await server.get(next).ids() == [ids[2]], "\(list)")
                #expect(try await server.get("\(path)&min_id=\(ids[2])").ids() == Array(ids.prefix(2)), "\(list)")
            }
        }
    }

    @Test("pages of statuses with files cost one statement more, however many", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let plain = try await server.send(.post, "/api/v1/statuses", as: server.alice, ["status": "Plain"])
            for _ in 0..<5 {
                let picture = try await server.picture(by: server.alice)
                try await server.send(.post, "/api/v1/statuses", as: server.alice, ["media_ids[]": picture]).expect(200)
            }
            let later = try await server.send(.post, "/api/v1/statuses", as: server.alice, ["status": "Plain"])
            #expect(later.statements <= plain.statements)
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                let first = try await cold.get("/api/v1/timelines/public", as: cold.bob)
                first.expect(200).expectStatements(atMost: 21)
                try await cold.get("/api/v1/timelines/public", as: cold.bob).expectStatements(atMost: 0)
            }
        }
    }
}
