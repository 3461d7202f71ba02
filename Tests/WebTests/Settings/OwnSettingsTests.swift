// What people change of what is theirs: profile, lists, filters, tags, and where they are signed in.
import Basics
import Database
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("Pages of what is one's own")
struct OwnSettingsTests {
    @Test("every page is sound, and strangers are asked to sign in", arguments: TestEngine.available)
    func pages(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            for path in [
                "/settings/profile", "/settings/sessions", "/lists", "/filters", "/followed_tags", "/bookmarks",
                "/favourites",
            ] {
                let page = try await alice.get(path)
                #expect(page.status == 200 && page.complaints == [], "\(path): \(page.complaints)")
                #expect(try await stand.get(path).status == 302, "\(path)")
            }
            #expect(try await alice.get("/").location == "/home")
        }
    }

    @Test(
        "a profile is changed, and what is wrong with it is said with all that was typed",
        arguments: TestEngine.available
    )
    func profile(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let fields = [
                ("display_name", "Alice <b>"), ("note", "I keep\r\nbees"), ("name-1", "Tea"), ("value-1", "Yes & no"),
                ("discoverable", "true"), ("visibility", "unlisted"), ("language", "de"),
            ]
            #expect(try await alice.send("/settings/profile", fields, proof: "x").status == 422)
            let saved = try await alice.send("/settings/profile", fields)
            #expect(saved.status == 200 && saved.complaints == [] && saved.text.contains("Saved"))
            let account = try #require(try await stand.services.accounts.account(alice.user.accountID)).account
            #expect(account.displayName == "Alice <b>" && account.fields.first?.value == "Yes & no")
            #expect(account.isDiscoverable == true && !account.isLocked)
            let page = try await alice.get("/settings/profile")
            #expect(
                page.body.contains("value=\"Alice &lt;b&gt;\"")
                    && page.body.contains("<option value=\"unlisted\" selected>")
            )
            let long = String(repeating: "x", count: 600)
            let wrong = try await alice.send("/settings/profile", [("display_name", "A"), ("note", long)])
            #expect(wrong.status == 422 && wrong.complaints == [] && wrong.body.contains(long))
            #expect(try await stand.services.accounts.account(alice.user.accountID)?.account.displayName == "Alice <b>")
        }
    }

    @Test("lists are made, changed and deleted by their owner alone", arguments: TestEngine.available)
    func lists(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            #expect(try await alice.send("/lists", [("title", " ")]).status == 422)
            let made = try await alice.send("/lists", [("title", "Gardens")])
            let path = try #require(made.location)
            #expect(made.status == 303 && path.hasPrefix("/lists/"))
            #expect(try await bob.get(path + "/edit").status == 404)
            #expect(try await bob.send(path + "/edit", [("delete", "true")]).status == 404)
            let changed = try await alice.send(
                path + "/edit",
                [("title", "Bees"), ("replies_policy", "none"), ("exclusive", "true")]
            )
            #expect(changed.status == 303)
            #expect(try await alice.get(path + "/edit").body.contains("value=\"Bees\""))
            #expect(try await alice.send(path + "/edit", [("delete", "true")]).status == 303)
            #expect(try await alice.get(path).status == 404)
        }
    }

    @Test("filters are made, changed and deleted by their owner alone", arguments: TestEngine.available)
    func filters(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let good = [("title", "No wasps"), ("words", "wasp\r\nhornet"), ("action", "hide"), ("home", "true")]
            #expect(try await alice.send("/filters", [("title", "x"), ("words", "y")]).status == 422)
            #expect(try await alice.send("/filters", good).status == 303)
            let all = try await stand.database.read { try FilterQueries.filters(of: alice.user.accountID, $0) }
            let filter = try #require(all.first)
            #expect(filter.keywords.map(\.keyword).sorted() == ["hornet", "wasp"] && filter.action == .hide)
            let path = "/filters/\(filter.id)"
            #expect(try await bob.get(path).status == 404)
            #expect(try await bob.send(path, good).status == 404)
            let page = try await alice.get(path)
            #expect(page.complaints == [] && page.body.contains("value=\"No wasps\""))
            let changed = [("title", "No wasps"), ("words", "wasp"), ("action", "warn"), ("public", "true")]
            #expect(try await alice.send(path, changed).status == 303)
            let after = try await stand.services.filter(filter.id, of: alice.user.accountID)
            #expect(after.keywords.map(\.keyword) == ["wasp"] && after.contexts == .public)
            #expect(try await alice.send(path, [("delete", "true")]).status == 303)
            #expect(try await alice.get(path).status == 404)
        }
    }

    @Test("a tag is followed on its page, and by its name", arguments: TestEngine.available)
    func tags(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            try await stand.post("a note #bees", by: alice.user)
            #expect(try await alice.get("/tags/bees").hasButton("follow"))
            #expect(try await stand.get("/tags/bees").hasButton("follow") == false)
            #expect(try await alice.send("/tags/bees", [("do", "follow")]).location == "/tags/bees")
            let page = try await alice.get("/tags/bees")
            #expect(page.complaints == [] && page.hasButton("unfollow"))
            #expect(try await alice.send("/followed_tags", [("tag", "#plums")]).status == 303)
            #expect(try await alice.send("/followed_tags", [("tag", "two words")]).status == 422)
            #expect(try await alice.get("/followed_tags").text.contains("#plums"))
            #expect(try await alice.send("/tags/bees", [("do", "unfollow")]).status == 303)
            #expect(try await alice.get("/tags/bees").hasButton("follow"))
            #expect(try await alice.send("/tags/a%20b", [("do", "follow")]).status == 404)
            #expect(try await alice.send("/tags/bees", [("do", "follow")], proof: "x").status == 422)
        }
    }

    @Test("another browser is signed out, and an app loses its access", arguments: TestEngine.available)
    func logins(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let (other, bob) = (try await stand.signedIn(alice.user), try await stand.signedIn("bob"))
            let token = try await stand.services.createToken(username: "alice").token
            let page = try await alice.get("/settings/sessions")
            #expect(page.complaints == [] && page.text.contains("This browser"))
            let acts = HTMLCheck(page.body).tags.compactMap { $0.name == "button" ? $0.attributes["value"] : nil }
            let session = try #require(acts.first { $0.hasPrefix("session.") })
            let app = try #require(acts.first { $0.hasPrefix("app.") })
            for act in [session, app] { #expect(try await bob.send("/settings/sessions", [("do", act)]).status == 303) }
            #expect(try await other.get("/home").status == 200)
            #expect(try await stand.services.grants.grant(token: token) != nil)
            for act in [session, app] {
                #expect(try await alice.send("/settings/sessions", [("do", act)]).status == 303)
            }
            #expect(try await other.get("/home").status == 302)
            #expect(try await alice.get("/home").status == 200)
            #expect(try await stand.services.grants.grant(token: token) == nil)
            for wrong in ["", "session.*", "app.x", "all"] {
                #expect(try await alice.send("/settings/sessions", [("do", wrong)]).status == 422, "\(wrong)")
            }
        }
    }
}
