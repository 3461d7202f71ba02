// Previews of links: one look for each address, shown when it has come, counted by people.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Services
import Storage
import Synchronization
import TestSupport
import Testing

/// A small web that counts how often it is looked at.
final class SmallWeb: Sendable {
    private let looks = Mutex<[String]>([])
    let pages: [String: String]
    let pictures: [String: [UInt8]]

    init(_ pages: [String: String], pictures: [String: [UInt8]] = [:]) {
        self.pages = pages
        self.pictures = pictures
    }

    var seen: [String] { looks.withLock { $0 } }

    var fetch: PageFetch {
        { [self] url, _, limit in
            looks.withLock { $0.append(url) }
            if let picture = pictures[url] {
                return FetchedPage(url: url, contentType: "image/png", body: Array(picture.prefix(limit)))
            }
            guard let page = pages[url] else { throw FetchRefusal.unreachable("nobody is there") }
            return FetchedPage(url: url, contentType: "text/html; charset=utf-8", body: Array(page.utf8))
        }
    }
}

extension TestServer {
    /// The next attempt at links that were looked at before.
    func fetchCardsAgain() async throws {
        try await services.database.write { connection in
            try JobQueries.release(by: 1, at: Timestamp(milliseconds: 0), connection)
        }
        try await fetchCards()
    }

    /// Looks at all links that wait.
    func fetchCards() async throws {
        for job in try await dueJobs("fetch-card") {
            let id = try #require(try JSONValue.parse(Array(job.payload.utf8))["id"]?.string.flatMap { Int64($0) })
            try await services.fetchCard(id)
        }
    }
}

@Suite("Preview cards")
struct CardTests {
    static let page = """
        <html lang="en"><title>Plain</title><meta property="og:title" content="A garden"><meta name="author" content="Bob">
        <meta property="og:description" content="Of herbs"><meta property="og:site_name" content="News">
        <meta property="og:image" content="/garden.png"><meta property="article:published_time" content="2023-01-02">
        """

    @Test(
        "the first link gets a card when it has been looked at, once for all who post it",
        arguments: TestEngine.available
    )
    func card(_ engine: TestEngine) async throws {
        let web = SmallWeb(["https://news.example/garden": Self.page])
        try await withServer(engine, fetchPage: web.fetch) { server in
            let text = "@bob #tag https://chorus.example/@bob HTTPS://News.example/garden#x https://other.example/"
            let id = try await server.post(text, by: server.alice)
            #expect(try await server.get("/api/v1/statuses/\(id)")["card"] == .null)
            #expect(try await server.get("/api/v1/statuses/\(id)/card").text == "{}")
            let other = try await server.post("https://news.example/garden", by: server.bob, "private")
            try await server.fetchCards()
            #expect(web.seen == ["https://news.example/garden"])
            let shown = try await server.get("/api/v1/statuses/\(id)")
            #expect(shown["card", "title"] == "A garden")
            #expect(shown["card", "image"] == .null)
            try expectGolden("PreviewCard", try await server.get("/api/v1/statuses/\(id)/card"))
            #expect(try await server.get("/api/v1/statuses/\(other)", as: server.bob)["card", "title"] == "A garden")
            try await server.get("/api/v1/statuses/\(other)/card").expect(404)
            // Looked at again after two weeks, and not before.
            try await server.post("Again https://news.example/garden", by: server.charlie)
            #expect(try await server.dueJobs("fetch-card").isEmpty)
            server.clock.advance(.seconds(15 * 86_400))
            try await server.post("Much later https://news.example/garden", by: server.charlie)
            try await server.fetchCardsAgain()
            #expect(web.seen.count == 2)
            // An edit takes it away.
            let edited = try await server.send(.put, "/api/v1/statuses/\(id)", as: server.alice, ["status": "No link"])
            #expect(edited["card"] == .null)
        }
    }

    @Test(
        "it arrives as an edit does; what is not there leaves no card and is not asked for at once",
        arguments: TestEngine.available
    )
    func arriving(_ engine: TestEngine) async throws {
        let web = SmallWeb(["https://news.example/garden": Self.page, "https://empty.example/": "<p>nothing"])
        try await withServer(engine, fetchPage: web.fetch) { server in
            let log = Mutex<[DomainEvent]>([])
            server.services.events.listen { event in log.withLock { $0.append(event) } }
            let id = try await server.post("https://news.example/garden", by: server.alice)
            try await server.fetchCards()
            let number = try #require(Int64(id))
            #expect(log.withLock { $0.contains(.statusChanged(id: number)) })
            for url in ["https://gone.example/", "https://empty.example/"] {
                let id = try await server.post(url, by: server.alice)
                try await server.fetchCards()
                let looks = web.seen.count
                try await server.post("\(url) again", by: server.bob)
                try await server.fetchCards()
                #expect(web.seen.count == looks)
                #expect(try await server.get("/api/v1/statuses/\(id)")["card"] == .null)
            }
        }
    }

    @Test("links of several people trend, and have a timeline", arguments: TestEngine.available)
    func trending(_ engine: TestEngine) async throws {
        let web = SmallWeb([
            "https://news.example/garden": Self.page, "https://news.example/two": "<title>Two</title>",
        ])
        try await withServer(engine, fetchPage: web.fetch) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let url = "https://news.example/garden"
            var ids: [String] = []
            for person in [alice, alice, bob] {
                ids.append(try await server.post("\(url) by \(person.name)", by: person))
            }
            // One person alone, and what is not public, do not count.
            for _ in 0..<5 { try await server.post("https://news.example/two", by: charlie) }
            try await server.post("https://news.example/two", by: bob, "unlisted")
            try await server.fetchCards()
            let links = try await server.get("/api/v1/trends/links")
            #expect(links.json.array?.count == 1)
            try expectGolden("TrendsLink", links)
            #expect(links["0", "history", "0", "accounts"] == "2")
            #expect(links["0", "history", "0", "uses"] == "3")
            let list = try await server.get("/api/v1/timelines/link", ["url": "https://news.example/garden#part"])
            #expect(list.ids() == ids.reversed())
            #expect(try await server.get("/api/v1/timelines/link", ["url": url, "limit": "1"]).links["next"] != nil)
            try await server.get("/api/v1/timelines/link", ["url": "https://other.example/"]).expect(404)
            try await server.get("/api/v1/timelines/link").expect(400)
            // Whoever is limited does not count; nor does what was deleted.
            try await server.services.moderate(bob.id, .silence, by: .commandLine)
            server.clock.advance(.seconds(120))
            #expect(try await server.get("/api/v1/trends/links").text == "[]")
            #expect(try await server.get("/api/v1/timelines/link", ["url": url]).ids().count == 2)
            try await server.services.moderate(bob.id, .unsilence, by: .commandLine)
            for id in ids.prefix(2) { try await server.send(.delete, "/api/v1/statuses/\(id)", as: alice).expect(200) }
            server.clock.advance(.seconds(120))
            #expect(try await server.get("/api/v1/trends/links").text == "[]")
        }
    }

    @Test("people who are limited are in no figure of a link", arguments: TestEngine.available)
    func limited(_ engine: TestEngine) async throws {
        let web = SmallWeb(["https://news.example/garden": Self.page])
        try await withServer(engine, fetchPage: web.fetch) { server in
            for person in [server.alice, server.bob, server.charlie, server.bob] {
                try await server.post("https://news.example/garden", by: person)
            }
            try await server.fetchCards()
            for (action, people, posts) in [
                (Moderation.silence, "2", "2"), (.unsilence, "3", "4"), (.suspend, "2", "2"),
            ] {
                try await server.services.moderate(server.bob.id, action, by: .commandLine)
                server.clock.advance(.seconds(120))
                let links = try await server.get("/api/v1/trends/links")
                #expect(links["0", "history", "0", "accounts"] == .string(people))
                #expect(links["0", "history", "0", "uses"] == .string(posts))
            }
        }
    }

    @Test("cards cost a page one read, and posting a link a few statements", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        let web = SmallWeb(
            Dictionary(uniqueKeysWithValues: (0..<30).map { ("https://news.example/\($0)", "<title>N \($0)</title>") })
        )
        try await withServer(engine, fetchPage: web.fetch) { server in
            for number in 0..<30 { try await server.post("https://news.example/\(number)", by: server.alice) }
            try await server.fetchCards()
            for limit in [10, 30] {
                try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                    let path = "/api/v1/timelines/public?limit=\(limit)"
                    let page = try await cold.get(path, as: cold.bob)
                    #expect(page["0", "card", "title"] == "N 29")
                    page.expectStatements(atMost: 21)
                    try await cold.get(path, as: cold.bob).expectStatements(atMost: 0)
                }
            }
            let plain = try await server.send(.post, "/api/v1/statuses", as: server.alice, ["status": "Plain"])
            let linked = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                ["status": "https://news.example/3"]
            )
            linked.expectStatements(atMost: plain.statements + 3)
        }
    }
}
