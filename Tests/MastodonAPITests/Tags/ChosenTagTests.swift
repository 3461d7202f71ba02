// Tags that people follow, and tags on their profiles.
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

@Suite("Chosen tags")
struct ChosenTagTests {
    private func act(_ name: String, _ tag: String, _ server: TestServer, by person: Person? = nil) async throws
        -> Reply
    {
        try await server.send(.post, "/api/v1/tags/\(tag)/\(name)", as: person ?? server.alice)
    }

    private func home(_ server: TestServer) async throws -> [String] {
        try await server.get("/api/v1/timelines/home", as: server.alice).ids()
    }

    /// The home timeline of alice, in memory and from the database alone.
    private func expectHome(_ ids: [String], _ server: TestServer, sourceLocation: SourceLocation = #_sourceLocation)
        async throws
    {
        #expect(try await home(server) == ids, "in memory", sourceLocation: sourceLocation)
        try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
            let fresh = try await cold.get("/api/v1/timelines/home", as: cold.alice).ids()
            #expect(fresh == ids, "from the database", sourceLocation: sourceLocation)
        }
    }

    @Test("a tag is followed and left, also one that nobody has used", arguments: TestEngine.available)
    func follows(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            #expect(try await server.get("/api/v1/tags/garden", as: alice)["following"] == false)
            try expectGolden("Tag.followed", try await act("follow", "Garden", server))
            #expect(try await act("follow", "garden", server)["following"] == true)
            #expect(try await server.get("/api/v1/tags/garden", as: server.bob)["following"] == false)
            #expect(try await server.get("/api/v1/tags/garden").json["following"] == nil)
            for tag in ["moon", "sun"] { try await act("follow", tag, server).expect(200) }
            let list = try await server.get("/api/v1/followed_tags?limit=2", as: alice)
            #expect(list.json.array?.map { $0["name"] } == ["sun", "moon"])
            #expect(list["0", "following"] == true)
            let next = try await server.get(try #require(list.links["next"]), as: alice)
            #expect(next.json.array?.map { $0["name"] } == ["garden"])
            #expect(try await act("unfollow", "garden", server)["following"] == false)
            #expect(try await act("unfollow", "never", server)["following"] == false)
            #expect(try await server.get("/api/v1/followed_tags", as: alice).json.array?.count == 2)
            try await server.send(.post, "/api/v1/tags/%20/follow", as: alice).expect(404)
        }
    }

    @Test("no more tags than the limit are followed", arguments: TestEngine.available)
    func limit(_ engine: TestEngine) async throws {
        try await withServer(engine, limits: { $0.followedTags = 1 }) { server in
            try await act("follow", "one", server).expect(200)
            try await act("follow", "two", server)
                .expectError(422, "Validation failed: You cannot follow more than 1 hashtags")
            try await act("follow", "one", server).expect(200)
        }
    }

    @Test("public statuses with a followed tag come home, once, and only what may", arguments: TestEngine.available)
    func comesHome(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let early = try await server.post("Early #garden", by: bob)
            try await expectHome([], server)
            try await act("follow", "garden", server).expect(200)
            try await act("follow", "moon", server).expect(200)
            try await expectHome([early], server)
            let both = try await server.post("Both #garden #moon", by: bob)
            try await server.post("Quiet #garden", by: bob, "unlisted")
            try await server.post("For friends #garden", by: bob, "private")
            let reply = try await server.post("Re #garden", by: charlie, answering: both)
            try await server.act("reblog", early, by: charlie).expect(200)
            try await server.post("Something else", by: bob)
            try await expectHome([reply, both, early], server)
            try await server.follow(bob, by: alice)
            let mine = try await server.post("Mine #moon", by: alice)
            #expect(try await home(server).filter { $0 == both }.count == 1)
            #expect(try await home(server).first == mine)
            try await server.send(.post, "/api/v1/accounts/\(charlie.id)/mute", as: alice).expect(200)
            #expect(try await !home(server).contains(reply))
            try await server.send(.post, "/api/v1/accounts/\(charlie.id)/unmute", as: alice).expect(200)
            try await server.send(.post, "/api/v1/accounts/\(alice.id)/block", as: charlie).expect(200)
            #expect(try await !home(server).contains(reply))
            try await server.send(.post, "/api/v1/accounts/\(bob.id)/unfollow", as: alice).expect(200)
            try await expectHome([mine, both, early], server)
            try await act("unfollow", "moon", server).expect(200)
            try await expectHome([mine, both, early], server)
            try await act("unfollow", "garden", server).expect(200)
            try await expectHome([mine], server)
        }
    }

    @Test("an edit brings a status home or takes it away", arguments: TestEngine.available)
    func edits(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for tag in ["garden", "moon"] { try await act("follow", tag, server).expect(200) }
            let id = try await server.post("One #garden", by: server.bob)
            let other = try await server.post("Other", by: server.bob)
            try await expectHome([id], server)
            func edit(_ id: String, _ text: String) async throws {
                try await server.send(.put, "/api/v1/statuses/\(id)", as: server.bob, ["status": text]).expect(200)
            }
            try await edit(other, "Other #moon")
            try await expectHome([other, id], server)
            try await edit(id, "One #garden #moon")
            try await edit(id, "One #moon")
            try await expectHome([other, id], server)
            try await edit(id, "One")
            try await expectHome([other], server)
            try await server.send(.delete, "/api/v1/statuses/\(other)", as: server.bob).expect(200)
            try await expectHome([], server)
        }
    }

    @Test("follows and tags together page without gap or double", arguments: TestEngine.available)
    func pages(_ engine: TestEngine) async throws {
        try await withServer(engine, sizes: PagingTests.small) { server in
            try await server.follow(server.bob, by: server.alice)
            for tag in ["even", "third"] { try await act("follow", tag, server).expect(200) }
            var wanted: [String] = []
            for number in 0..<40 {
                let author = [server.bob, server.charlie][number % 2 == 0 ? number / 2 % 2 : 1]
                let tags = (number % 2 == 0 ? " #even" : "") + (number % 3 == 0 ? " #third" : "")
                let id = try await server.post("Number \(number)\(tags)", by: author)
                if author.id == server.bob.id || !tags.isEmpty { wanted.insert(id, at: 0) }
            }
            for limit in [3, 7] {
                #expect(try await walk(server, "/api/v1/timelines/home", limit: limit, as: server.alice) == wanted)
            }
            let all = wanted
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                let page = try await cold.get("/api/v1/timelines/home?min_id=\(all[12])&limit=5", as: cold.alice)
                #expect(page.ids() == Array(all[7..<12]))
                #expect(try await walk(cold, "/api/v1/timelines/home", limit: 9, as: cold.alice) == all)
            }
        }
    }

    @Test("a profile shows up to ten tags with what was posted", arguments: TestEngine.available)
    func featured(_ engine: TestEngine) async throws {
        try await withServer(engine, limits: { $0.featuredTags = 2 }) { server in
            let alice = server.alice
            for text in ["One #Garden", "Two #garden #moon", "Three #moon", "Four #sun"] {
                try await server.post(text, by: alice)
            }
            let suggested = try await server.get("/api/v1/featured_tags/suggestions", as: alice)
            #expect(Set(suggested.json.array?.compactMap { $0["name"]?.string } ?? []) == ["garden", "moon", "sun"])
            let made = try await server.send(.post, "/api/v1/featured_tags", as: alice, ["name": "#Garden"])
            try expectGolden("FeaturedTag", made)
            #expect(try await act("feature", "moon", server)["featuring"] == true)
            try await server.send(.post, "/api/v1/featured_tags", as: alice, ["name": "sun"])
                .expectError(422, "Validation failed: You have already featured the maximum number of hashtags")
            try await server.send(.post, "/api/v1/featured_tags", as: alice, ["name": "a b"]).expect(422)
            let last = try await server.post("Five #garden", by: alice)
            let list = try await server.get("/api/v1/accounts/\(alice.id)/featured_tags")
            #expect(list.json.array?.map { $0["statuses_count"] } == ["3", "2"])
            #expect(try await server.get("/api/v1/featured_tags", as: alice).json == list.json)
            try await server.send(.delete, "/api/v1/statuses/\(last)", as: alice).expect(200)
            #expect(try await server.get("/api/v1/featured_tags", as: alice)["0", "statuses_count"] == "2")
            #expect(
                try await server.get("/api/v1/featured_tags/suggestions", as: alice).json.array?.map { $0["name"] }
                    == ["sun"]
            )
            #expect(try await act("unfeature", "moon", server)["featuring"] == false)
            try await server.send(.delete, "/api/v1/featured_tags/\(try made.id())", as: server.bob).expect(404)
            try await server.send(.delete, "/api/v1/featured_tags/\(try made.id())", as: alice).expect(200)
            #expect(try await server.get("/api/v1/featured_tags", as: alice).ids() == [])
        }
    }

    @Test(
        "what is posted with a featured tag is counted exactly: unlisted too, after edits and deletions",
        arguments: TestEngine.available
    )
    func featuredCounts(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            func expect(_ count: String, day: JSONValue, sourceLocation: SourceLocation = #_sourceLocation) async throws
            {
                let tag = try await server.get("/api/v1/featured_tags", as: alice)
                #expect(tag["0", "statuses_count"] == .string(count), sourceLocation: sourceLocation)
                #expect(tag["0", "last_status_at"] == day, sourceLocation: sourceLocation)
                #expect(try await server.wrongCounters().isEmpty, sourceLocation: sourceLocation)
            }
            let first = try await server.post("One #garden", by: alice, "unlisted")
            for hidden in ["private", "direct"] { try await server.post("Hidden #garden", by: alice, hidden) }
            try await server.post("Another's #garden", by: server.bob)
            try await server.send(.post, "/api/v1/featured_tags", as: alice, ["name": "garden"]).expect(200)
            try await expect("1", day: "2023-11-14")
            server.clock.advance(.seconds(86_400))
            let second = try await server.post("Two #Garden #moon", by: alice)
            try await server.post("Hidden #garden", by: alice, "private")
            try await server.post("No tag", by: alice)
            try await expect("2", day: "2023-11-15")
            // Others' reblogs, limits and likes change nothing.
            try await server.act("reblog", second, by: server.bob)
            try await server.services.moderate(alice.id, .silence, by: .commandLine)
            try await expect("2", day: "2023-11-15")
            try await server.services.moderate(alice.id, .unsilence, by: .commandLine)
            let path = "/api/v1/statuses/\(second)"
            try await server.send(.put, path, as: alice, ["status": "Two, still #garden"]).expect(200)
            try await expect("2", day: "2023-11-15")
            try await server.send(.put, path, as: alice, ["status": "Two, no longer"]).expect(200)
            try await expect("1", day: "2023-11-14")
            try await server.send(.put, path, as: alice, ["status": "Two #garden"]).expect(200)
            try await expect("2", day: "2023-11-15")
            // What is counted twice is found and set right.
            let number = try #require(Int64(second))
            let kept = try #require(try await server.services.statuses.status(number))
            try await server.services.database.write { try FeaturedTagQueries.count(kept.status, $0) }
            #expect(try await server.wrongCounters().map(\.subject) == ["featured tag"])
            #expect(try await server.services.database.write { try RecountQueries.repair($0) } == 1)
            try await expect("2", day: "2023-11-15")
            try await server.send(.delete, path, as: alice).expect(200)
            try await expect("1", day: "2023-11-14")
            try await server.send(.delete, "/api/v1/statuses/\(first)", as: alice).expect(200)
            try await expect("0", day: .null)
        }
    }

    @Test("lists of tags cost a few statements", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for number in 0..<8 {
                try await act("follow", "tag\(number)", server).expect(200)
                try await act("feature", "tag\(number)", server).expect(200)
            }
            try await server.post("All #tag1 #tag2 #tag3", by: server.bob)
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                try await cold.get("/api/v1/followed_tags", as: cold.alice).expectStatements(atMost: 10)
                try await cold.get("/api/v1/followed_tags", as: cold.alice).expectStatements(atMost: 2)
                try await cold.get("/api/v1/featured_tags", as: cold.alice).expectStatements(atMost: 2)
                let home = try await cold.get("/api/v1/timelines/home", as: cold.alice)
                #expect(home.ids().count == 1)
                home.expectStatements(atMost: 14)
                try await cold.get("/api/v1/timelines/home", as: cold.alice).expectStatements(atMost: 0)
            }
        }
    }
}
