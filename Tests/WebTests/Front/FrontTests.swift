// The front page, and where somebody new goes from there.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("Front page and first steps")
struct FrontTests {
    @Test("the front page shows what is being asked, and posts of this server alone", arguments: TestEngine.available)
    func front(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let quiet = try await stand.get("/")
            #expect(quiet.complaints == [] && !quiet.text.contains("Being asked now") && !quiet.text.contains("Trends"))
            try await stand.post("a note from here", by: alice)
            let far = try await stand.farPost("a note from far")
            let call = try await stand.services.postCall(
                CallDraft(prompt: "Who plants <trees>?", tag: "garden", answers: ["yes", "no"]),
                by: alice
            )
            stand.clock.advance(.seconds(5))
            let page = try await stand.get("/")
            #expect(page.status == 200 && page.complaints == [])
            #expect(page.text.contains("Being asked now") && page.text.contains("Who plants <trees>?"))
            #expect(page.body.contains("href=\"/calls/\(call.id)\""))
            #expect(page.text.contains("a note from here") && !page.body.contains("post-\(far)"))
            #expect(!page.text.contains("a note from far"))
        }
    }

    @Test("this server and all servers are two timelines", arguments: TestEngine.available)
    func servers(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            try await stand.post("a note from here", by: alice.user)
            try await stand.farPost("a note from far")
            let (local, all) = (try await alice.get("/public/local"), try await alice.get("/public"))
            #expect(local.text.contains("a note from here") && !local.text.contains("a note from far"))
            #expect(
                all.complaints == [] && all.text.contains("a note from here") && all.text.contains("a note from far")
            )
            #expect(all.links("aria-current", "page").contains("/public"))
            #expect(try await stand.get("/public").location?.hasPrefix("/auth/sign_in") == true)
        }
    }

    @Test("who is new sees three steps, each until it is done", arguments: TestEngine.available)
    func steps(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.account("bob"))
            let first = try await alice.get("/home")
            #expect(first.complaints == [] && first.text.contains("Welcome") && !first.body.contains("class=\"done\""))
            #expect(first.body.contains("href=\"/explore/people\"") && first.body.contains("href=\"/calls\""))
            try await stand.services.updateProfile(of: alice.user.accountID, ProfileChanges(displayName: "Alice"))
            _ = try await stand.services.followAccount(bob.accountID, by: alice.user.accountID)
            let second = try await alice.get("/home")
            #expect(HTMLCheck(second.body).tags.count { $0.attributes["class"] == "done" } == 2)
            try await stand.post("hello", by: alice.user)
            #expect(try await !alice.get("/home").text.contains("Welcome"))
        }
    }

    @Test("people who chose to be found can be followed", arguments: TestEngine.available)
    func people(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let (bob, carol) = (try await stand.account("bob"), try await stand.account("carol"))
            try await stand.services.updateProfile(of: bob.accountID, ProfileChanges(isDiscoverable: true))
            try await stand.services.updateProfile(of: carol.accountID, ProfileChanges(isDiscoverable: false))
            for user in [bob, carol] { try await stand.post("a first note", by: user) }
            let page = try await alice.get("/explore/people")
            #expect(page.status == 200 && page.complaints == [])
            #expect(page.text.contains("@bob") && !page.text.contains("@carol"))
            #expect(page.body.contains("value=\"follow.\(bob.accountID)\""))
            let open = try await stand.get("/explore/people")
            #expect(
                open.text.contains("@bob") && !open.text.contains("@carol")
                    && !open.body.contains("follow.\(bob.accountID)")
            )
        }
    }

    @Test("the directory goes on, page after page, to its end", arguments: TestEngine.available)
    func directory(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            for number in 0..<90 { try await stand.post("hello", by: try await stand.account("villager\(number)")) }
            let alice = try await stand.signedIn("alice")
            for reader in [nil, alice] {
                var (path, seen) = (Optional("/explore/people"), Set<String>())
                while let here = path {
                    let page = if let reader { try await reader.get(here) } else { try await stand.get(here) }
                    #expect(page.status == 200 && page.complaints == [])
                    for name in page.body.matches(of: /href="\/@(villager[0-9]+)"/) { seen.insert(String(name.1)) }
                    path = page.links("rel", "next").first
                }
                #expect(seen.count == 90)
            }
            for wrong in ["0", "-1", "251"] {
                #expect(try await stand.get("/explore/people?page=\(wrong)").status == 404)
            }
        }
    }
}
