// The home of who is signed in: whom they follow, this server, lists and tags, a page at a time.
import Database
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("Pages of timelines")
struct HomeTests {
    @Test("strangers are asked to sign in, and led back", arguments: TestEngine.available)
    func strangers(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            for path in ["/home", "/public/local", "/lists/1", "/publish", "/share?text=a%20b"] {
                let answer = try await stand.get(path)
                #expect(answer.status == 302, "\(path)")
                #expect(answer.location?.hasPrefix("/auth/sign_in?return_to=%2F") == true, "\(path)")
            }
            #expect(try await stand.get("/share?text=a%20b").location?.contains("text%3Da%2520b") == true)
        }
    }

    @Test("home shows whom one follows and oneself, and nobody else", arguments: TestEngine.available)
    func home(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let (bob, charlie) = (try await stand.account("bob"), try await stand.account("charlie"))
            let empty = try await alice.get("/home")
            #expect(empty.status == 200 && empty.complaints == [] && empty.text.contains("Follow people and tags"))
            _ = try await stand.services.followAccount(bob.accountID, by: alice.user.accountID)
            let heard = try await stand.post("a note by bob", by: bob)
            try await stand.post("a note by charlie", by: charlie)
            try await stand.post("an own note", by: alice.user)
            let page = try await alice.get("/home")
            #expect(page.complaints == [] && page.headers[.cacheControl] == "private, no-store, no-transform")
            #expect(page.text.contains("a note by bob") && page.text.contains("an own note"))
            #expect(!page.text.contains("a note by charlie"))
            #expect(page.hasButton("favourite.\(heard)") && page.body.contains("id=\"post-\(heard)\""))
            let local = try await alice.get("/public/local")
            #expect(local.complaints == [] && local.text.contains("a note by charlie"))
            #expect(local.links("aria-current", "page").contains("/public/local"))
        }
    }

    @Test(
        "lists and followed tags stand beside home; a list of somebody else is not there",
        arguments: TestEngine.available
    )
    func lists(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            _ = try await stand.services.followAccount(bob.user.accountID, by: alice.user.accountID)
            let list = try await stand.services.createList(ListChanges(title: "Gardens <b>"), by: alice.user.accountID)
            try await stand.services.addToList(list.id, [bob.user.accountID], by: alice.user.accountID)
            let tag = try #require(TagName("bees"))
            try await stand.services.followTag(tag, by: alice.user.accountID)
            try await stand.post("a note by bob", by: bob.user)
            let page = try await alice.get("/lists/\(list.id)")
            #expect(page.status == 200 && page.complaints == [] && page.text.contains("a note by bob"))
            #expect(page.text.contains("Gardens <b>") && page.links("dir", "auto").contains("/tags/bees"))
            #expect(try await bob.get("/lists/\(list.id)").status == 404)
            for path in ["/lists/0", "/lists/x", "/lists/9999999999999999999999"] {
                #expect(try await alice.get(path).status == 404, "\(path)")
            }
        }
    }

    @Test("a home of many pages is walked down and up, and says how many are newer", arguments: TestEngine.available)
    func pages(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            var ids: [Int64] = []
            for number in 1...45 { ids.append(try await stand.post("note number \(number).", by: alice.user)) }
            let first = try await alice.get("/home")
            #expect(first.text.contains("note number 45.") && !first.text.contains("note number 25."))
            let older = try #require(first.links("rel", "next").first)
            let second = try await alice.get(older)
            #expect(second.text.contains("note number 34.") && second.text.contains("note number 15."))
            let third = try await alice.get(try #require(second.links("rel", "next").first))
            #expect(
                third.text.contains("note number 14.") && third.text.contains("note number 1.")
                    && third.links("rel", "next").isEmpty
            )
            // The form is on the first page only.
            #expect(first.body.contains("name=\"text\"") && !second.body.contains("name=\"text\""))
            let top = try await alice.get(try #require(second.links("rel", "prev").first))
            #expect(top.status == 302 || top.text.contains("note number 45."))
            #expect(try await alice.get("/home/newer?min_id=\(ids[42])").body == #"{"count":2}"#)
            #expect(try await alice.get("/home/newer?min_id=x").status == 200)
            #expect(try await stand.get("/home/newer?min_id=1").status == 404)
        }
    }

    @Test("filters hide and cover what they name", arguments: TestEngine.available)
    func filters(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.account("bob"))
            _ = try await stand.services.followAccount(bob.accountID, by: alice.user.accountID)
            for (title, word, action) in [("No wasps", "wasp", FilterAction.hide), ("About rain", "rain", .warn)] {
                _ = try await stand.services.createFilter(
                    FilterChanges(
                        title: title,
                        contexts: [.home],
                        action: action,
                        keywords: [.init(keyword: word, isWholeWord: false)]
                    ),
                    by: alice.user.accountID
                )
            }
            try await stand.post("a wasp came", by: bob)
            try await stand.post("much rain today", by: bob)
            let page = try await alice.get("/home")
            #expect(page.complaints == [] && !page.text.contains("a wasp came"))
            #expect(page.text.contains("Filtered: About rain") && page.text.contains("much rain today"))
        }
    }

    @Test("a page of the home timeline asks the database little", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            for number in 1...25 { try await stand.post("note \(number)", by: alice.user) }
            _ = try await alice.get("/home")
            let before = stand.database.statistics.statements
            _ = try await alice.get("/home")
            // Session, unread notifications (2), lists and followed tags (2), sensitive calls.
            #expect(stand.database.statistics.statements - before <= 6)
        }
    }
}
