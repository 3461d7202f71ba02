// Pages of every timeline: walked by `Link` down and up, from memory and from the database, cut anywhere.

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

@Suite("Paging")
struct PagingTests {
    /// Feeds that hold little, so that most pages reach beyond them.
    static var small: TimelineSizes {
        var sizes = TimelineSizes()
        (sizes.feed, sizes.firstFill, sizes.log) = (16, 8, 12)
        return sizes
    }

    @Test(
        "each timeline is walked whole, each status once, down and up",
        arguments: TestEngine.available,
        [false, true]
    )
    func walks(_ engine: TestEngine, isSmall: Bool) async throws {
        try await withServer(engine, sizes: isSmall ? PagingTests.small : TimelineSizes()) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await server.follow(bob, by: alice)
            var (all, open, tagged, own) = ([String](), [String](), [String](), [String]())
            for number in 0..<60 {
                let author = [alice, bob, charlie][number % 3]
                let visibility = number % 7 == 6 ? "unlisted" : "public"
                let id = try await server.post(
                    "Number \(number)\(number % 2 == 0 ? " #even" : "")",
                    by: author,
                    visibility
                )
                if author.id != charlie.id { all.insert(id, at: 0) }
                if visibility == "public" { open.insert(id, at: 0) }
                if visibility == "public", number % 2 == 0 { tagged.insert(id, at: 0) }
                if author.id == bob.id { own.insert(id, at: 0) }
                // Read now and then, so that feeds grow by the log as well.
                if number % 11 == 0 {
                    for path in ["home", "public", "tag/even"] {
                        try await server.get("/api/v1/timelines/\(path)?limit=3", as: alice).expect(200)
                    }
                }
            }
            for limit in [1, 7, 20, 40] {
                #expect(try await walk(server, "/api/v1/timelines/home", limit: limit, as: alice) == all)
                #expect(try await walk(server, "/api/v1/timelines/public?local=true", limit: limit, as: nil) == open)
                #expect(try await walk(server, "/api/v1/timelines/tag/Even", limit: limit, as: charlie) == tagged)
                #expect(
                    try await walk(server, "/api/v1/timelines/tag/even?any[]=none", limit: limit, as: nil) == tagged
                )
                #expect(try await walk(server, "/api/v1/accounts/\(bob.id)/statuses", limit: limit, as: nil) == own)
            }
        }
    }

    @Test("every combination of bounds answers as the rules say", arguments: TestEngine.available, [false, true])
    func bounds(_ engine: TestEngine, isSmall: Bool) async throws {
        try await withServer(engine, sizes: isSmall ? PagingTests.small : TimelineSizes()) { server in
            var ids: [String] = []
            for number in 0..<40 { ids.insert(try await server.post("Number \(number) #n", by: server.alice), at: 0) }
            let lists = [
                "/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/n",
                "/api/v1/timelines/tag/n?any[]=m", "/api/v1/accounts/\(server.alice.id)/statuses",
            ]
            let cuts: [Int?] = [nil, 0, 3, 20, 38, 39]
            for list in lists {
                for below in cuts {
                    for above in cuts {
                        for isMin in [false, true] where above != nil || !isMin {
                            var query = "limit=5"
                            if let below { query += "&max_id=\(ids[below])" }
                            if let above { query += "&\(isMin ? "min_id" : "since_id")=\(ids[above])" }
                            let inside = ids[(below.map { $0 + 1 } ?? 0)..<max(above ?? 40, below.map { $0 + 1 } ?? 0)]
                            let expected = Array(isMin ? inside.suffix(5) : inside.prefix(5))
                            let page = try await server.get(
                                list + (list.contains("?") ? "&" : "?") + query,
                                as: server.alice
                            )
                            #expect(page.ids() == expected, "\(list) \(query)")
                            #expect((page.links["prev"] != nil) == !expected.isEmpty, "\(list) \(query)")
                            #expect((page.links["next"] != nil) == (expected.count == 5), "\(list) \(query)")
                        }
                    }
                }
            }
        }
    }

    @Test("limits are clamped, and the links keep the other parameters", arguments: TestEngine.available)
    func limits(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for number in 0..<45 { try await server.post("Number \(number)", by: server.alice) }
            let path = "/api/v1/timelines/public"
            for (limit, count) in [("", 20), ("?limit=100", 40), ("?limit=-3", 3), ("?limit=0", 0), ("?limit=41", 40)] {
                #expect(try await server.get(path + limit).ids().count == count, "\(limit)")
            }
            // As Ruby reads a number: what stands before the first letter, which may be nothing.
            for (odd, count) in [("abc", 0), ("1e3", 1), ("{}", 0), ("9223372036854775808", 40)] {
                #expect(try await server.get("\(path)?limit=\(odd)").ids().count == count, "\(odd)")
            }
            #expect(try await server.get("\(path)?limit=-9223372036854775808").ids().count == 40)
            let page = try await server.get("\(path)?local=true&limit=2&max_id=999999999999999999&x=%C3%A4")
            let ids = page.ids()
            #expect(
                page.link == """
                    <https://chorus.example/api/v1/timelines/public?local=true&limit=2&x=%C3%A4&max_id=\(ids[1])>; rel="next", \
                    <https://chorus.example/api/v1/timelines/public?local=true&limit=2&x=%C3%A4&min_id=\(ids[0])>; rel="prev"
                    """
            )
            let odd = try await server.get("\(path)?limit=1&x=<a>\"")
            #expect(odd.link?.contains("&x=%3Ca%3E%22&max_id=") == true)
            let empty = try await server.get("\(path)?max_id=1")
            #expect(empty.text == "[]")
            #expect(empty.link == nil)
            for nothing in ["remote=true", "only_media=true"] {
                #expect(try await server.get("\(path)?\(nothing)").text == "[]")
            }
        }
    }

    @Test("tags are joined by any, all and none", arguments: TestEngine.available)
    func tags(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let cat = try await server.post("#cat", by: server.alice)
            let dog = try await server.post("#dog", by: server.alice)
            let both = try await server.post("#Cat #dog", by: server.alice)
            let three = try await server.post("#cat #dog #owl", by: server.alice)
            for (query, expected) in [
                ("cat", [three, both, cat]), ("CAT", [three, both, cat]), ("cat?any[]=dog", [three, both, dog, cat]),
                ("cat?all[]=dog", [three, both]), ("cat?all[]=dog&all[]=DOG&all[]=owl", [three]),
                ("cat?none[]=owl", [both, cat]), ("cat?none[]=unknown", [three, both, cat]), ("cat?all[]=unknown", []),
                ("cat?any[]=owl&none[]=dog", [cat]), ("unknown?any[]=owl", [three]), ("unknown", []),
                ("cat?any=dog&all=owl", [three]), ("%23cat", [three, both, cat]), ("no%20tag", []),
            ] {
                #expect(try await server.get("/api/v1/timelines/tag/\(query)").ids() == expected, "\(query)")
            }
        }
    }

    @Test("an account's list leaves out what is not wanted", arguments: TestEngine.available)
    func account(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let other = try await server.post("From bob #x", by: bob)
            let first = try await server.post("First #x", by: alice)
            let own = try await server.post("Going on", by: alice, answering: first)
            let reply = try await server.post("To bob", by: alice, answering: other)
            let reblog = try await server.act("reblog", other, by: alice).id()
            for (query, expected) in [
                ("", [reblog, reply, own, first]), ("exclude_replies=true", [reblog, own, first]),
                ("exclude_reblogs=1", [reply, own, first]), ("exclude_replies=on&exclude_reblogs=t", [own, first]),
                ("tagged=X", [first]), ("tagged=unknown", []), ("only_media=true", []), ("pinned=true", []),
            ] {
                #expect(
                    try await server.get("/api/v1/accounts/\(alice.id)/statuses?\(query)").ids() == expected,
                    "\(query)"
                )
            }
            try await server.get("/api/v1/accounts/1/statuses").expectError(404, "Record not found")
            try await server.get("/api/v1/accounts/abc/statuses").expectError(404, "Record not found")
        }
    }

    @Test("a reader whose rules leave out nearly all still gets to the end by links", arguments: TestEngine.available)
    func sparse(_ engine: TestEngine) async throws {
        try await withServer(engine, sizes: PagingTests.small) { server in
            let (alice, bob) = (server.alice, server.bob)
            try await server.follow(bob, by: alice)
            let first = try await server.post("The first", by: bob)
            // Answers to somebody whom alice does not follow.
            let other = try await server.post("Elsewhere", by: server.charlie)
            for number in 0..<130 { try await server.post("Re \(number)", by: bob, answering: other) }
            #expect(try await walk(server, "/api/v1/timelines/home", limit: 2, as: alice) == [first])
            let last = try await server.post("The last", by: bob)
            #expect(try await walk(server, "/api/v1/timelines/home", limit: 2, as: alice) == [last, first])
            var found: [String] = []
            var page = try await server.get("/api/v1/timelines/home?limit=1&min_id=0", as: alice)
            for _ in 0..<40 {
                found += page.ids()
                guard let up = page.links["prev"] else { break }
                page = try await server.get(up, as: alice)
            }
            #expect(found == [first, last])
        }
    }
}
