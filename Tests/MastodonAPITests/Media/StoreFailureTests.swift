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
        try await withMediaHouse(
            engine,
            fetchPage: web.fetch,
            store: DownStore(),
            report: { sentence in said.withLock { $0.append(sentence) } }
        ) { house in
            let picture = FormFile(filename: "a.png", bytes: Pictures.png(40, 30))
            try await house.upload(as: house.alice, [picture])
                .expectError(503, "The server cannot keep files at the moment, please try again")
            #expect(said.withLock { $0 }.isEmpty)
            // An animation is processed beside the request.
            let animation = FormFile(filename: "a.gif", bytes: Pictures.gif())
            try await house.upload(as: house.alice, [animation]).expect(202)
            for _ in 0..<200 where said.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(25)) }
            #expect(said.withLock { $0 } == ["A file stays unprocessed until the next upkeep: The disk is full"])
            let id = try await house.post("https://news.example/", by: house.alice)
            try await house.fetchCards()
            #expect(try await house.get("/api/v1/statuses/\(id)")["card", "title"] == "A garden")
            #expect(said.withLock { $0.last } == "A card stays without its picture: The disk is full")
            try await house.services.database.write { connection in
                try MediaRemovalQueries.note(["cards/aa/aaa/small.jpg", "cards/bb/bbb/small.jpg"], connection)
            }
            try await house.services.purgeCardImages()
            #expect(said.withLock { $0.last } == "2 of 2 files stay until the next upkeep: The disk is gone")
        }
    }
}
