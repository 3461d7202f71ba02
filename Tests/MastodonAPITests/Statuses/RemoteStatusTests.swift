// What apps read of accounts and statuses of other servers.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Statuses of other servers, as apps read them")
struct RemoteStatusTests {
    private static let dora: Int64 = 7001

    private func addDora(_ server: TestServer, url: String? = "https://far.example/@dora") async throws {
        let now = server.services.clock.now()
        let account = Account(
            id: Self.dora,
            username: "dora",
            domain: "far.example",
            note: "<p>I draw</p>",
            createdAt: now,
            uri: "https://far.example/users/dora",
            url: url
        )
        try await server.services.database.write { try AccountQueries.insert(account, $0) }
    }

    private func receive(_ server: TestServer, _ change: (inout RemoteStatus) -> Void = { _ in }) async throws -> String
    {
        let origin = StatusOrigin(
            uri: "https://far.example/users/dora/statuses/1",
            url: "https://far.example/@dora/1",
            publishedAt: server.services.clock.now()
        )
        var status = RemoteStatus(origin: origin, content: "<p>hello</p>", visibility: .public)
        change(&status)
        return String(try await server.services.publishStatus(status, by: Self.dora).status.id)
    }

    @Test("names and addresses are those of its server", arguments: TestEngine.available)
    func addresses(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await addDora(server)
            let id = try await receive(server) {
                $0.mentions = [server.alice.id]
                $0.tags = ["Garden"]
                var picture = RemoteAttachment(url: "https://far.example/media/1.png", kind: .image)
                picture.size = PixelSize(width: 40, height: 20)
                $0.attachments = [picture]
            }
            let status = try await server.get("/api/v1/statuses/\(id)", as: server.bob).expect(200)
            #expect(status["uri"] == "https://far.example/users/dora/statuses/1")
            #expect(status["url"] == "https://far.example/@dora/1")
            #expect(status["content"] == "<p>hello</p>")
            #expect(status["account", "acct"] == "dora@far.example" && status["account", "username"] == "dora")
            #expect(status["account", "uri"] == "https://far.example/users/dora")
            #expect(status["account", "url"] == "https://far.example/@dora")
            #expect(status["account", "note"] == "<p>I draw</p>")
            #expect(status["mentions", "0", "acct"] == "alice")
            #expect(status["tags", "0", "name"] == "garden")
            #expect(status["media_attachments", "0", "remote_url"] == "https://far.example/media/1.png")
            #expect(status["media_attachments", "0", "type"] == "image")
            #expect(try await server.get("/api/v1/timelines/public").ids() == [id])
            #expect(try await server.get("/api/v1/timelines/tag/garden").ids() == [id])
            let ours = try await server.post("in bloom #garden", by: server.bob)
            for path in ["/api/v1/timelines/public", "/api/v1/timelines/tag/garden"] {
                #expect(try await server.get(path, ["remote": "true"]).ids() == [id])
                #expect(try await server.get(path, ["local": "true"]).ids() == [ours])
                #expect(try await server.get(path, ["local": "true", "remote": "true"]).ids() == [ours, id])
            }
            let second = try await server.post("again", by: server.bob)
            #expect(try await server.get("/api/v1/timelines/public", ["local": "true"]).ids() == [second, ours])
            #expect(try await server.get("/api/v1/timelines/public", ["remote": "true"]).ids() == [id])
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                #expect(try await cold.get("/api/v1/timelines/public", ["local": "true"]).ids() == [second, ours])
                #expect(try await cold.get("/api/v1/timelines/public", ["remote": "true"]).ids() == [id])
            }

            let answer = try await server.post(
                "@dora@far.example good morning",
                by: server.alice,
                answering: id
            )
            let reply = try await server.get("/api/v1/statuses/\(answer)")
            #expect(reply["mentions", "0", "acct"] == "dora@far.example")
            #expect(reply["mentions", "0", "url"] == "https://far.example/@dora")
            #expect(reply["in_reply_to_account_id"].string == String(Self.dora))
            let context = try await server.get("/api/v1/statuses/\(id)/context")
            #expect(context.ids("descendants") == [answer])
            let found = try await server.get("/api/v1/accounts/lookup", ["acct": "dora@far.example"]).expect(200)
            #expect(found["id"].string == String(Self.dora) && found["statuses_count"] == 1)
            let notice = try await server.get("/api/v1/notifications", as: server.alice)
            #expect(notice["0", "type"] == "mention" && notice["0", "account", "acct"] == "dora@far.example")
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test(
        "emoji are those of the author's server, in a poll and in what it said before too",
        arguments: TestEngine.available
    )
    func emojis(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.services.addEmoji("sun", category: nil, image: EmojiTests.png, still: nil)
            try await addDora(server)
            let sun = RemoteEmoji(host: "far.example", shortcode: "sun", url: "https://far.example/sun.png")
            let now = server.services.clock.now()
            try await server.services.database.write { try RemoteEmojiQueries.keep([sun], most: 10, at: now, $0) }
            let end = now + .seconds(3600)
            let id = try await receive(server) {
                $0.content = "<p>:sun:</p>"
                $0.poll = RemotePoll(
                    options: [":sun:", "no"],
                    votes: [0, 0],
                    expiresAt: end,
                    isMultiple: false,
                    isCall: false
                )
            }
            let status = try await server.get("/api/v1/statuses/\(id)", as: server.bob).expect(200)
            let url = status["emojis", "0", "url"]
            #expect(url.string?.contains("/emojis/") == false)
            #expect(status["poll", "emojis", "0", "url"] == url)
            let poll = try #require(status["poll", "id"].string)
            #expect(try await server.get("/api/v1/polls/\(poll)", as: server.bob)["emojis", "0", "url"] == url)
            let history = try await server.get("/api/v1/statuses/\(id)/history", as: server.bob).expect(200)
            #expect(history["0", "emojis", "0", "url"] == url)
        }
    }

    @Test("where no page is known, the id is the address", arguments: TestEngine.available)
    func pageless(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await addDora(server, url: nil)
            let id = try await receive(server) { $0.origin.url = nil }
            let status = try await server.get("/api/v1/statuses/\(id)")
            #expect(status["url"] == "https://far.example/users/dora/statuses/1")
            #expect(status["account", "url"] == "https://far.example/users/dora")
            let boost = try await server.act("reblog", id, by: server.alice).expect(200)
            #expect(boost["reblog", "uri"] == "https://far.example/users/dora/statuses/1")
            let answer = try await server.post("@dora@far.example hello", by: server.alice)
            let reply = try await server.get("/api/v1/statuses/\(answer)")
            #expect(reply["mentions", "0", "url"] == "https://far.example/users/dora")
        }
    }
}
