// Quotes as apps use them: consent, how they look to whom, and that what must not be seen is gone at once.

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

extension TestServer {
    /// Posts a quote of a status.
    func quote(
        _ id: String,
        _ text: String = "Look at this",
        by person: Person,
        _ visibility: String = "public"
    ) async throws -> Reply {
        try await send(
            .post,
            "/api/v1/statuses",
            as: person,
            ["status": text, "quoted_status_id": id, "visibility": visibility]
        )
    }

    func post(_ text: String, by person: Person, quotable policy: String, _ visibility: String = "public") async throws
        -> String
    {
        try await send(
            .post,
            "/api/v1/statuses",
            as: person,
            ["status": text, "quote_approval_policy": policy, "visibility": visibility]
        ).id()
    }

    /// State and id of the quoted status, as somebody sees them; "-" for none.
    func quoteState(_ id: String, for viewer: Person?) async throws -> [String] {
        let reply = try await get("/api/v1/statuses/\(id)", as: viewer)
        return [reply["quote", "state"].string ?? "-", reply["quote", "quoted_status"]["id"]?.string ?? "-"]
    }
}

@Suite("Quotes")
struct QuoteTests {
    @Test("whoever is quoted for followers only is told, sees it and can revoke it", arguments: TestEngine.available)
    func privateQuote(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Good morning", by: server.alice)
            let quote = try await server.quote(id, by: server.charlie, "private").id()
            let told = try await server.get("/api/v1/notifications", as: server.alice)
            #expect(told["0", "type"] == "quote")
            #expect(told["0", "status", "id"].string == quote)
            #expect(try await server.get("/api/v1/statuses/\(id)", as: server.alice)["quotes_count"] == 1)
            #expect(try await server.get("/api/v1/statuses/\(id)/quotes", as: server.alice).ids() == [quote])
            #expect(try await server.get("/api/v1/statuses/\(id)/quotes", as: server.bob).ids() == [])
            try await server.get("/api/v1/statuses/\(quote)", as: server.alice).expect(200)
            try await server.get("/api/v1/statuses/\(quote)", as: server.bob).expect(404)
            let revoke = "/api/v1/statuses/\(id)/quotes/\(quote)/revoke"
            #expect(try await server.send(.post, revoke, as: server.alice)["quote", "state"] == "revoked")
            #expect(try await server.get("/api/v1/statuses/\(id)", as: server.alice)["quotes_count"] == 0)
            #expect(try await server.get("/api/v1/statuses/\(id)/quotes", as: server.alice).ids() == [])
            // One for a conversation is in neither.
            try await server.quote(id, "@alice look", by: server.charlie, "direct").expect(200)
            #expect(try await server.get("/api/v1/statuses/\(id)", as: server.alice)["quotes_count"] == 0)
            #expect(try await server.get("/api/v1/statuses/\(id)/quotes", as: server.alice).ids() == [])
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("a quote shows what it quotes, counts, and tells its author", arguments: TestEngine.available)
    func quoting(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("Good morning", by: server.alice)
            let quote = try await server.quote(id, by: server.bob)
            #expect(quote["quote", "state"] == "accepted")
            #expect(quote["quote", "quoted_status", "id"].string == id)
            #expect(quote["quote", "quoted_status", "quotes_count"] == 1)
            let html = try #require(quote["content"].string)
            #expect(html.hasPrefix("<p class=\"quote-inline\">RE: <a href=\"https://chorus.example/@alice/\(id)\""))
            #expect(html.hasSuffix("</p><p>Look at this</p>"))
            try expectGolden("Status.quote", quote)
            let told = try await server.get("/api/v1/notifications", as: server.alice)
            #expect(told["0", "type"] == "quote")
            #expect(told["0", "status", "id"].string == (try quote.id()))
            try expectGolden("notification-quote", told)
            // A quote of the quote names the first one only.
            let second = try await server.quote(try quote.id(), "And this", by: server.charlie)
            #expect(second["quote", "quoted_status", "quote", "state"] == "accepted")
            #expect(second["quote", "quoted_status", "quote", "quoted_status_id"].string == id)
            #expect(second["quote", "quoted_status", "quote"]["quoted_status"] == nil)
            let list = try await server.get("/api/v1/statuses/\(id)/quotes", as: server.charlie)
            #expect(list.ids() == [try quote.id()])
            // Words are not needed; a text that has the address needs no paragraph.
            try await server.quote(id, "", by: server.charlie).expect(200)
            let named = try await server.quote(id, "https://chorus.example/@alice/\(id)", by: server.charlie)
            #expect(named["content"].string?.contains("quote-inline") == false)
            #expect(try await server.wrongCounters().isEmpty)
            try await server.send(.delete, "/api/v1/statuses/\(try quote.id())", as: server.bob).expect(200)
            #expect(try await server.get("/api/v1/statuses/\(id)")["quotes_count"] == 2)
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("only those whom the author lets may quote", arguments: TestEngine.available)
    func policy(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await server.follow(alice, by: bob)
            let followers = try await server.post("For friends to quote", by: alice, quotable: "followers")
            let nobody = try await server.post("Not to be quoted", by: alice, quotable: "nobody")
            let secret = try await server.post("For followers", by: alice, quotable: "public", "private")
            for (id, person, code) in [
                (followers, bob, 200), (followers, charlie, 404), (nobody, bob, 404), (nobody, alice, 200),
                (secret, bob, 404), (secret, charlie, 404), ("999", bob, 404), ("no id", bob, 404),
            ] {
                try await server.quote(id, by: person).expect(code)
            }
            for (id, person, current) in [
                (followers, bob, "automatic"), (followers, charlie, "denied"), (nobody, bob, "denied"),
                (nobody, alice, "automatic"), (secret, bob, "denied"), (secret, alice, "automatic"),
            ] {
                let reply = try await server.get("/api/v1/statuses/\(id)", as: person)
                if person.id == charlie.id, id == secret { continue }
                #expect(reply["quote_approval", "current_user"].string == current)
            }
            let shown = try await server.get("/api/v1/statuses/\(followers)")
            #expect(shown["quote_approval", "automatic", "0"] == "followers")
            #expect(shown["quote_approval", "current_user"] == "denied")
            // Quoting what is for followers goes to followers.
            let own = try await server.quote(secret, by: alice)
            #expect(own["visibility"] == "private")
            let path = "/api/v1/statuses/\(followers)/interaction_policy"
            let changed = try await server.send(.put, path, as: alice, ["quote_approval_policy": "public"])
            #expect(changed["quote_approval", "automatic", "0"] == "public")
            #expect(changed["edited_at"] == .null)
            try await server.quote(followers, by: charlie).expect(200)
            try await server.send(.put, path, as: bob, ["quote_approval_policy": "public"]).expect(403)
            try await server.send(.put, path, as: alice).expect(400)
            try await server.send(.put, path, as: alice, ["quote_approval_policy": "all"]).expect(422)
            // The default of the author, and an edit that says nothing leaves all as it is.
            try await server.send(
                .patch,
                "/api/v1/accounts/update_credentials",
                as: alice,
                ["source[quote_policy]": "nobody"]
            ).expect(200)
            let preferences = try await server.get("/api/v1/preferences", as: alice)
            #expect(preferences["posting:default:quote_policy"] == "nobody")
            let quiet = try await server.post("Quiet", by: alice)
            #expect(try await server.get("/api/v1/statuses/\(quiet)")["quote_approval", "automatic"] == .array([]))
            let edit = try await server.send(
                .put,
                "/api/v1/statuses/\(followers)",
                as: alice,
                ["status": "Other words"]
            )
            #expect(edit["quote_approval", "automatic", "0"] == "public")
        }
    }

    @Test(
        "what is deleted, limited, blocked, muted or revoked is gone from quotes at once",
        arguments: TestEngine.available
    )
    func gone(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let id = try await server.post("One", by: alice)
            let quote = try await server.quote(id, by: bob).id()
            #expect(try await server.quoteState(quote, for: charlie) == ["accepted", id])
            // Muted and blocked by the viewer: the app hides it, and may show it when asked.
            try await server.send(.post, "/api/v1/accounts/\(alice.id)/mute", as: charlie).expect(200)
            #expect(try await server.quoteState(quote, for: charlie) == ["muted_account", id])
            try await server.send(.post, "/api/v1/accounts/\(alice.id)/unmute", as: charlie).expect(200)
            try await server.send(.post, "/api/v1/accounts/\(alice.id)/block", as: charlie).expect(200)
            #expect(try await server.quoteState(quote, for: charlie) == ["blocked_account", id])
            try await server.send(.post, "/api/v1/accounts/\(alice.id)/unblock", as: charlie).expect(200)
            // Blocked by the author: nothing is seen.
            try await server.send(.post, "/api/v1/accounts/\(charlie.id)/block", as: alice).expect(200)
            #expect(try await server.quoteState(quote, for: charlie) == ["unauthorized", "-"])
            try await server.send(.post, "/api/v1/accounts/\(charlie.id)/unblock", as: alice).expect(200)
            // Limited, suspended.
            try await server.services.moderate(alice.id, .silence, by: .commandLine)
            #expect(try await server.quoteState(quote, for: charlie) == ["unauthorized", "-"])
            #expect(try await server.quoteState(quote, for: nil) == ["unauthorized", "-"])
            #expect(try await server.quoteState(quote, for: alice) == ["accepted", id])
            try await server.services.moderate(alice.id, .unsilence, by: .commandLine)
            #expect(try await server.quoteState(quote, for: nil) == ["accepted", id])
            // Revoked, by the author alone.
            let path = "/api/v1/statuses/\(id)/quotes/\(quote)/revoke"
            try await server.send(.post, path, as: charlie).expect(403)
            let revoked = try await server.send(.post, path, as: alice)
            #expect(revoked["id"].string == quote)
            #expect(revoked["quote", "state"] == "revoked")
            try await server.send(.post, path, as: alice).expect(200)
            try await server.send(.post, "/api/v1/statuses/\(id)/quotes/\(id)/revoke", as: alice).expect(404)
            #expect(try await server.quoteState(quote, for: bob) == ["revoked", "-"])
            #expect(try await server.get("/api/v1/statuses/\(id)")["quotes_count"] == 0)
            // Its author sees what it was when deleting it.
            let deleted = try await server.send(.delete, "/api/v1/statuses/\(quote)", as: bob)
            #expect(deleted["quote", "state"] == "revoked")
            #expect(deleted["quote", "quoted_status", "id"].string == id)
            // A block by the author ends quotes for everybody.
            let other = try await server.quote(id, by: bob).id()
            try await server.send(.post, "/api/v1/accounts/\(bob.id)/block", as: alice).expect(200)
            #expect(try await server.quoteState(other, for: charlie) == ["revoked", "-"])
            // Deleted.
            let last = try await server.quote(id, by: charlie).id()
            let gone = try await server.send(.delete, "/api/v1/statuses/\(id)", as: alice)
            #expect(gone.events.contains(.statusChanged(id: try #require(Int64(last)))))
            #expect(try await server.quoteState(last, for: charlie) == ["deleted", "-"])
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                #expect(try await cold.quoteState(last, for: cold.charlie) == ["deleted", "-"])
            }
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("those who quote hear of an edit; a direct quote is of those it is for", arguments: TestEngine.available)
    func notices(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.post("One", by: server.alice)
            for _ in 0..<2 { try await server.quote(id, by: server.bob).expect(200) }
            try await server.send(.put, "/api/v1/statuses/\(id)", as: server.alice, ["status": "Two"]).expect(200)
            let told = try await server.get("/api/v1/notifications", as: server.bob)
            #expect(told.json.array?.count == 1)
            #expect(told["0", "type"] == "quoted_update")
            #expect(told["0", "status", "id"].string == id)
            try await server.quote(id, "@charlie look", by: server.bob, "direct").expect(422)
            let quiet = try await server.quote(id, "@alice look", by: server.bob, "direct")
            quiet.expect(200)
            // Named and quoted: told once. A direct quote is not counted.
            let notices = try await server.get("/api/v1/notifications", as: server.alice)
            #expect(notices.json.array?.map { $0["type"]?.string ?? "-" } == ["quote", "quote", "quote"])
            #expect(try await server.get("/api/v1/statuses/\(id)")["quotes_count"] == 2)
            #expect(try await server.get("/api/v1/statuses/\(id)/quotes", as: server.charlie).ids().count == 2)
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("a page of quotes costs a few statements, however many there are", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let first = try await server.post("First", by: server.alice)
            for number in 0..<20 {
                let id = try await server.post("Number \(number)", by: server.bob)
                let inner = try await server.quote(id, by: server.alice).id()
                try await server.quote(inner, by: server.charlie).expect(200)
                try await server.quote(first, by: server.charlie).expect(200)
            }
            for (path, most) in [("/api/v1/timelines/public?limit=40", 32), ("/api/v1/statuses/\(first)/quotes", 30)] {
                try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                    let page = try await cold.get(path, as: cold.alice)
                    page.expect(200).expectStatements(atMost: most)
                    try await cold.get(path, as: cold.alice).expectStatements(atMost: path.contains("quotes") ? 1 : 0)
                }
            }
        }
    }
}
