// What was deleted is in no byte of the database's files.
import Basics
import Foundation
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@testable import Database

@Suite("Deleted for good")
struct ScrubTests {
    @Test("the words of a deleted post stand neither in the file, nor in its log, nor in the index")
    func scrubbed() async throws {
        try await withServer(.sqlite) { server in
            guard case .sqlite(let path) = server.services.database.place else { return }
            @Sendable func places(_ word: String) -> Int {
                ["", "-wal"].reduce(0) { count, ending in
                    guard let bytes = FileManager.default.contents(atPath: path + ending) else { return count }
                    return count + bytes.ranges(of: Data(word.utf8)).count
                }
            }
            for number in 0..<60 { try await server.post("ordinary words \(number)", by: server.bob) }
            let secret = try await server.post("my zebrasecret, in clear words", by: server.alice)
            // The history of an edit, and a poll, go with it.
            _ = try await server.send(
                .put,
                "/api/v1/statuses/\(secret)",
                as: server.alice,
                ["status": "zebrasecret again"]
            )
            try await server.services.scrubDeleted()
            #expect(places("zebrasecret") > 0)
            #expect(try await server.get("/api/v2/search?q=zebrasecret", as: server.alice).ids("statuses") == [secret])
            try await server.send(.delete, "/api/v1/statuses/\(secret)", as: server.alice).expect(200)
            try await server.services.scrubDeleted()
            #expect(places("zebrasecret") == 0)
            #expect(places("ordinary words 7") > 0)
            #expect(try await server.get("/api/v2/search?q=ordinary", as: server.bob).ids("statuses").count == 20)
        }
    }

    @Test("while somebody reads the log, as a backup does, nobody waits for it, and it is emptied afterwards")
    func readers() async throws {
        try await withServer(.sqlite) { server in
            guard case .sqlite(let path) = server.services.database.place else { return }
            @Sendable func isLogEmpty() -> Bool {
                (FileManager.default.contents(atPath: path + "-wal") ?? Data()).isEmpty
            }
            try await server.post("a word", by: server.alice)
            let (started, released) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let database = server.services.database
            let reading = Task {
                try await database.snapshot { connection in
                    // The first look at the file begins the snapshot.
                    _ = try connection.query(text: "PRAGMA schema_version") { $0.int(0) }
                    started.signal()
                    released.wait()
                }
            }
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    started.wait()
                    continuation.resume()
                }
            }
            try await server.services.scrubDeleted()
            #expect(try await !database.emptyLog())
            #expect(!isLogEmpty())
            released.signal()
            try await reading.value
            // What it could not do is still noted.
            try await server.services.scrubDeleted()
            #expect(isLogEmpty())
        }
    }
}
