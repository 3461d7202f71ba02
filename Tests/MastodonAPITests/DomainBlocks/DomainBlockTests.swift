// Servers of which one wants to see nothing.
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

@Suite("Domain blocks")
struct DomainBlockTests {
    private static let path = "/api/v1/domain_blocks"
    private static let far: Int64 = 7001
    private static let post: Int64 = 111_411_200_000_900_000

    /// Somebody from another server, with a public status that has a tag.
    private func addStranger(_ server: TestServer) async throws {
        let now = server.services.clock.now()
        try await server.services.database.write { connection in
            try AccountQueries.insert(
                Account(
                    id: Self.far,
                    username: "dana",
                    domain: "far.example",
                    createdAt: now,
                    uri: "https://far.example/users/dana",
                    url: "https://far.example/@dana"
                ),
                connection
            )
            let status = Status(
                id: Self.post,
                accountID: Self.far,
                isLocal: false,
                conversationID: Self.post,
                text: "Hello from afar",
                content: "<p>Hello from afar</p>",
                uri: "https://far.example/1",
                url: "https://far.example/@dana/1",
                createdAt: now
            )
            try StatusQueries.insert(status, connection)
            _ = try CounterQueries.change(account: Self.far, statuses: 1, connection)
        }
    }

    @Test("a blocked domain is hidden in lists, and follows with it end", arguments: TestEngine.available)
    func blocks(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            try await addStranger(server)
            let now = server.services.clock.now()
            try await server.services.database.write { connection in
                for (from, to) in [(alice.id, Self.far), (Self.far, alice.id)] {
                    try RelationshipQueries.setFollow(of: from, to: to, FollowOptions(), at: now, connection)
                    _ = try CounterQueries.change(account: from, following: 1, connection)
                    _ = try CounterQueries.changeFollowers(of: to, by: 1, follower: from, connection)
                }
                _ = try NotificationQueries.insert(
                    .follow,
                    for: alice.id,
                    from: Self.far,
                    status: nil,
                    at: now,
                    connection
                )
            }
            let preview = try await server.get("\(Self.path)/preview?domain=Far.Example", as: alice)
            #expect(preview["following_count"] == 1 && preview["followers_count"] == 1)
            #expect(try await server.get("/api/v1/timelines/public", as: alice).ids() == ["\(Self.post)"])
            let blocked = try await server.send(.post, Self.path, as: alice, ["domain": " Far.Example "])
            #expect(blocked.expect(200).text == "{}")
            #expect(blocked.events.contains(.domainBlockChanged(account: alice.id, domain: "far.example")))
            #expect(try await server.get(Self.path, as: alice).json == .array(["far.example"]))
            for list in ["timelines/public", "timelines/home", "notifications", "accounts/\(alice.id)/followers"] {
                #expect(try await server.get("/api/v1/\(list)", as: alice).ids() == [], "\(list)")
            }
            #expect(try await server.get("/api/v1/timelines/public", as: bob).ids() == ["\(Self.post)"])
            try await server.get("/api/v1/statuses/\(Self.post)", as: alice).expect(200)
            let relation = try await server.get("/api/v1/accounts/relationships?id=\(Self.far)", as: alice)
            #expect(relation["0", "domain_blocking"] == true && relation["0", "following"] == false)
            let standing = try await server.services.database.read {
                try NotificationPolicyQueries.standing(
                    of: alice.id,
                    to: Self.far,
                    conversation: 0,
                    status: nil,
                    now: now,
                    $0
                )
            }
            #expect(standing?.sender.isUnwanted == true)
            #expect(try await server.wrongCounters() == [])
            try await server.send(.delete, Self.path, as: alice, ["domain": "far.example"]).expect(200)
            #expect(try await server.get("/api/v1/timelines/public", as: alice).ids() == ["\(Self.post)"])
            #expect(try await server.get(Self.path, as: alice).json == .array([]))
        }
    }

    @Test("only domains are blocked, not one's own, and the list pages", arguments: TestEngine.available)
    func lists(_ engine: TestEngine) async throws {
        try await withServer(engine, limits: { $0.domainBlocks = 3 }) { server in
            let alice = server.alice
            for text in ["", "no domain", "a@b.example", "https://far.example"] {
                try await server.send(.post, Self.path, as: alice, ["domain": text])
                    .expectError(422, "Validation failed: Domain is not a valid domain name")
            }
            try await server.send(.post, Self.path, as: alice, ["domain": "chorus.example"]).expect(422)
            for name in ["one", "two", "three", "one"] {
                try await server.send(.post, Self.path, as: alice, ["domain": "\(name).example"]).expect(200)
            }
            try await server.send(.post, Self.path, as: alice, ["domain": "four.example"]).expect(422)
            let first = try await server.get("\(Self.path)?limit=2", as: alice)
            #expect(first.json == .array(["three.example", "two.example"]))
            #expect(try await server.get(try #require(first.links["next"]), as: alice).json == .array(["one.example"]))
            #expect(try await server.get(Self.path, as: server.bob).json == .array([]))
        }
    }
}
