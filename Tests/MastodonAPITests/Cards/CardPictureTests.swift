// The pictures of cards: fetched once, made small, kept here, and gone when nobody needs them.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Pictures of cards")
struct CardPictureTests {
    private static let url = "https://news.example/garden"
    private static let page = #"<title>A garden</title><meta property="og:image" content="/garden.png">"#

    @Test(
        "a page's picture is made small and kept once for all who post it, as long as somebody does",
        arguments: TestEngine.available
    )
    func kept(_ engine: TestEngine) async throws {
        let picture = "https://news.example/garden.png"
        let web = SmallWeb([Self.url: Self.page], pictures: [picture: Pictures.png(900, 600)])
        try await withMediaServer(engine, fetchPage: web.fetch) { server in
            let first = try await server.post(Self.url, by: server.alice)
            let second = try await server.post("\(Self.url) too", by: server.bob)
            try await server.fetchCards()
            #expect(web.seen == [Self.url, picture])
            let shown = try await server.get("/api/v1/statuses/\(first)")
            let image = try #require(shown["card", "image"].string)
            #expect(image.hasPrefix("https://chorus.example/media/cards/"))
            #expect(shown["card", "width"] == 587 && shown["card", "height"] == 391)
            #expect(shown["card", "blurhash"].string?.count == 36)
            #expect(try await server.get("/api/v1/statuses/\(second)")["card", "image"] == .string(image))
            #expect(try await server.file(image).expect(200).response.headers[.contentType] == "image/jpeg")
            // What still has the card keeps the picture; an edit lets go as a deletion does.
            try await server.send(.delete, "/api/v1/statuses/\(first)", as: server.alice).expect(200)
            server.clock.advance(.seconds(86_500))
            try await server.services.purgeCardImages()
            try await server.file(image).expect(200)
            try await server.send(.put, "/api/v1/statuses/\(second)", as: server.bob, ["status": "No link"]).expect(200)
            try await server.services.purgeCardImages()
            try await server.file(image).expect(200)
            server.clock.advance(.seconds(86_500))
            try await server.services.purgeCardImages()
            try await server.file(image).expect(404)
            // Posted again, it is looked at again.
            let again = try await server.post(Self.url, by: server.charlie)
            #expect(try await server.get("/api/v1/statuses/\(again)")["card", "image"] == .null)
            try await server.fetchCardsAgain()
            let fetched = try await server.get("/api/v1/statuses/\(again)")["card", "image"].string
            #expect(fetched != nil && fetched != image)
            try await server.file(fetched).expect(200)
        }
    }

    @Test("a page that has another picture later is shown with that one", arguments: TestEngine.available)
    func replaced(_ engine: TestEngine) async throws {
        let web = SmallWeb([Self.url: Self.page], pictures: ["https://news.example/garden.png": Pictures.png(20, 10)])
        let other = SmallWeb(
            [Self.url: #"<title>A garden</title><meta property="og:image" content="/b.png">"#],
            pictures: ["https://news.example/b.png": Pictures.png(10, 20)]
        )
        let isLater = Mutex(false)
        let fetch: PageFetch = { url, accept, limit in
            try await (isLater.withLock { $0 } ? other : web).fetch(url, accept, limit)
        }
        try await withMediaServer(engine, fetchPage: fetch) { server in
            let id = try await server.post(Self.url, by: server.alice)
            try await server.fetchCards()
            let before = try await server.get("/api/v1/statuses/\(id)")["card", "image"].string
            isLater.withLock { $0 = true }
            server.clock.advance(.seconds(15 * 86_400))
            try await server.post(Self.url, by: server.bob)
            try await server.fetchCardsAgain()
            let shown = try await server.get("/api/v1/statuses/\(id)")
            #expect(shown["card", "height"] == 20)
            try await server.file(shown["card", "image"].string).expect(200)
            try await server.file(before).expect(404)
        }
    }

    @Test("a hostile picture leaves the card without one, and no file", arguments: [TestEngine.sqlite])
    func hostile(_ engine: TestEngine) async throws {
        let pictures: [String: [UInt8]] = [
            "bomb": Pictures.png(60_000, 60_000, colour: 2, data: Pictures.stored([0])),
            "svg": Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), "page": Array("<html>".utf8), "empty": [],
            "cut": Array(Pictures.png(300, 200).prefix(900)), "sound": Pictures.wav(), "large": Pictures.png(400, 300),
        ]
        let names = pictures.keys.sorted() + ["missing"]
        let address = { @Sendable (name: String) in "https://news.example/\(name)" }
        let web = SmallWeb(
            Dictionary(
                uniqueKeysWithValues: names.map { name in
                    (address(name), "<title>\(name)</title><meta property='og:image' content='/\(name).png'>")
                }
            ),
            pictures: Dictionary(uniqueKeysWithValues: pictures.map { (address($0.key) + ".png", $0.value) })
        )
        try await withMediaServer(engine, fetchPage: web.fetch, limits: { $0.media.cardImageBytes = 300_000 }) {
            server in
            for name in names {
                let id = try await server.post(address(name), by: server.alice)
                try await server.fetchCards()
                let shown = try await server.get("/api/v1/statuses/\(id)")
                #expect(shown["card", "title"] == .string(name))
                #expect(shown["card", "image"] == .null && shown["card", "blurhash"] == .null, "\(name)")
                #expect(web.seen.last == address(name) + ".png")
            }
            let left = try await server.services.database.read { try MediaRemovalQueries.noted(limit: 5, $0) }
            #expect(left.isEmpty)
        }
    }
}
