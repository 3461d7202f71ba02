// GET /api/v1/statuses/:id/context: order, pages, depth, size.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Services
import Storage
import TestSupport
import Testing

@Suite("Threads")
struct ThreadTests {
    @Test("ancestors come from the top, descendants depth first", arguments: TestEngine.available)
    func order(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let top = try await server.post("top", by: alice)
            let a = try await server.post("a", by: bob, answering: top)
            let b = try await server.post("b", by: alice, answering: top)
            let ab = try await server.post("ab", by: alice, answering: a)
            let ba = try await server.post("ba", by: bob, answering: b)
            let aba = try await server.post("aba", by: bob, answering: ab)
            let aa = try await server.post("aa", by: bob, answering: a)
            _ = try await server.post("elsewhere", by: bob)
            let context = try await server.get("/api/v1/statuses/\(top)/context")
            #expect(context.ids("ancestors") == [])
            #expect(context.ids("descendants") == [a, ab, aba, aa, b, ba])
            #expect(context.link == nil)
            let inner = try await server.get("/api/v1/statuses/\(ab)/context")
            #expect(inner.ids("ancestors") == [top, a])
            #expect(inner.ids("descendants") == [aba])
            var pages: [String] = []
            var next: String? = "/api/v1/statuses/\(top)/context?limit=4"
            while let path = next {
                let page = try await server.get(path)
                pages += page.ids("descendants")
                next = page.links["next"]
                #expect((next ?? "after=").parts("after=") == 2)
            }
            #expect(pages == [a, ab, aba, aa, b, ba])
            // A page begins after a reply of this thread, nowhere else.
            for (root, after) in [(top, "1"), (top, top), (b, a), (b, top), (a, b), (b, b)] {
                try await server.get("/api/v1/statuses/\(root)/context?after=\(after)").expectError(
                    404,
                    "Record not found"
                )
            }
            _ = try await server.services.blockAccount(alice.id, by: bob.id)
            #expect(try await server.get("/api/v1/statuses/\(a)/context", as: bob).ids("descendants") == [aba, aa])
        }
    }

    @Test("a thread deeper than its paths is still whole, from anywhere", arguments: TestEngine.available)
    func depth(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            var ids = [try await server.post("0", by: server.alice)]
            for number in 1..<160 {
                ids.append(try await server.post("\(number)", by: server.alice, answering: ids[number - 1]))
            }
            let aside = try await server.post("aside", by: server.bob, answering: ids[130])
            for place in [0, 1, 100, 126, 127, 128, 129, 140, 158, 159] {
                let context = try await server.get("/api/v1/statuses/\(ids[place])/context")
                #expect(context.ids("ancestors") == Array(ids[..<place]), "\(place)")
                let below = ids[(place + 1)...] + (place <= 130 ? [aside] : [])
                #expect(context.ids("descendants") == Array(below), "\(place)")
            }
            let first = try await server.get("/api/v1/statuses/\(ids[140])/context?limit=10")
            #expect(first.ids("descendants") == Array(ids[141...150]))
            let next = try #require(first.links["next"])
            #expect(try await server.get(next).ids("descendants") == Array(ids[151...]))
        }
    }

    @Test("the first page of 5,000 answers costs no more than its size", arguments: TestEngine.available)
    func size(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let top = try #require(Int64(try await server.post("Top", by: server.alice)))
            let people = [server.alice, server.bob, server.charlie]
            // Written at once: what is measured is the reading.
            let start = server.clock.clock.now()
            try await server.services.database.write { connection in
                for number in 0..<5000 {
                    let id = top + Int64(number) + 1
                    let path = ThreadPath(ids: [top, id])
                    try StatusQueries.insert(
                        Status(
                            id: id,
                            accountID: people[number % 3].id,
                            inReplyToID: top,
                            inReplyToAccountID: people[0].id,
                            conversationID: top,
                            threadPath: path,
                            text: "Re",
                            content: "<p>Re</p>",
                            createdAt: start
                        ),
                        connection
                    )
                }
            }
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                // A token, the status, the thread, its statuses with mentions and tags, accounts, flags.
                for (person, most) in [(nil, 16), (server.bob, 24)] as [(Person?, Int)] {
                    let page = try await cold.get("/api/v1/statuses/\(top)/context", as: person)
                    page.expect(200).expectStatements(atMost: most)
                    #expect(page.ids("descendants").count == 1000)
                }
                let warm = try await cold.get("/api/v1/statuses/\(top)/context", as: server.bob)
                warm.expectStatements(atMost: 3)
                let last = try await cold.get("/api/v1/statuses/\(top)/context?after=\(top + 4500)", as: server.bob)
                #expect(last.ids("descendants").count == 500)
                #expect(last.link == nil)
            }
        }
    }
}

extension String {
    /// How many parts the separator makes.
    fileprivate func parts(_ separator: String) -> Int {
        var (count, rest) = (1, self[...])
        while let found = rest.firstRange(of: separator) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
