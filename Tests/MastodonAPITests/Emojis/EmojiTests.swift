// Custom emoji: listed, shown beside the texts that name them, and served as pictures.
import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Services
import TestSupport
import Testing

@Suite("Custom emoji")
struct EmojiTests {
    static let png = Pictures.png(4, 4)
    /// One pixel.
    static let gif: [UInt8] =
        Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
        + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]

    @Test(
        "statuses, profiles and polls name the emoji in them, also such as were shown before",
        arguments: TestEngine.available
    )
    func shown(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("a :candle: for you :nobody:", by: server.alice)
            #expect(try await server.get("/api/v1/statuses/\(id)")["emojis"] == .array([]))
            try await server.services.addEmoji("candle", category: "Light", image: Self.png, still: nil)
            try await server.services.addEmoji("wave", category: nil, image: Self.gif, still: Self.png)
            let list = try await server.get("/api/v1/custom_emojis").expect(200)
            #expect(list.json.array?.count == 2)
            #expect(list["0"].keys == ["shortcode", "url", "static_url", "visible_in_picker", "category"])
            #expect(list["1"].keys == ["shortcode", "url", "static_url", "visible_in_picker"])
            #expect(list["0", "url"] == list["0", "static_url"])
            #expect(list["1", "url"] != list["1", "static_url"])
            let status = try await server.get("/api/v1/statuses/\(id)").expect(200)
            #expect(status["emojis", "0", "shortcode"] == "candle")
            #expect(status["emojis"].array?.count == 1)
            #expect(status["content"].string?.contains(":candle:") == true)
            _ = try await server.send(
                .patch,
                "/api/v1/accounts/update_credentials",
                as: server.bob,
                ["display_name": "bob :wave:", "note": ":candle:"]
            ).expect(200)
            let bob = try await server.get("/api/v1/accounts/\(server.bob.id)")
            #expect(bob["emojis"].array?.compactMap { $0["shortcode"]?.string } == ["wave", "candle"])
            let poll = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                json: #"{"status":"Which?","poll":{"options":[":wave: Tea","Coffee"],"expires_in":600}}"#
            ).expect(200)
            #expect(poll["poll", "emojis", "0", "shortcode"] == "wave")
            #expect(poll["emojis", "0", "shortcode"] == "wave")
            try await server.services.removeEmoji("candle")
            #expect(try await server.get("/api/v1/statuses/\(id)")["emojis"] == .array([]))
        }
    }

    @Test("each edit in a history names the emoji of its own texts", arguments: TestEngine.available)
    func history(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for name in ["candle", "wave", "tea"] {
                try await server.services.addEmoji(name, category: nil, image: Self.png, still: nil)
            }
            let id = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                json:
                    #"{"status":"Which?","spoiler_text":":candle:","poll":{"options":[":tea:","b"],"expires_in":600}}"#
            ).id()
            try await server.send(.put, "/api/v1/statuses/\(id)", as: server.alice, ["status": "bye :wave: :nobody:"])
                .expect(200)
            let history = try await server.get("/api/v1/statuses/\(id)/history").expect(200)
            let named = history.json.array?.map { edit in
                edit["emojis"]?.array?.compactMap { $0["shortcode"]?.string } ?? []
            }
            #expect(named == [["candle", "tea"], ["wave"]])
            #expect(history["0", "emojis", "0"].keys == ["shortcode", "url", "static_url", "visible_in_picker"])
        }
    }

    @Test("a picture is served as what it is, for ever", arguments: TestEngine.available)
    func pictures(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.services.addEmoji("wave", category: nil, image: Self.gif, still: Self.png)
            let emoji = try await server.get("/api/v1/custom_emojis")["0"]
            for (member, type, bytes) in [("url", "image/gif", Self.gif), ("static_url", "image/png", Self.png)] {
                let path = try #require(emoji[member]?.string?.dropFirst("https://chorus.example".count))
                let picture = try await server.get(String(path)).expect(200)
                #expect(picture.response.headers[.contentType] == type)
                #expect(picture.response.headers[.cacheControl]?.contains("immutable") == true)
                #expect(picture.response.headers[.xContentTypeOptions] == "nosniff")
                #expect(Array(picture.response.body.readableBytesView) == bytes)
            }
            for path in ["/emojis/image/99", "/emojis/image/x", "/emojis/still/-1"] {
                try await server.get(path).expectError(404, "Record not found")
            }
        }
    }

    @Test("what is no picture, too large, or taken is refused")
    func refused() async throws {
        try await withServer(.sqlite) { server in
            try await server.services.addEmoji("wave", category: nil, image: Self.png, still: nil)
            let refused: [(String, [UInt8])] = [
                ("wave", Self.png), ("a", Self.png), ("a b", Self.png), ("page", Array("<svg></svg>".utf8)),
                ("none", []),
                ("large", Self.png + [UInt8](repeating: 0, count: CustomEmoji.byteLimit)),
            ]
            for (shortcode, image) in refused {
                await #expect(throws: ServiceError.self, "\(shortcode)") {
                    try await server.services.addEmoji(shortcode, category: nil, image: image, still: nil)
                }
            }
            await #expect(throws: ServiceError.notFound) { try await server.services.removeEmoji("none") }
        }
    }
}
