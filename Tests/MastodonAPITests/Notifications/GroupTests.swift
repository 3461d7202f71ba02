// Notifications as the second version of the API lists them: those alike as one.

import Basics
import Database
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@Suite("Grouped notifications")
struct GroupTests {
    private static let path = "/api/v2/notifications"

    @Test(
        "favourites, reblogs and follows of some hours are one each, mentions are not",
        arguments: TestEngine.available
    )
    func groups(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let status = try await server.post("me too", by: alice)
            for person in [bob, charlie] {
                try await server.act("favourite", status, by: person)
                try await server.act("reblog", status, by: person)
                try await server.follow(alice, by: person)
                try await server.post("@alice hello", by: person)
            }
            let list = try await server.get(Self.path, as: alice).expect(200)
            #expect(list.json.keys == ["accounts", "statuses", "notification_groups"])
            let groups = list["notification_groups"].array ?? []
            #expect(groups.map { $0["type"] } == ["mention", "follow", "reblog", "favourite", "mention"])
            #expect(groups.map { $0["notifications_count"] } == [1, 2, 2, 2, 1])
            let hour = 1_700_000_000 / 3600
            #expect(groups[1]["group_key"] == .string("follow-\(hour)"))
            #expect(groups[3]["group_key"] == .string("favourite-\(status)-\(hour)"))
            #expect(groups[3]["sample_account_ids"] == .array([.string("\(charlie.id)"), .string("\(bob.id)")]))
            #expect(groups[3]["status_id"] == .string(status))
            guard case .number(let newest) = groups[0]["most_recent_notification_id"] else {
                Issue.record("the newest id is a number")
                return
            }
            #expect(groups[0]["group_key"] == .string("ungrouped-\(newest)"))
            #expect(groups[0]["page_max_id"] == .string(newest) && groups[0]["page_min_id"] == .string(newest))
            #expect(Set(list.ids("accounts")) == ["\(bob.id)", "\(charlie.id)"])
            #expect(list.ids("statuses").count == 3)
            #expect(list.links["next"] != nil && list.links["prev"] != nil)
            // The first version names the same groups.
            let flat = try await server.get("/api/v1/notifications", as: alice)
            let keys = Set(flat.json.array?.compactMap { $0["group_key"]?.string } ?? [])
            #expect(keys == Set(groups.compactMap { $0["group_key"]?.string }))
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("a group is joined for twelve hours and then another begins", arguments: TestEngine.available)
    func hours(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let status = try await server.post("me too", by: server.alice)
            for (person, hours) in [(server.bob, 11), (server.charlie, 2), (try await server.newPerson("dana"), 0)] {
                try await server.act("favourite", status, by: person)
                server.clock.advance(.seconds(hours * 3600))
            }
            let list = try await server.get(Self.path, as: server.alice)
            #expect(list["notification_groups"].array?.map { $0["notifications_count"] } == [1, 2])
        }
    }

    @Test("pages show each group once, at its newest", arguments: TestEngine.available)
    func pages(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            var statuses: [String] = []
            for number in 0..<5 { statuses.append(try await server.post("number \(number)", by: alice)) }
            for person in [server.bob, server.charlie] {
                for status in statuses { try await server.act("favourite", status, by: person) }
            }
            try await server.post("@alice hello", by: server.bob)
            func keys(_ reply: Reply) -> [String] {
                reply["notification_groups"].array?.compactMap { $0["status_id"]?.string } ?? []
            }
            let first = try await server.get("\(Self.path)?limit=3", as: alice)
            let ids = first["notification_groups"].array?.compactMap { $0["page_max_id"]?.string } ?? []
            #expect(keys(first).count == 3 && Array(keys(first)[1...]) == [statuses[4], statuses[3]])
            #expect(first.links["next"] == "\(Self.path)?limit=3&max_id=\(ids[2])")
            #expect(first.links["prev"] == "\(Self.path)?limit=3&min_id=\(ids[0])")
            // What of a group is older than the page is not in it.
            #expect(first["notification_groups", "2", "page_min_id"] == .string(ids[2]))
            #expect(first["notification_groups", "2", "notifications_count"] == 2)
            let second = try await server.get(try #require(first.links["next"]), as: alice)
            #expect(keys(second) == [statuses[2], statuses[1], statuses[0]])
            let third = try await server.get(try #require(second.links["next"]), as: alice)
            #expect(third["notification_groups"] == .array([]) && third.links.isEmpty)
            let back = try await server.get(try #require(second.links["prev"]), as: alice)
            #expect(keys(back) == keys(first))
            let whole = try await server.get(Self.path, as: alice)
            // The page that reaches to the beginning tells of the first member.
            let oldest = try #require(whole["notification_groups", "5", "page_min_id"].string.flatMap { Int64($0) })
            #expect(oldest < Int64(ids[2]) ?? 0)
        }
    }

    @Test("types, grouped types, an account and held-back ones narrow the list", arguments: TestEngine.available)
    func filters(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let status = try await server.post("me too", by: server.alice)
            for person in [server.bob, server.charlie] { try await server.act("favourite", status, by: person) }
            try await server.post("@alice hello", by: server.bob)
            try await server.post("@alice psst", by: server.charlie, "direct")
            func types(_ query: String) async throws -> [String] {
                let reply = try await server.get("\(Self.path)?\(query)", as: server.alice)
                return reply.expect(200)["notification_groups"].array?.compactMap { $0["type"]?.string } ?? []
            }
            #expect(try await types("") == ["mention", "favourite"])
            #expect(try await types("types[]=favourite") == ["favourite"])
            #expect(try await types("exclude_types[]=favourite") == ["mention"])
            #expect(try await types("grouped_types[]=follow") == ["mention", "favourite", "favourite"])
            #expect(try await types("account_id=\(server.bob.id)") == ["mention", "favourite"])
            #expect(try await types("include_filtered=true") == ["mention", "mention", "favourite"])
            let wrong = try await server.get("\(Self.path)?expand_accounts=some", as: server.alice)
            wrong.expectError(400, "expand_accounts must be full or partial_avatars")
        }
    }

    @Test(
        "of all but the newest of a group only the picture is told, where that is wished",
        arguments: TestEngine.available
    )
    func partial(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let status = try await server.post("me too", by: server.alice)
            for person in [server.bob, server.charlie] { try await server.act("favourite", status, by: person) }
            let list = try await server.get("\(Self.path)?expand_accounts=partial_avatars", as: server.alice)
            #expect(list.ids("accounts") == ["\(server.charlie.id)"])
            #expect(list.ids("partial_accounts") == ["\(server.bob.id)"])
            #expect(
                list["partial_accounts", "0"].keys == [
                    "id", "acct", "locked", "bot", "url", "avatar", "avatar_static",
                ]
            )
        }
    }

    @Test("one group can be looked at, its accounts listed, and it can be put away", arguments: TestEngine.available)
    func one(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            let status = try await server.post("me too", by: alice)
            for person in [server.bob, server.charlie] { try await server.act("favourite", status, by: person) }
            try await server.post("@alice hello", by: server.bob)
            let list = try await server.get(Self.path, as: alice)
            let keys = list["notification_groups"].array?.compactMap { $0["group_key"]?.string } ?? []
            for key in keys {
                let one = try await server.get("\(Self.path)/\(key)", as: alice).expect(200)
                #expect(one["notification_groups", "0", "group_key"] == .string(key))
                #expect(one["notification_groups", "0", "page_min_id"] == "no member page_min_id")
                try await server.get("\(Self.path)/\(key)", as: server.bob).expectError(404, "Record not found")
            }
            let accounts = try await server.get("\(Self.path)/\(keys[1])/accounts?limit=1", as: alice)
            #expect(accounts.ids() == ["\(server.charlie.id)"])
            let next = try await server.get(try #require(accounts.links["next"]), as: alice)
            #expect(next.ids() == ["\(server.bob.id)"])
            #expect(try await server.get("\(Self.path)/\(keys[0])/accounts", as: alice).ids() == ["\(server.bob.id)"])
            for key in ["favourite-1", "favourite-x-1", "ungrouped-1-2", "mention-1", "nothing", "ungrouped-999999"] {
                try await server.get("\(Self.path)/\(key)", as: alice).expectError(404, "Record not found")
            }
            try await server.send(.post, "\(Self.path)/\(keys[1])/dismiss", as: server.bob).expect(200)
            for (place, key) in keys.enumerated() {
                let count = try await server.get("\(Self.path)/unread_count", as: alice)
                #expect(count["count"] == .number("\(2 - place)"))
                #expect(try await server.send(.post, "\(Self.path)/\(key)/dismiss", as: alice).expect(200).text == "{}")
            }
            #expect(try await server.get("/api/v1/notifications", as: alice).ids() == [])
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test(
        "what is undone, put away or blocked leaves its group, and an empty group ends",
        arguments: TestEngine.available
    )
    func leaving(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            let dana = try await server.newPerson("dana")
            let status = try await server.post("me too", by: alice)
            for person in [server.bob, server.charlie, dana] {
                try await server.act("favourite", status, by: person)
                try await server.act("reblog", status, by: person)
            }
            func counts() async throws -> [JSONValue] {
                let list = try await server.get(Self.path, as: alice)
                #expect(try await server.wrongCounters() == [])
                return list["notification_groups"].array?.compactMap { $0["notifications_count"] } ?? []
            }
            #expect(try await counts() == [3, 3])
            try await server.act("unfavourite", status, by: dana)
            #expect(try await counts() == [3, 2])
            try await server.act("unreblog", status, by: dana)
            #expect(try await counts() == [2, 2])
            let newest = try await server.get("/api/v1/notifications?limit=1", as: alice).ids()[0]
            try await server.send(.post, "/api/v1/notifications/dismiss", as: alice, ["id": newest]).expect(200)
            #expect(try await counts().map { $0 }.sorted { "\($0)" < "\($1)" } == [1, 2])
            _ = try await server.services.blockAccount(server.bob.id, by: alice.id)
            #expect(try await counts() == [1])
            try await server.send(.post, "/api/v2/notifications/clear", as: alice).expect(200)
            #expect(try await counts() == [])
            let other = try await server.post("and you", by: alice)
            try await server.act("favourite", other, by: dana)
            try await server.send(.delete, "/api/v1/statuses/\(other)", as: alice).expect(200)
            #expect(try await counts() == [])
        }
    }

    @Test("a page costs a few statements, however many are in its groups", arguments: TestEngine.available)
    func statements(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            let status = try await server.post("me too", by: alice)
            let id = try #require(Int64(status))
            let people = try await server.crowd(300)
            for person in people { _ = try await server.services.favouriteStatus(id, by: person) }
            for number in 0..<45 {
                let more = try await server.post("number \(number)", by: alice)
                try await server.act("favourite", more, by: server.bob)
                try await server.post("@alice number \(number)", by: server.charlie)
            }
            for (path, warm) in [
                (Self.path, 5), ("/api/v1/notifications", 1), ("\(Self.path)?types[]=mention", 3),
                ("/api/v1/notifications?types[]=mention&types[]=poll", 1), ("\(Self.path)/unread_count", 6),
                ("\(Self.path)?exclude_types[]=favourite&include_filtered=true", 5),
                ("/api/v1/notifications?account_id=\(server.bob.id)", 1), ("/api/v1/notifications/policy", 2),
            ] {
                let first = try await server.get(path, as: alice).expect(200)
                let second = try await server.get(path, as: alice)
                second.expectStatements(atMost: warm)
                #expect(second.text == first.text)
            }
            let act = try await server.act("favourite", try await server.post("one more", by: alice), by: server.bob)
            act.expectStatements(atMost: 12)
            try await server.send(.post, "\(Self.path)/favourite-\(status)-\(1_700_000_000 / 3600)/dismiss", as: alice)
                .expect(200).expectStatements(atMost: 6)
            #expect(try await server.wrongCounters() == [])
        }
    }
}

extension TestServer {
    /// Accounts without logins: their ids.
    func crowd(_ count: Int) async throws -> [Int64] {
        let now = clock.clock.now()
        return try await services.database.write { connection in
            try (1...count).map { number in
                let id = services.ids.next()
                try AccountQueries.insert(
                    Account(id: id, username: "person\(number)", createdAt: now),
                    connection
                )
                return id
            }
        }
    }
}
