// What somebody was told: in groups, new until it was seen, cleared when wished.
import Database
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("Pages of notifications")
struct NotificationPageTests {
    @Test("those alike are one line; what was seen is new no more", arguments: TestEngine.available)
    func groups(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let (bob, charlie) = (try await stand.account("bob"), try await stand.account("charlie"))
            let post = try await stand.post("a note by alice", by: alice.user)
            for user in [bob, charlie] {
                _ = try await stand.services.favouriteStatus(post, by: user.accountID)
                _ = try await stand.services.followAccount(alice.user.accountID, by: user.accountID)
            }
            try await stand.post("@alice a word to you", by: bob)
            #expect(try await alice.get("/home").text.contains("new: 5"))
            let page = try await alice.get("/notifications")
            #expect(page.status == 200 && page.complaints == [])
            #expect(page.text.contains("and 1 other favourited your post") && page.text.contains("follow you"))
            #expect(page.text.contains("a word to you") && page.body.contains("class=\"badge\">new<"))
            let again = try await alice.get("/notifications")
            #expect(!again.body.contains("class=\"badge\">new<") && !again.text.contains("new: "))
            let mentions = try await alice.get("/notifications/mentions")
            #expect(mentions.complaints == [] && mentions.text.contains("a word to you"))
            #expect(!mentions.text.contains("favourited your post"))
            #expect(try await stand.get("/notifications").status == 302)
            #expect(try await alice.send("/notifications", [("do", "clear")], proof: "x").status == 422)
            #expect(try await alice.send("/notifications", [("do", "clear")]).status == 303)
            #expect(try await alice.get("/notifications").text.contains("Nothing yet"))
        }
    }

    @Test(
        "a follow request is answered where it is told of; who was held back can be heard",
        arguments: TestEngine.available
    )
    func requests(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.account("bob"))
            try await stand.services.updateProfile(of: alice.user.accountID, ProfileChanges(isLocked: true))
            _ = try await stand.services.followAccount(alice.user.accountID, by: bob.accountID)
            #expect(try await alice.get("/notifications").hasButton("accept.\(bob.accountID)"))
            // A direct mention out of the blue is held back.
            try await stand.post("@alice a quiet word", by: bob, .direct)
            let waiting = try await alice.get("/notifications")
            #expect(waiting.complaints == [] && waiting.text.contains("would like to be heard"))
            let held = try await alice.get("/notifications/requests")
            #expect(held.complaints == [] && held.text.contains("@bob"))
            let act = try #require(
                HTMLCheck(held.body).tags.compactMap { $0.attributes["value"] }.first { $0.hasPrefix("hear.") }
            )
            #expect(try await alice.send("/accounts", [("do", act)]).status == 303)
            #expect(try await alice.get("/notifications/requests").text.contains("Nobody is waiting"))
        }
    }

    @Test("a page of notifications asks the database little, however many there are", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let bob = try await stand.account("bob")
            for number in 1...25 { try await stand.post("@alice word \(number)", by: bob) }
            _ = try await alice.get("/notifications")
            let before = stand.database.statistics.statements
            _ = try await alice.get("/notifications")
            #expect(stand.database.statistics.statements - before <= 11)
        }
    }
}
