// Filters over the API: of both generations, and what they mark wherever statuses are shown.
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

@Suite("Filter routes")
struct FilterRouteTests {
    private static let filters = "/api/v2/filters"

    @Test("a filter is made, changed with its keywords, and deleted", arguments: TestEngine.available)
    func life(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let made = try await server.send(
                .post,
                Self.filters,
                as: alice,
                json: """
                    {"title": "Weather", "context": ["home", "thread"], "filter_action": "warn", "expires_in": 3600,
                     "keywords_attributes": [{"keyword": "rain"}, {"keyword": "snow", "whole_word": false}]}
                    """
            )
            try expectGolden("Filter", made)
            #expect(made.events.contains(.filtersChanged(account: alice.id)))
            let path = "\(Self.filters)/\(try made.id())"
            let (rain, snow) = (made.ids("keywords")[0], made.ids("keywords")[1])
            // As forms write it: one keyword changed, one deleted, one added, a line left empty; no end any more.
            let form = [
                "title=Sky", "context%5B%5D=home", "filter_action=hide", "expires_in=",
                "keywords_attributes%5B0%5D%5Bid%5D=\(rain)", "keywords_attributes%5B0%5D%5Bkeyword%5D=drizzle",
                "keywords_attributes%5B1%5D%5Bkeyword%5D=fog", "keywords_attributes%5B1%5D%5Bwhole_word%5D=true",
                "keywords_attributes%5B2%5D%5Bid%5D=\(snow)", "keywords_attributes%5B2%5D%5B_destroy%5D=true",
            ]
            let changed = try await server.send(.put, "\(path)?\(form.joined(separator: "&"))", as: alice)
            #expect(changed["title"] == "Sky" && changed["filter_action"] == "hide" && changed["expires_at"] == .null)
            #expect(changed["context"] == .array(["home"]))
            #expect(changed["keywords"].array?.map { $0["keyword"] } == ["drizzle", "fog"])
            #expect(try await server.get(Self.filters, as: alice).ids() == [try made.id()])
            #expect(try await server.get(Self.filters, as: bob).ids() == [])
            for reply in [
                try await server.get(path, as: bob), try await server.get("\(path)/keywords", as: bob),
                try await server.get("\(Self.filters)/keywords/\(rain)", as: bob),
                try await server.send(.delete, "\(Self.filters)/keywords/\(rain)", as: bob),
                try await server.send(.post, "\(path)/keywords", as: bob, ["keyword": "x"]),
                try await server.send(.delete, path, as: bob),
            ] { reply.expectError(404, "Record not found") }
            try await server.send(.delete, path, as: alice).expect(200)
            try await server.get(path, as: alice).expect(404)
        }
    }

    @Test("keywords and statuses have addresses of their own", arguments: TestEngine.available)
    func parts(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            let filter = try await server.send(
                .post,
                Self.filters,
                as: alice,
                ["title": "Weather", "context[]": "home"]
            ).id()
            let keyword = try await server.send(
                .post,
                "\(Self.filters)/\(filter)/keywords",
                as: alice,
                ["keyword": "rain", "whole_word": "true"]
            )
            try expectGolden("FilterKeyword", keyword)
            let path = "\(Self.filters)/keywords/\(try keyword.id())"
            let changed = try await server.send(.put, path, as: alice, ["keyword": "snow", "whole_word": "false"])
            #expect(changed["keyword"] == "snow" && changed["whole_word"] == false)
            #expect(try await server.get(path, as: alice)["keyword"] == "snow")
            #expect(try await server.get("\(Self.filters)/\(filter)/keywords", as: alice).ids() == [try keyword.id()])
            let status = try await server.post("Hello", by: server.bob)
            let quiet = try await server.post("Psst", by: server.bob, "direct")
            let entry = try await server.send(
                .post,
                "\(Self.filters)/\(filter)/statuses",
                as: alice,
                ["status_id": status]
            )
            try expectGolden("FilterStatus", entry)
            try await server.send(.post, "\(Self.filters)/\(filter)/statuses", as: alice, ["status_id": quiet]).expect(
                404
            )
            try await server.send(.post, "\(Self.filters)/\(filter)/statuses", as: alice, ["status_id": status])
                .expectError(422, "Validation failed: Status has already been taken")
            let marked = try await server.get("/api/v1/statuses/\(status)", as: alice)
            #expect(marked["filtered", "0", "keyword_matches"] == .null)
            #expect(marked["filtered", "0", "status_matches"] == .array([.string(status)]))
            let place = "\(Self.filters)/statuses/\(try entry.id())"
            #expect(try await server.get(place, as: alice)["status_id"] == .string(status))
            #expect(try await server.get("\(Self.filters)/\(filter)/statuses", as: alice).ids() == [try entry.id()])
            try await server.send(.delete, place, as: alice).expect(200)
            try await server.send(.delete, path, as: alice).expect(200)
            #expect(try await server.get("\(Self.filters)/\(filter)", as: alice)["keywords"] == .array([]))
            #expect(try await server.get("/api/v1/statuses/\(status)", as: alice)["filtered"] == .array([]))
        }
    }

    @Test("what is wrong with a filter is said", arguments: TestEngine.available)
    func problems(_ engine: TestEngine) async throws {
        try await withServer(engine, limits: { $0.filters = 1 }) { server in
            func make(_ parameters: KeyValuePairs<String, String>) async throws -> Reply {
                try await server.send(.post, Self.filters, as: server.alice, parameters)
            }
            try await make(["context[]": "home"]).expectError(422, "Validation failed: Title can't be blank")
            for context: KeyValuePairs<String, String> in [["title": "x"], ["title": "x", "context[]": "attic"]] {
                try await make(context).expectError(422, "Validation failed: Context None or invalid context supplied")
            }
            try await make(["title": "x", "context[]": "home", "filter_action": "burn"])
                .expectError(422, "Validation failed: Filter action is not included in the list")
            let keyword = String(repeating: "x", count: 513)
            try await make(["title": "x", "context[]": "home", "keywords_attributes[0][keyword]": keyword])
                .expectError(422, "Validation failed: Keyword is too long (maximum is 512 characters)")
            #expect(try await server.get(Self.filters, as: server.alice).ids() == [])
            try await make(["title": "x", "context[]": "home"]).expect(200)
            try await make(["title": "y", "context[]": "home"])
                .expectError(422, "Validation failed: You have reached the maximum number of filters")
        }
    }

    @Test(
        "statuses are marked in every list, for the viewer alone, until the filter ends",
        arguments: TestEngine.available
    )
    func marks(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            for person in [bob, charlie] { try await server.follow(person, by: alice) }
            let id = try await server.post("Much RAIN @alice #weather", by: bob)
            let reply = try await server.post("Re", by: charlie, answering: id)
            let wrapper = try await server.act("reblog", id, by: charlie).id()
            let plain = try await server.get("/api/v1/statuses/\(id)", as: alice)
            #expect(plain["filtered"] == .array([]))
            try await server.send(
                .post,
                Self.filters,
                as: alice,
                [
                    "title": "Weather", "context[]": "home", "expires_in": "600",
                    "keywords_attributes[][keyword]": "rain", "keywords_attributes[][whole_word]": "true",
                ]
            ).expect(200)
            try expectGolden("Status.filtered", try await server.get("/api/v1/statuses/\(id)", as: alice))
            let shared = try await server.get("/api/v1/statuses/\(wrapper)", as: alice)
            for path in [["filtered"], ["reblog", "filtered"]] {
                #expect(shared.json.value(at: path + ["0", "keyword_matches"]) == .array(["RAIN"]))
            }
            for list in ["timelines/home", "timelines/public", "timelines/tag/weather", "accounts/\(bob.id)/statuses"] {
                let found = try await server.get("/api/v1/\(list)", as: alice).json.array?.first {
                    $0["id"] == .string(id)
                }
                #expect(found?["filtered"]?.array?.count == 1, "\(list)")
            }
            let thread = try await server.get("/api/v1/statuses/\(reply)/context", as: alice)
            #expect(thread["ancestors", "0", "filtered"].array?.count == 1)
            let notices = try await server.get("/api/v1/notifications?types[]=mention", as: alice)
            #expect(notices["0", "status", "filtered"].array?.count == 1)
            #expect(
                try await server.get("/api/v2/search?q=\(id)", as: alice)["statuses", "0", "filtered"].array?.count == 1
            )
            #expect(try await server.get("/api/v1/statuses/\(id)", as: bob)["filtered"] == .array([]))
            #expect(try await server.get("/api/v1/statuses/\(id)").json["filtered"] == nil)
            try await server.send(.put, "/api/v1/statuses/\(id)", as: bob, ["status": "Much sun @alice"]).expect(200)
            #expect(try await server.get("/api/v1/statuses/\(id)", as: alice)["filtered"] == .array([]))
            try await server.send(.put, "/api/v1/statuses/\(id)", as: bob, ["status": "x", "spoiler_text": "rain"])
                .expect(200)
            #expect(try await server.get("/api/v1/statuses/\(id)", as: alice)["filtered"].array?.count == 1)
            server.clock.advance(.seconds(700))
            #expect(try await server.get("/api/v1/statuses/\(id)", as: alice)["filtered"] == .array([]))
            #expect(try await server.get(Self.filters, as: alice).json.array?.count == 1)
        }
    }

    @Test("options of polls are looked at too", arguments: TestEngine.available)
    func polls(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.bob,
                json: #"{"status": "Which?", "poll": {"options": ["Tea", "Coffee"], "expires_in": 600}}"#
            ).id()
            try await server.send(
                .post,
                "/api/v1/filters",
                as: server.alice,
                ["phrase": "coffee", "context[]": "public"]
            ).expect(200)
            let found = try await server.get("/api/v1/statuses/\(id)", as: server.alice)
            #expect(found["filtered", "0", "keyword_matches"] == .array(["Coffee"]))
        }
    }

    @Test(
        "what a filter hides at home is left out there, but not one's own, and nowhere else",
        arguments: TestEngine.available
    )
    func hides(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            try await server.follow(bob, by: alice)
            let rain = try await server.post("Rain", by: bob)
            let mine = try await server.post("Rain here too", by: alice)
            let sun = try await server.post("Sun", by: bob)
            let made = try await server.send(
                .post,
                "/api/v1/filters",
                as: alice,
                ["phrase": "rain", "context[]": "home", "irreversible": "true", "whole_word": "true"]
            )
            try expectGolden("FilterV1", made)
            #expect(try await server.get("/api/v1/timelines/home", as: alice).ids() == [sun, mine])
            #expect(try await server.get("/api/v1/timelines/public", as: alice).ids() == [sun, mine, rain])
            try await server.send(
                .put,
                "/api/v1/filters/\(try made.id())",
                as: alice,
                ["phrase": "rain", "context[]": "home", "irreversible": "false"]
            ).expect(200)
            #expect(try await server.get("/api/v1/timelines/home", as: alice).ids() == [sun, mine, rain])
        }
    }

    @Test("older apps see each keyword as a filter", arguments: TestEngine.available)
    func old(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            let new = try await server.send(
                .post,
                Self.filters,
                as: alice,
                json: """
                    {"title": "Weather", "context": ["home"], "filter_action": "hide",
                     "keywords_attributes": [{"keyword": "rain"}, {"keyword": "snow"}]}
                    """
            )
            let old = try await server.get("/api/v1/filters", as: alice)
            #expect(old.json.array?.map { $0["phrase"] } == ["rain", "snow"])
            #expect(old.ids() == new.ids("keywords") && old["0", "irreversible"] == true)
            let path = "/api/v1/filters/\(old.ids()[0])"
            #expect(try await server.get(path, as: alice)["phrase"] == "rain")
            try await server.send(.put, path, as: alice, ["phrase": "drizzle", "context[]": "home"]).expect(200)
            try await server.send(.put, path, as: alice, ["phrase": "drizzle", "context[]": "thread"]).expect(422)
            try await server.send(.delete, path, as: alice).expect(200)
            #expect(try await server.get("/api/v1/filters", as: alice).json.array?.map { $0["phrase"] } == ["snow"])
            try await server.send(.delete, "/api/v1/filters/\(old.ids()[1])", as: alice).expect(200)
            #expect(try await server.get(Self.filters, as: alice).ids() == [])
            try await server.get(path, as: alice).expect(404)
            try await server.send(.post, "/api/v1/filters", as: alice, ["phrase": "", "context[]": "home"]).expect(422)
        }
    }

    @Test("filters cost a page at most three statements, once", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for number in 0..<40 { try await server.post("Number \(number), rain", by: server.bob) }
            @Sendable func cost(_ server: TestServer) async throws -> Int {
                let first = try await server.get("/api/v1/timelines/public?limit=40", as: server.alice)
                #expect(first.ids().count == 40)
                try await server.get("/api/v1/timelines/public?limit=40", as: server.alice).expectStatements(atMost: 0)
                return first.statements
            }
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                let without = try await cost(cold)
                try await cold.send(
                    .post,
                    Self.filters,
                    as: cold.alice,
                    ["title": "x", "context[]": "public", "keywords_attributes[0][keyword]": "rain"]
                ).expect(200)
                try await cold.with(cold.cold()) { (colder: TestServer) async throws -> Void in
                    #expect(try await cost(colder) <= without + 2)
                }
            }
        }
    }
}
