// What apps ask in Mastodon's own ways: pages without a number, too many ids, old endpoints, refusals with details.

import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("Habits of apps")
struct AppHabitTests {
    @Test("apps are told the server's key for Web Push when they register", arguments: TestEngine.available)
    func vapid(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let key = try await server.get("/api/v2/instance")["configuration", "vapid", "public_key"].string
            let fields = ["client_name": "App", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"] as KeyValuePairs
            let app = try await server.send(.post, "/api/v1/apps", fields).expect(200)
            #expect(app["vapid_key"].string == key)
            let known = try await server.get("/api/v1/apps/verify_credentials", as: server.alice)
            #expect(known["vapid_key"].string == key)
            #expect(key?.utf8.count == 87)
        }
    }

    @Test(
        "local and remote together are all, and a limit that is no number asks for nothing",
        arguments: TestEngine.available
    )
    func lists(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let ids = try await [server.post("#a", by: server.alice), server.post("#a", by: server.alice)]
            for list in ["public", "tag/a"] {
                let path = "/api/v1/timelines/\(list)"
                #expect(try await server.get("\(path)?local=true&remote=true").ids() == ids.reversed())
                #expect(try await server.get("\(path)?remote=true").ids() == [])
                for limit in ["abc", "0"] {
                    let page = try await server.get("\(path)?limit=\(limit)").expect(200)
                    #expect(page.ids() == [])
                    #expect(page.link == nil)
                }
                #expect(try await server.get("\(path)?limit=1abc").ids() == [ids[1]])
                #expect(try await server.get("\(path)?limit=-1").ids() == [ids[1]])
            }
            for path in [
                "timelines/home", "notifications", "favourites", "bookmarks", "followed_tags", "blocks", "mutes",
                "accounts/\(server.alice.id)/statuses", "accounts/\(server.alice.id)/followers", "conversations",
                "scheduled_statuses", "directory", "trends/tags", "accounts/search?q=a",
            ] {
                let sign = path.contains("?") ? "&" : "?"
                let reply = try await server.get("/api/v1/\(path)\(sign)limit=abc", as: server.alice).expect(200)
                #expect(reply.json == .array([]), "\(path)")
            }
        }
    }

    @Test("no more than a page of ids may be asked for", arguments: TestEngine.available)
    func batches(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("One", by: server.alice)
            func query(_ count: Int) -> String { (1...count).map { "id[]=\($0)" }.joined(separator: "&") }
            #expect(try await server.get("/api/v1/statuses?\(query(19))&id[]=\(id)&id[]=\(id)").ids() == [id])
            try await server.get("/api/v1/statuses?\(query(21))").expect(422)
            try await server.get("/api/v1/accounts?\(query(40))").expect(200)
            try await server.get("/api/v1/accounts?\(query(41))").expect(422)
        }
    }

    @Test("pins page by their ids", arguments: TestEngine.available)
    func pins(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            var ids: [String] = []
            for text in ["1", "2", "3"] { ids.append(try await server.post(text, by: server.alice)) }
            for id in ids { try await server.act("pin", id, by: server.alice).expect(200) }
            let path = "/api/v1/accounts/\(server.alice.id)/statuses?pinned=true"
            let all = try await server.get(path)
            #expect(all.ids() == ids.reversed())
            #expect(all.link == "<https://chorus.example\(path)&min_id=\(ids[2])>; rel=\"prev\"")
            let two = try await server.get("\(path)&limit=2")
            #expect(two.ids() == [ids[2], ids[1]])
            #expect(two.link?.contains("max_id=\(ids[1])>; rel=\"next\"") == true)
            #expect(try await server.get("\(path)&limit=2&max_id=\(ids[1])").ids() == [ids[0]])
        }
    }

    @Test("a profile that is refused says which field and why", arguments: TestEngine.available)
    func details(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let reply = try await server.updateProfile(
                ["display_name": String(repeating: "a", count: 31), "fields_attributes[0][value]": "no name"],
                of: server.alice
            )
            reply.expect(422)
            #expect(
                reply["error"].string
                    == "Validation failed: Display name is too long (maximum is 30 characters), "
                    + "Fields contain values with missing labels"
            )
            #expect(reply["details", "display_name", "0", "error"] == "ERR_TOO_LONG")
            #expect(reply["details", "display_name", "0", "description"] == "is too long (maximum is 30 characters)")
            #expect(reply["details", "fields", "0", "error"] == "ERR_FIELDS_WITH_VALUES_MISSING_LABELS")
        }
    }

    @Test(
        "proofs of identity are no more, and removing a status from a filter answers with nothing",
        arguments: TestEngine.available
    )
    func old(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let path = "/api/v1/accounts/\(server.bob.id)/identity_proofs"
            #expect(try await server.get(path, as: server.alice).expect(200).json == .array([]))
            try await server.get(path).expect(401)
            try await server.get("/api/v1/accounts/7/identity_proofs", as: server.alice).expect(404)
            let status = try await server.post("One", by: server.bob)
            let filter = try await server.send(
                .post,
                "/api/v2/filters",
                as: server.alice,
                ["title": "F", "context[]": "home"]
            ).id()
            let entry = try await server.send(
                .post,
                "/api/v2/filters/\(filter)/statuses",
                as: server.alice,
                ["status_id": status]
            ).id()
            let gone = try await server.send(.delete, "/api/v2/filters/statuses/\(entry)", as: server.alice)
            #expect(gone.expect(200).text == "{}")
        }
    }

    @Test("a bio links the people and tags that it names", arguments: TestEngine.available)
    func bio(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let updated = try await server.updateProfile(
                [
                    "note": "I like #birds, @Bob and @nobody", "fields_attributes[0][name]": "Friend",
                    "fields_attributes[0][value]": "@charlie@chorus.example",
                ],
                of: server.alice
            )
            let note = try #require(updated["note"].string)
            #expect(note.contains("<a href=\"https://chorus.example/tags/birds\""))
            #expect(
                note.contains("<a href=\"https://chorus.example/@bob\" class=\"u-url mention\">@<span>bob</span></a>")
            )
            #expect(note.contains("@nobody"))
            #expect(!note.contains("@nobody</span>"))
            #expect(updated["fields", "0", "value"].string?.contains("https://chorus.example/@charlie") == true)
            #expect(updated["source", "note"] == "I like #birds, @Bob and @nobody")
        }
    }

    @Test(
        "a language keeps its region where Mastodon keeps it, and who signs up writes in theirs",
        arguments: TestEngine.available
    )
    func languages(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for (sent, kept) in [("zh-TW", "zh-TW"), ("yue", "zh-YUE"), ("pt-BR", "pt")] {
                let fields = ["status": sent, "language": sent] as KeyValuePairs
                let posted = try await server.post(fields, by: server.alice)
                #expect(posted["language"].string == kept)
            }
            let made = try await server.services.createAccount(
                NewAccount(
                    username: "dora",
                    email: "dora@example.org",
                    password: "correct horse",
                    locale: "en",
                    agreement: true
                )
            )
            let token = try await server.services.createToken(username: "dora")
            let dora = Person(id: made.account.id, name: "dora", user: made.user, token: token.token)
            let posted = try await server.post(["status": "Hello"], by: dora)
            #expect(posted["language"] == "en")
        }
    }
}
