// Tags in every script as apps meet them: one page for all spellings, and what a search finds.

import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("Tags in every script")
struct FoldedTagRouteTests {
    private func hashtags(_ text: String, _ server: TestServer, _ more: String = "") async throws -> [String] {
        let query = "q=\(PercentEncoding.encode(text))&type=hashtags\(more)"
        let reply = try await server.get("/api/v2/search?\(query)", as: server.alice).expect(200)
        return reply["hashtags"].array?.compactMap { $0["name"]?.string } ?? []
    }

    @Test("capitals and small letters are one tag with one count", arguments: TestEngine.available)
    func one(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let first = try await server.post("Λέω #ΛΌΓΟΣ", by: server.alice)
            let second = try await server.post("κι εγώ #λόγος", by: server.bob)
            for spelling in ["λόγος", "ΛΌΓΟΣ", "λόγοσ"] {
                let path = PercentEncoding.encode(spelling)
                #expect(try await server.get("/api/v1/timelines/tag/\(path)").ids() == [second, first])
                let tag = try await server.get("/api/v1/tags/\(path)", as: server.alice)
                #expect(tag["name"] == "λόγος")
                #expect(tag["history", "0", "accounts"] == "2")
            }
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("a search for a tag finds it without its accents, the exact spelling first", arguments: TestEngine.available)
    func accents(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.post("#reseña #Resena #reseñas #resenador #resto", by: server.alice)
            #expect(try await hashtags("resena", server) == ["resena", "reseña", "resenador", "reseñas"])
            #expect(try await hashtags("#reseña", server) == ["reseña", "resena", "resenador", "reseñas"])
            #expect(try await hashtags("resena", server, "&limit=1") == ["resena"])
            #expect(try await hashtags("resena", server, "&limit=2&offset=1") == ["reseña", "resenador"])
            #expect(try await hashtags("resenas", server) == ["reseñas"])
            #expect(try await hashtags("nada", server) == [])
        }
    }

    @Test("a search for #tag finds the tag and no longer one", arguments: TestEngine.available)
    func sign(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            func found(_ text: String) async throws -> [String] {
                let path = "/api/v2/search?type=statuses&q=\(PercentEncoding.encode(text))"
                return try await server.get(path, as: alice)["statuses"].array?.compactMap { $0["id"]?.string } ?? []
            }
            let tag = try await server.post("one #Tag", by: alice)
            let longer = try await server.post("two #tag_x", by: alice)
            let word = try await server.post("three tag", by: alice)
            #expect(try await found("#tag") == [tag])
            #expect(try await found("#TAG_X") == [longer])
            #expect(try await found("tag") == [word, longer, tag])
            #expect(try await found("-#tag tag") == [word, longer])
            try await server.send(.put, "/api/v1/statuses/\(word)", as: alice, ["status": "three #tag"]).expect(200)
            #expect(try await found("#tag") == [word, tag])
        }
    }

    @Test("an operator with a value that it cannot have is named, not passed over", arguments: TestEngine.available)
    func operators(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for part in [
                "after:2020-01-011", "before:yesterday", "during:2020-13", "has:money", "is:nice", "in:heaven",
                "language:x1",
            ] {
                let reply = try await server.get("/api/v2/search?q=rose%20\(part)", as: server.alice)
                reply.expect(422)
                #expect(reply["error"].string?.contains("\(part) is not understood") == true)
            }
            for part in ["after:2020-01-01", "%22has:money%22", "https:", "note:well"] {
                try await server.get("/api/v2/search?q=rose%20\(part)", as: server.alice).expect(200)
            }
        }
    }
}
