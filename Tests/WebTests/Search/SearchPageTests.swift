// Looking for people, tags and posts on one page.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("The page for searching")
struct SearchPageTests {
    @Test("people, tags and own posts are found; an address leads to its page", arguments: TestEngine.available)
    func found(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.account("bob"))
            let post = try await stand.post("Plums are late #garden", by: alice.user)
            #expect(try await stand.get("/search?q=plums").status == 302)
            let empty = try await alice.get("/search")
            #expect(empty.status == 200 && empty.complaints == [] && empty.text.contains("from:name"))
            let page = try await alice.get("/search?q=plums")
            #expect(
                page.complaints == [] && page.text.contains("Plums are late") && page.hasButton("favourite.\(post)")
            )
            #expect(try await alice.get("/search?q=bob").hasButton("follow.\(bob.accountID)"))
            #expect(try await alice.get("/search?q=%40bob%40chorus.example").text.contains("@bob"))
            #expect(try await alice.get("/search?q=%23gard").links("translate", "no").contains("/tags/garden"))
            let address = PercentEncoding.encode("https://chorus.example/@alice/\(post)")
            #expect(try await alice.get("/search?q=\(address)").location == "/@alice/\(post)")
            #expect(try await alice.get("/search?q=wasps").text.contains("Nothing was found"))
            let wrong = try await alice.get("/search?q=has%3Awings")
            #expect(wrong.status == 200 && wrong.complaints == [] && wrong.text.contains("is not understood"))
        }
    }

    @Test("hostile words are words", arguments: TestEngine.available)
    func hostile(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            for words in [
                "\"><script>alert(1)</script>", "' OR 1=1 --", "{{text}}", "%", "\\", "\u{202E}abc", "\u{0}",
                String(repeating: "a", count: 5000), String(repeating: "\"", count: 300), "* - ( ) NEAR",
            ] {
                let page = try await alice.get("/search?q=\(PercentEncoding.encode(words))")
                #expect(page.status == 200, "\(words.prefix(30))")
                #expect(page.complaints.filter { $0 != "a template tag was left" } == [], "\(words.prefix(30))")
                #expect(!page.body.contains("<script>alert"))
            }
        }
    }
}
