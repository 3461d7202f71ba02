// Lists, who is in them, and what their timelines and the home timeline show.
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

@Suite("Lists")
struct ListTests {
    private static let lists = "/api/v1/lists"

    /// A list with a title, and its id.
    private func list(_ server: TestServer, _ parameters: KeyValuePairs<String, String> = ["title": "Friends"])
        async throws -> String
    { try await server.send(.post, Self.lists, as: server.alice, parameters).id() }

    private func add(_ person: Person, to list: String, _ server: TestServer) async throws -> Reply {
        try await server.send(
            .post,
            "\(Self.lists)/\(list)/accounts",
            as: server.alice,
            ["account_ids[]": "\(person.id)"]
        )
    }

    @Test("a list is made, changed, read by its owner alone, and deleted", arguments: TestEngine.available)
    func life(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let made = try await server.send(
                .post,
                Self.lists,
                as: alice,
                ["title": " Good friends ", "replies_policy": "followed", "exclusive": "true"]
            )
            try expectGolden("List", made)
            let path = "\(Self.lists)/\(try made.id())"
            let changed = try await server.send(.put, path, as: alice, ["title": "Friends", "exclusive": "false"])
            #expect(changed["title"] == "Friends" && changed["replies_policy"] == "followed")
            #expect(changed["exclusive"] == false)
            #expect(changed.events.contains(.listChanged(account: alice.id, list: Int64(try made.id()) ?? 0)))
            try await server.send(.patch, path, as: alice, ["replies_policy": "none"]).expect(200)
            #expect(try await server.get(path, as: alice)["replies_policy"] == "none")
            #expect(try await server.get(Self.lists, as: alice).ids() == [try made.id()])
            #expect(try await server.get(Self.lists, as: bob).ids() == [])
            for reply in [
                try await server.get(path, as: bob), try await server.get("\(path)/accounts", as: bob),
                try await server.get("/api/v1/timelines/list/\(try made.id())", as: bob),
                try await server.send(.delete, path, as: bob),
                try await server.send(.put, path, as: bob, ["title": "x"]),
            ] { reply.expectError(404, "Record not found") }
            try await server.send(.delete, path, as: alice).expect(200)
            try await server.get(path, as: alice).expect(404)
        }
    }

    @Test("what is wrong with a list is said", arguments: TestEngine.available)
    func problems(_ engine: TestEngine) async throws {
        try await withServer(engine, limits: { $0.lists = 2 }) { server in
            func make(_ parameters: KeyValuePairs<String, String>) async throws -> Reply {
                try await server.send(.post, Self.lists, as: server.alice, parameters)
            }
            try await make([:]).expectError(422, "Validation failed: Title can't be blank")
            try await make(["title": String(repeating: "x", count: 257)])
                .expectError(422, "Validation failed: Title is too long (maximum is 256 characters)")
            try await make(["title": "x", "replies_policy": "some"])
                .expectError(422, "Validation failed: Replies policy is not included in the list")
            for title in ["one", "two"] { try await make(["title": title]).expect(200) }
            try await make(["title": "three"])
                .expectError(422, "Validation failed: You have reached the maximum number of lists")
            try await server.get("/api/v1/timelines/list/999", as: server.alice).expect(404)
        }
    }

    @Test(
        "only those who are followed or asked come into a list, and leave it with the follow",
        arguments: TestEngine.available
    )
    func members(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let id = try await list(server)
            let path = "\(Self.lists)/\(id)/accounts"
            try await add(bob, to: id, server)
                .expectError(422, "Validation failed: Account must be followed to be added to a list")
            try await server.follow(bob, by: alice)
            try await server.send(.patch, "/api/v1/accounts/update_credentials", as: charlie, ["locked": "true"])
                .expect(
                    200
                )
            try await server.follow(charlie, by: alice)
            for person in [bob, charlie, alice] { try await add(person, to: id, server).expect(200) }
            try await add(bob, to: id, server).expectError(422, "Validation failed: Account has already been taken")
            try await server.send(.post, path, as: alice, ["account_ids[]": "12345"]).expect(404)
            let people = [alice, charlie, bob].map { String($0.id) }
            #expect(try await server.get(path, as: alice).ids() == people)
            let first = try await server.get("\(path)?limit=2", as: alice)
            #expect(first.ids() == Array(people.prefix(2)))
            #expect(try await server.get(try #require(first.links["next"]), as: alice).ids() == Array(people.suffix(1)))
            let all = try await server.get("\(path)?limit=0", as: alice)
            #expect(all.ids() == people && all.link == nil)
            #expect(try await server.get("/api/v1/accounts/\(bob.id)/lists", as: alice).ids() == [id])
            #expect(try await server.get("/api/v1/accounts/\(alice.id)/lists", as: bob).ids() == [])
            try await server.send(.post, "/api/v1/follow_requests/\(alice.id)/authorize", as: charlie).expect(200)
            #expect(try await server.get(path, as: alice).ids() == people)
            let end = try await server.send(.post, "/api/v1/accounts/\(charlie.id)/unfollow", as: alice)
            #expect(end.events.contains(.listChanged(account: alice.id, list: Int64(id) ?? 0)))
            #expect(try await server.get(path, as: alice).ids() == [people[0], people[2]])
            try await server.send(.delete, "\(path)?account_ids=\(alice.id)", as: alice).expect(200)
            try await server.send(.post, "/api/v1/accounts/\(alice.id)/block", as: bob).expect(200)
            #expect(try await server.get(path, as: alice).ids() == [])
        }
    }

    @Test("replies are shown as the list's policy says", arguments: TestEngine.available)
    func replies(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let id = try await list(server)
            for person in [bob, charlie] { try await server.follow(person, by: alice) }
            try await add(bob, to: id, server).expect(200)
            let mine = try await server.post("Mine", by: alice)
            let theirs = try await server.post("Theirs", by: charlie)
            let plain = try await server.post("Plain", by: bob)
            let own = try await server.post("Going on", by: bob, answering: plain)
            let toMe = try await server.post("To alice", by: bob, answering: mine)
            let toThem = try await server.post("To charlie", by: bob, answering: theirs)
            let shared = try await server.act("reblog", theirs, by: bob).id()
            try await server.post("For alice", by: bob, "direct")
            func shown(_ policy: String) async throws -> [String] {
                try await server.send(.put, "\(Self.lists)/\(id)", as: alice, ["replies_policy": policy]).expect(200)
                return try await server.get("/api/v1/timelines/list/\(id)", as: alice).ids()
            }
            #expect(try await shown("list") == [shared, toMe, own, plain])
            #expect(try await shown("none") == [shared, toMe, own, plain])
            #expect(try await shown("followed") == [shared, toThem, toMe, own, plain])
            try await add(charlie, to: id, server).expect(200)
            #expect(try await shown("list") == [toThem, toMe, own, plain, theirs])
        }
    }

    @Test("members of an exclusive list are in it and not in the home timeline", arguments: TestEngine.available)
    func exclusive(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let id = try await list(server)
            func home() async throws -> [String] { try await server.get("/api/v1/timelines/home", as: alice).ids() }
            func listed() async throws -> [String] {
                try await server.get("/api/v1/timelines/list/\(id)", as: alice).ids()
            }
            for person in [bob, charlie] { try await server.follow(person, by: alice) }
            let hello = try await server.post("Hello", by: bob)
            try await add(bob, to: id, server).expect(200)
            #expect(try await home() == [hello])
            try await server.send(.put, "\(Self.lists)/\(id)", as: alice, ["exclusive": "true"]).expect(200)
            #expect(try await home() == [])
            #expect(try await listed() == [hello])
            let again = try await server.post("Again", by: bob)
            #expect(try await home() == [])
            #expect(try await listed() == [again, hello])
            let shared = try await server.act("reblog", hello, by: charlie).id()
            #expect(try await home() == [shared])
            try await server.send(.delete, "\(Self.lists)/\(id)", as: alice).expect(200)
            #expect(try await home() == [again, hello])
        }
    }

    @Test("a list in memory says what the database says, page by page", arguments: TestEngine.available)
    func pages(_ engine: TestEngine) async throws {
        try await withServer(engine, sizes: PagingTests.small) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let id = try await list(server, ["title": "Both", "replies_policy": "followed"])
            for person in [bob, charlie] {
                try await server.follow(person, by: alice)
                try await add(person, to: id, server).expect(200)
            }
            var posted: [String] = []
            for number in 0..<30 {
                posted.append(try await server.post("Number \(number)", by: number % 3 == 0 ? charlie : bob))
                if number == 10 { _ = try await server.get("/api/v1/timelines/list/\(id)", as: alice) }
            }
            try await server.send(.delete, "/api/v1/statuses/\(posted.remove(at: 20))", as: bob).expect(200)
            let wanted = Array(posted.reversed())
            #expect(try await walk(server, "/api/v1/timelines/list/\(id)", limit: 4, as: alice) == wanted)
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                #expect(try await walk(cold, "/api/v1/timelines/list/\(id)", limit: 7, as: alice) == wanted)
                let since = try await cold.get("/api/v1/timelines/list/\(id)?min_id=\(wanted[9])&limit=3", as: alice)
                #expect(since.ids() == Array(wanted[6..<9]))
            }
        }
    }

    @Test("the timeline of a list costs a few statements", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await list(server)
            try await server.follow(server.bob, by: server.alice)
            try await add(server.bob, to: id, server).expect(200)
            for number in 0..<40 { try await server.post("Number \(number)", by: server.bob) }
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                for limit in [20, 40] {
                    let path = "/api/v1/timelines/list/\(id)?limit=\(limit)"
                    let first = try await cold.get(path, as: cold.alice)
                    first.expect(200).expectStatements(atMost: limit == 20 ? 20 : 4)
                    #expect(first.ids().count == limit)
                    try await cold.get(path, as: cold.alice).expectStatements(atMost: 0)
                }
                try await cold.get("\(Self.lists)/\(id)/accounts", as: cold.alice).expectStatements(atMost: 2)
                try await cold.get(Self.lists, as: cold.alice).expectStatements(atMost: 1)
                try await cold.get("/api/v1/accounts/\(cold.bob.id)/lists", as: cold.alice).expectStatements(atMost: 1)
            }
        }
    }
}
