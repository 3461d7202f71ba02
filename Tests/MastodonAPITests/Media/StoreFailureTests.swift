// A store that keeps nothing: people hear "later", and the admin why.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Media
import Services
import Storage
import Synchronization
import TestSupport
import Testing

private struct DownStore: MediaStore {
    func put(_: MadeFile, at _: String) async throws { throw MediaError.storage("The disk is full") }
    func move(_: String, to _: String) async throws { throw MediaError.storage("The disk is gone") }
    func remove(_: String) async throws { throw MediaError.storage("The disk is gone") }
    func read(_: String, _: ([UInt8]) async throws -> Void) async throws -> Bool {
        throw MediaError.storage("The disk is gone")
    }
}

@Suite("A media store that fails")
struct StoreFailureTests {
    @Test("is answered with 503, and told to the admin where nobody waits", arguments: [TestEngine.sqlite])
    func told(_ engine: TestEngine) async throws {
        let said = Mutex<[String]>([])
        let page = "<title>A garden</title><meta property='og:image' content='/a.png'>"
        let web = SmallWeb(
            ["https://news.example/": page],
            pictures: ["https://news.example/a.png": Pictures.png(9, 9)]
        )
        try await withMediaServer(
            engine,
            fetchPage: web.fetch,
            store: DownStore(),
            report: { sentence in said.withLock { $0.append(sentence) } }
        ) { server in
            let picture = FormFile(filename: "a.png", bytes: Pictures.png(40, 30))
            try await server.upload(as: server.alice, [picture])
                .expectError(503, "The server cannot keep files at the moment, please try again")
            #expect(said.withLock { $0 }.isEmpty)
            // An animation is processed beside the request.
            let animation = FormFile(filename: "a.gif", bytes: Pictures.gif())
            try await server.upload(as: server.alice, [animation]).expect(202)
            for _ in 0..<2400 where said.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(25)) }
            let sentence = "Files cannot be processed now, and are tried again later and later: The disk is full"
            #expect(said.withLock { $0 } == [sentence])
            let id = try await server.post("https://news.example/", by: server.alice)
            try await server.fetchCards()
            #expect(try await server.get("/api/v1/statuses/\(id)")["card", "title"] == "A garden")
            #expect(said.withLock { $0.last } == "A card stays without its picture: The disk is full")
            try await server.services.database.write { connection in
                try MediaRemovalQueries.note(["cards/aa/aaa/small.jpg", "cards/bb/bbb/small.jpg"], connection)
            }
            try await server.services.purgeCardImages()
            #expect(said.withLock { $0.last } == "2 of 2 files stay until the next upkeep: The disk is gone")
        }
    }
}
