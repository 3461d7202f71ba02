// What everybody is answered alike has a tag: who has it already is sent nothing again, and what is gone is gone.
import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

@testable import MastodonAPI

@Suite("Entity tags")
struct EntityTagTests {
    @Test("what strangers are answered is not sent again while it is the same", arguments: TestEngine.available)
    func revalidation(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("a note #garden", by: server.alice)
            let post = "/api/v1/statuses/\(id)"
            let account = "/api/v1/accounts/\(server.alice.id)"
            let paths = [
                post, "\(post)/context", account, "\(account)/statuses", "/api/v1/timelines/tag/garden",
                "/api/v2/instance", "/api/chorus/v1/tags/garden/magnitude.csv",
            ]
            var tags: [String: String] = [:]
            for path in paths {
                let whole = try await server.get(path).expect(200)
                let tag = try #require(whole.response.headers[.eTag], "\(path)")
                tags[path] = tag
                let same = try await server.send(.get, path, headers: [.ifNoneMatch: "\"x\", W/\(tag)"]).expect(304)
                #expect(same.text.isEmpty && same.response.headers[.contentType] == nil, "\(path)")
                for name in [HTTPField.Name.eTag, .cacheControl, .vary, .accessControlAllowOrigin] {
                    #expect(same.response.headers[name] == whole.response.headers[name], "\(path) \(name)")
                }
            }
            // Nothing that a token sees is shared.
            let own = try await server.send(.get, post, as: server.bob, headers: [.ifNoneMatch: "*"]).expect(200)
            #expect(own.response.headers[.eTag] == nil && own.response.headers[.cacheControl] == "private, no-store")
            // A reply is in the thread, so it is another answer; the account's is the same.
            try await server.post("a reply", by: server.bob, answering: id)
            let known = { (path: String) -> HTTPFields in [.ifNoneMatch: tags[path] ?? ""] }
            try await server.send(.get, "\(post)/context", headers: known("\(post)/context")).expect(200)
            try await server.send(.get, account, headers: known(account)).expect(304)
            // Gone, whatever somebody has of it.
            try await server.send(.delete, post, as: server.alice).expect(200)
            try await server.send(.get, post, headers: [.ifNoneMatch: "*"]).expect(404)
            try await server.services.moderate(server.alice.id, .suspend, by: .commandLine)
            try await server.send(.get, "\(account)/statuses", headers: known("\(account)/statuses")).expect(200)
        }
    }

    @Test("a tag tells bytes apart, wherever they differ")
    func hash() {
        let text = [UInt8](repeating: 0, count: 100)
        var seen: Set<String> = [EntityTag.of(text), EntityTag.of([]), EntityTag.of(Array(text.dropLast()))]
        for place in text.indices {
            for value in [1, 0x80] as [UInt8] {
                var other = text
                other[place] = value
                seen.insert(EntityTag.of(other))
            }
        }
        #expect(seen.count == 203)
    }
}
