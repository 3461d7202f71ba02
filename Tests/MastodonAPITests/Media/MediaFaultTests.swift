// Something of the server's own is wrong while nobody waits for an answer: files wait, longer each time, and are not blamed.
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

/// Keeps files in memory, unless it is broken.
private final class BreakableStore: MediaStore {
    private struct State {
        var files: [String: [UInt8]] = [:]
        var fault: String?
        var attempts = 0
    }
    private let state = Mutex(State())

    var attempts: Int { state.withLock { $0.attempts } }

    /// What every attempt ends in from now on; nil: files are kept.
    func fail(_ fault: String?) { state.withLock { $0.fault = fault } }

    func put(_ file: MadeFile, at path: String) async throws {
        try state.withLock { state in
            state.attempts += 1
            if let fault = state.fault { throw MediaError.storage("\(fault) at /media/\(path)") }
            state.files[path] = []
        }
    }
    func move(_: String, to _: String) async throws {}
    func remove(_: String) async throws {}
    func read(_: String, _: ([UInt8]) async throws -> Void) async throws -> Bool { false }
}

@Suite("Faults of the server amid files")
struct MediaFaultTests {
    private static let animation = FormFile(filename: "a.gif", bytes: Pictures.gif())

    private func withBrokenStore(
        _ engine: TestEngine,
        _ body:
            @escaping @Sendable (TestServer, BreakableStore, _ said: @escaping @Sendable () -> [String]) async throws
            -> Void
    ) async throws {
        let store = BreakableStore()
        let said = Mutex<[String]>([])
        store.fail("The disk is full")
        try await withMediaServer(engine, store: store, report: { line in said.withLock { $0.append(line) } }) {
            server in
            try await body(server, store) { said.withLock { $0 } }
        }
    }

    private func due(_ server: TestServer, in pause: Duration = .zero) async throws -> Int {
        let moment = server.clock.clock.now() + pause
        return try await server.services.database.read {
            try MediaQueries.processing(on: 0, dueBy: moment, $0).count
        }
    }

    /// Waits until all that was begun is put off or done.
    private func settle(_ server: TestServer) async throws {
        for _ in 0..<2000 where try await due(server) > 0 {
            try await Task.sleep(for: .milliseconds(25))
            try await server.services.purgeMedia()
        }
        #expect(try await due(server) == 0)
    }

    @Test("a file waits longer each time, and is there once the fault is mended", arguments: TestEngine.available)
    func later(_ engine: TestEngine) async throws {
        try await withBrokenStore(engine) { server, store, said in
            let reply = try await server.upload(as: server.alice, [Self.animation]).expect(202)
            let id = try #require(reply["id"].string)
            try await settle(server)
            for (attempts, minutes) in [1, 2, 4, 8, 16, 30, 30].enumerated() {
                #expect(store.attempts == attempts + 1)
                #expect(try await due(server, in: .seconds(minutes * 60 - 5)) == 0)
                #expect(try await due(server, in: .seconds(minutes * 75)) == 1)
                server.clock.advance(.seconds(minutes * 60 - 5))
                try await server.services.purgeMedia()
                server.clock.advance(.seconds(minutes * 15 + 5))
                // With the last one the disk has room again.
                if attempts == 6 { store.fail(nil) }
                try await server.services.purgeMedia()
                try await settle(server)
            }
            let shown = try await server.get("/api/v1/media/\(id)", as: server.alice).expect(200)
            #expect(shown["type"] == "gifv" && shown["url"] != .null)
            // The admin was told once.
            #expect(said().count == 1)
            #expect(said().first?.contains("The disk is full") == true)
            #expect(try await server.services.mediaFaults() == [])
        }
    }

    @Test("the admin hears once of each kind of fault, and again when it comes back", arguments: TestEngine.available)
    func told(_ engine: TestEngine) async throws {
        try await withBrokenStore(engine) { server, store, said in
            for person in [server.alice, server.bob, server.alice] {
                try await server.upload(as: person, [Self.animation]).expect(202)
            }
            try await settle(server)
            #expect(said().count == 1)
            let faults = try await server.services.mediaFaults()
            #expect(faults.count == 1 && faults[0].hasPrefix("3 files not processed, the oldest since 2023-11-14T"))
            #expect(faults[0].contains("The disk is full at /media/attachments/"))
            store.fail("The bucket says no")
            // As after a restart: nothing that was put off waits any longer.
            func resume(until isEnough: ([String]) -> Bool) async throws {
                for _ in 0..<2000 where try await !isEnough(server.services.mediaFaults()) {
                    try await server.services.resumeMedia()
                    try await Task.sleep(for: .milliseconds(25))
                }
                #expect(try await isEnough(server.services.mediaFaults()))
            }
            try await resume { $0.count == 1 && $0[0].contains("3 files") && $0[0].contains("The bucket says no") }
            #expect(said().count == 2)
            store.fail(nil)
            try await resume { $0.isEmpty }
            store.fail("The disk is full")
            try await server.upload(as: server.alice, [Self.animation]).expect(202)
            try await settle(server)
            #expect(said().count == 3)
        }
    }

    @Test("after a day its owner reads that it was not the file's fault", arguments: TestEngine.available)
    func givenUp(_ engine: TestEngine) async throws {
        try await withBrokenStore(engine) { server, store, _ in
            let reply = try await server.upload(as: server.alice, [Self.animation]).expect(202)
            let id = try #require(reply["id"].string)
            try await settle(server)
            try await server.services.purgeMedia()
            try await server.get("/api/v1/media/\(id)", as: server.alice).expect(206)
            server.clock.advance(.seconds(86_400))
            try await server.services.purgeMedia()
            let answer = try await server.get("/api/v1/media/\(id)", as: server.alice).expect(503)
            #expect(answer["error"].string?.contains("not the file's fault") == true)
            try await server.send(.post, "/api/v1/statuses", as: server.alice, ["status": "Tea", "media_ids[]": id])
                .expectError(
                    422,
                    "Validation failed: Cannot attach files that this server was not able to process: "
                        + "please upload them again"
                )
            #expect(try await server.services.mediaFaults() == [])
            server.clock.advance(.seconds(86_400))
            try await server.services.purgeMedia()
            try await server.get("/api/v1/media/\(id)", as: server.alice).expect(404)
        }
    }

    @Test("the older address, which promises a finished file, says the same at once", arguments: TestEngine.available)
    func older(_ engine: TestEngine) async throws {
        try await withBrokenStore(engine) { server, _, _ in
            let answer = try await server.upload(.post, "/api/v1/media", as: server.alice, [Self.animation]).expect(503)
            #expect(answer["error"].string?.contains("not the file's fault") == true)
            // Nobody knows its id.
            #expect(try await due(server, in: .seconds(7200)) == 0)
        }
    }
}
