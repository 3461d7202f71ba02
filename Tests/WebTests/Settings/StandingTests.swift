// My standing: what a suspended person reads and does, and nobody else.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("My standing")
struct StandingTests {
    private let path = "/settings/standing"

    @Test("a suspended person signs in, reads why, appeals, exports and leaves", arguments: TestEngine.available)
    func suspended(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let rule = try await stand.services.addRule("Be <kind>", hint: "")
            let options = ModerationOptions(
                text: "Too <b>loud</b>",
                until: stand.clock.clock.now() + .seconds(86_400),
                rules: [rule],
                note: "for us alone"
            )
            try await stand.services.moderate(alice.user.accountID, .suspend, options, by: .commandLine)
            // By hand, as somebody who comes back.
            let signIn = try await stand.get("/auth/sign_in")
            let cookie = try #require(signIn.headers[.setCookie]?.prefix { $0 != ";" })
            let entered = try await stand.sendAsStranger(
                "/auth/sign_in",
                [("csrf", signIn.field("csrf") ?? ""), ("login", "alice"), ("password", "a quiet long password")],
                headers: [.cookie: String(cookie)]
            )
            #expect(entered.status == 302 && entered.location == path)
            let page = try await alice.get(path)
            #expect(page.status == 200 && page.complaints == [], "\(page.complaints)")
            for words in ["suspended", "Be <kind>", "Too <b>loud</b>", "It ends by itself on "] {
                #expect(page.text.contains(words), "\(words)")
            }
            #expect(!page.body.contains("for us alone") && !page.body.contains("<b>loud"))
            // Everything else leads back, and nothing is done.
            for other in ["/settings", "/settings/profile", "/settings/password", "/auth/sign_in"] {
                #expect(try await alice.get(other).location == path, "\(other)")
            }
            #expect(try await alice.send("/publish", [("status", "Hello")]).location == path)
            #expect(try await alice.get("/home").location == "/auth/sign_in?return_to=%2Fhome")
            for open in ["/settings/export", "/settings/export/lists.csv", "/settings/archive", "/settings/delete"] {
                #expect(try await alice.get(open).status == 200, "\(open)")
            }
            let id = try #require(try await stand.services.sanctions(of: alice.user.accountID).first).action.id
            #expect(try await bob.send(path, [("appeal", "\(id)"), ("text", "No")]).status == 404)
            #expect(try await alice.send(path, [("appeal", "\(id)"), ("text", "It was <not> me")]).status == 303)
            let appealed = try await alice.get(path)
            #expect(appealed.complaints == [] && appealed.text.contains("It was <not> me"))
            #expect(appealed.field("csrf") != nil && !appealed.hasButton("\(id)"))
            try await stand.services.decideAppeal(id, isGranted: true, answer: "You are right", by: .commandLine)
            let free = try await alice.get(path)
            #expect(free.text.contains("You are right") && free.text.contains("Taken back on "))
            #expect(try await alice.get("/settings").status == 200)
        }
    }

    @Test("what is wrong with an appeal is said, with all that was written", arguments: TestEngine.available)
    func wrong(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            #expect(try await stand.get(path).status == 302)
            #expect(try await stand.sendAsStranger(path, [("appeal", "1"), ("text", "a")]).status == 302)
            let calm = try await alice.get(path)
            #expect(calm.complaints == [] && calm.text.contains("Nothing was decided against you."))
            try await stand.services.moderate(
                alice.user.accountID,
                .warn,
                ModerationOptions(text: "Hm"),
                by: .commandLine
            )
            let id = try #require(try await stand.services.sanctions(of: alice.user.accountID).first).action.id
            #expect(try await alice.send(path, [("appeal", "\(id)"), ("text", "a")], proof: "x").status == 422)
            for (appeal, status) in [("", 404), ("x", 404), ("-1", 404), ("99999", 404), ("99999999999999999999", 404)]
            {
                #expect(try await alice.send(path, [("appeal", appeal), ("text", "a")]).status == status, "\(appeal)")
            }
            let long = String(repeating: "<", count: 2001)
            for text in ["", " \n", long] {
                let refused = try await alice.send(path, [("appeal", "\(id)"), ("text", text)])
                #expect(refused.status == 422 && refused.complaints == [])
                if text == long { #expect(refused.body.contains(String(repeating: "&lt;", count: 2001))) }
            }
            #expect(try await stand.services.sanctions(of: alice.user.accountID).first?.appeal == nil)
        }
    }

    @Test("who is frozen reads, and writes nothing", arguments: TestEngine.available)
    func frozen(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let post = try await stand.post("before", by: alice.user)
            try await stand.services.moderate(alice.user.accountID, .disable, by: .commandLine)
            for path in ["/home", "/settings", path, "/settings/export/lists.csv"] {
                #expect(try await alice.get(path).status == 200, "\(path)")
            }
            for (path, field) in [
                ("/publish", ("text", "Hello")), ("/statuses", ("do", "favourite.\(post)")),
                ("/accounts", ("do", "follow.1")), ("/settings/profile", ("display_name", "A")),
                ("/calls/new", ("title", "A")),
            ] {
                let refused = try await alice.send(path, [field])
                #expect(refused.status == 403 && refused.complaints == [], "\(path): \(refused.status)")
                #expect(refused.body.contains("/settings/standing"))
            }
        }
    }

    @Test("who is frozen or suspended takes back what they answered and posted", arguments: TestEngine.available)
    func takesBack(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            func call(_ tag: String) async throws -> Int64 {
                let draft = CallDraft(prompt: "Say so", tag: tag, answers: ["yes", "no"], spoilerText: "Plums")
                return try await stand.services.postCall(draft, by: bob.user).id
            }
            let (first, second) = (try await call("plums"), try await call("pears"))
            for id in [first, second] {
                #expect(try await alice.send("/calls/\(id)", [("do", "answer"), ("answer", "1")]).status == 303)
            }
            let spoken = try await stand.post("yes, <often>", by: alice.user, to: second)
            let other = try await stand.post("a thought", by: alice.user)
            let account = alice.user.accountID

            try await stand.services.moderate(account, .disable, by: .commandLine)
            let again = try await alice.send("/calls/\(first)", [("do", "answer"), ("answer", "0")])
            #expect(again.status == 403)
            #expect(try await alice.send("/calls/\(first)", [("do", "withdraw")]).location == "/calls/\(first)#figures")
            #expect(try await stand.services.ownAnswer(first, by: account) == nil)
            #expect(try await alice.send("/statuses/\(other)/delete", [("return_to", "/home")]).status == 303)

            try await stand.services.moderate(account, .suspend, by: .commandLine)
            let page = try await alice.get(path)
            #expect(page.complaints == [] && page.text.contains("#pears") && page.text.contains("yes, <often>"))
            #expect(!page.text.contains("#plums") && !page.text.contains("a thought") && !page.text.contains("Say so"))
            #expect(try await alice.send("/calls/\(second)", [("do", "answer"), ("answer", "0")]).location == path)
            #expect(try await stand.services.ownAnswer(second, by: account)?.choice == 1)
            let withdrawn = try await alice.send("/calls/\(second)", [("do", "withdraw")])
            #expect(withdrawn.status == 303 && withdrawn.location == path)
            #expect(try await stand.services.ownAnswer(second, by: account) == nil)
            let deleted = try await alice.send("/statuses/\(spoken)/delete", [("return_to", path)])
            #expect(deleted.status == 303 && deleted.location == path)
            #expect(try await stand.services.statuses.status(spoken) == nil)
            #expect(!(try await alice.get(path).text.contains("yes, <often>")))
            // Of others nothing, and nothing without a proof.
            #expect(try await alice.send("/statuses/\(first)/delete", [("return_to", path)]).status == 404)
            #expect(try await alice.send("/calls/\(second)", [("do", "withdraw")], proof: "x").status == 422)
        }
    }
}
