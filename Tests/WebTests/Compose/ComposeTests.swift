// Writing on the pages: posts, replies, quotes, edits, redrafts. Whatever goes wrong, what was written is still there.
import Basics
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("The form for a post")
struct ComposeTests {
    @Test("a post is published as it was set, and one is where one was", arguments: TestEngine.available)
    func publish(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let page = try await alice.get("/publish")
            #expect(page.status == 200 && page.complaints == [] && page.links("data-leave", "") == ["/leave"])
            #expect(page.body.contains("data-account=\"\(alice.user.accountID)\""))
            let fields = [
                ("key", try #require(page.field("key"))), ("return_to", "/public/local"), ("do", "publish"),
                ("text", "A note on bees\r\nand plums #bees"), ("spoiler_text", "Insects"), ("visibility", "unlisted"),
                ("language", "de"),
            ]
            // Pressed twice it is one post.
            for _ in 1...2 {
                let sent = try await alice.send("/publish", fields)
                #expect(sent.status == 303 && sent.location == "/public/local")
            }
            let ids = try await stand.services.statuses(
                of: alice.user.accountID,
                for: Viewer(accountID: alice.user.accountID, relations: nil),
                .init(limit: 10)
            ).items
            #expect(ids.count == 1)
            let status = try #require(try await stand.services.statuses.status(ids[0])).status
            #expect(status.text == "A note on bees\nand plums #bees" && status.spoilerText == "Insects")
            #expect(status.visibility == .unlisted && status.language == "de" && status.isSensitive)
        }
    }

    @Test("the next page says that it is published, once", arguments: TestEngine.available)
    func said(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let sent = try await alice.send("/publish", [("text", "a note"), ("return_to", "/home")])
            let said = try #require(sent.headers[values: .setCookie].first { $0.hasPrefix("chorus_said=") })
            var cookie = alice.cookie
            cookie[.cookie] = "\(cookie[.cookie] ?? ""); \(said.prefix { $0 != ";" })"
            let page = try await stand.get("/home", headers: cookie)
            #expect(page.complaints == [] && page.text.contains("Your post is published"))
            #expect(
                page.headers[values: .setCookie].contains { $0.hasPrefix("chorus_said=;") && $0.contains("Max-Age=0") }
            )
            #expect(try await alice.get("/home").text.contains("Your post is published") == false)
        }
    }

    @Test("a post that waits for a moderator is not said to be published", arguments: TestEngine.available)
    func held(_ engine: TestEngine) async throws {
        try await withPages(engine, guarding: GuardSettings(mode: .hold)) { stand in
            let alice = try await stand.signedIn("alice")
            let words = "A moderator looks at your post before anybody else sees it."
            let fields = [("text", "Her number is +44 7700 900123"), ("return_to", "/home")]
            let sent = try await alice.send("/publish", fields)
            #expect(sent.status == 303)
            let said = try #require(sent.headers[values: .setCookie].first { $0.hasPrefix("chorus_said=") })
            var cookie = alice.cookie
            cookie[.cookie] = "\(cookie[.cookie] ?? ""); \(said.prefix { $0 != ";" })"
            let page = try await stand.get("/home", headers: cookie)
            #expect(page.complaints == [] && page.text.contains(words) && page.body.contains("data-published"))
            #expect(!page.text.contains("is published") && !page.text.contains("See it"))
            let part = try await alice.send("/publish", fields, headers: [.requestedWith: "part"])
            #expect(part.status == 200 && part.text.contains(words) && part.body.contains("data-published"))
        }
    }

    @Test("a reply names whom it answers, and is never wider than what it answers", arguments: TestEngine.available)
    func reply(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            _ = try await stand.account("charlie")
            let parent = try await stand.post(
                "@charlie and @bob: hello",
                by: alice.user,
                .unlisted,
                spoiler: "Greetings"
            )
            let page = try await bob.get("/publish?in_reply_to=\(parent)")
            #expect(page.status == 200 && page.complaints == [] && page.text.contains("and @bob: hello"))
            #expect(page.body.contains(">@alice @charlie </textarea>") && page.body.contains("value=\"Greetings\""))
            #expect(page.body.contains("<option value=\"unlisted\" selected>"))
            let sent = try await bob.send(
                "/publish",
                [("text", "@alice hello back"), ("in_reply_to", "\(parent)"), ("return_to", "/@alice/\(parent)")]
            )
            #expect(sent.status == 303 && sent.location == "/@alice/\(parent)")
            let thread = try await bob.get("/@alice/\(parent)")
            #expect(thread.complaints == [] && thread.text.contains("hello back"))
            #expect(thread.field("in_reply_to") == "\(parent)")
        }
    }

    @Test("what is wrong is said, and nothing that was written is lost", arguments: TestEngine.available)
    func wrong(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let long = String(repeating: "word ", count: 120) + "<b>&\"end"
            let cases: [([(String, String)], String)] = [
                ([("text", long), ("spoiler_text", "A warning")], "exceeded"),
                ([("text", " \r\n ")], "blank"),
                ([("text", "ask <b>&\"end"), ("poll_option", "one"), ("poll_seconds", "3600")], "more than one"),
                ([("text", "ask <b>&\"end"), ("poll_option", "same"), ("poll_option", "same")], "duplicate"),
                ([("text", "an answer <b>&\"end"), ("in_reply_to", "12345")], "deleted"),
                ([("text", "a quote <b>&\"end"), ("quote", "12345")], "deleted"),
                ([("text", "an edit <b>&\"end"), ("edit", "12345")], "deleted"),
                ([("text", "files <b>&\"end"), ("media", "12345")], ""),
            ]
            for (fields, words) in cases {
                let answer = try await alice.send("/publish", fields)
                #expect(answer.status == 422 && answer.complaints == [], "\(fields)")
                #expect(words.isEmpty || answer.text.lowercased().contains(words), "\(fields)")
                if fields[0].1.contains("end") { #expect(answer.body.contains("&lt;b&gt;&amp;&quot;end</textarea>")) }
                for (name, value) in fields where ["spoiler_text", "poll_option"].contains(name) {
                    #expect(answer.body.contains("value=\"\(value)\""), "\(name)")
                }
            }
            // A proof of another session: the text is there, with a proof that holds.
            let stale = try await alice.send("/publish", [("text", "still here")], proof: "another")
            #expect(stale.status == 422 && stale.body.contains(">still here</textarea>"))
            let sent = try await alice.send("/publish", [("text", "still here")], proof: stale.field("csrf") ?? "")
            #expect(sent.status == 303)
        }
    }

    @Test("a session that ends while one writes loses nothing: signing in publishes", arguments: TestEngine.available)
    func signedOut(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let written = [
                ("text", "a long thought"), ("spoiler_text", "Thoughts"), ("key", "k1"), ("return_to", "/home"),
            ]
            let out = try await stand.sendAsStranger("/publish", written + [("csrf", alice.proof)])
            #expect(out.status == 401 && out.complaints == [] && out.text.contains("not signed in any more"))
            #expect(out.body.contains(">a long thought</textarea>") && out.body.contains("value=\"Thoughts\""))
            let form = try #require(out.headers[values: .setCookie].first).prefix { $0 != ";" }
            let proof = try #require(out.field("csrf"))
            let cookie: HTTPFields = [.cookie: String(form)]
            let again = written + [("csrf", proof), ("login", "alice")]
            let wrong = try await stand.sendAsStranger("/publish", again + [("password", "not this")], headers: cookie)
            #expect(wrong.status == 422 && wrong.body.contains(">a long thought</textarea>"))
            let forged = try await stand.sendAsStranger("/publish", again + [("password", "a quiet long password")])
            #expect(forged.status == 422 && forged.body.contains(">a long thought</textarea>"))
            let good = try await stand.sendAsStranger(
                "/publish",
                again + [("password", "a quiet long password")],
                headers: cookie
            )
            #expect(good.status == 303 && good.location == "/home")
            #expect(good.headers[values: .setCookie].contains { $0.hasPrefix(stand.services.site.sessionCookie) })
            #expect(try await stand.get("/@alice").text.contains("Thoughts"))
        }
    }

    @Test("an own post is changed with what it said before kept", arguments: TestEngine.available)
    func edit(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let id = try await stand.post("the first words", by: alice.user)
            #expect(try await bob.get("/statuses/\(id)/edit").status == 404)
            let page = try await alice.get("/statuses/\(id)/edit")
            #expect(page.status == 200 && page.complaints == [] && page.body.contains(">the first words</textarea>"))
            let sent = try await alice.send(
                "/publish",
                [("edit", "\(id)"), ("text", "the second words"), ("return_to", "/@alice/\(id)")]
            )
            #expect(sent.status == 303)
            #expect(try await bob.send("/publish", [("edit", "\(id)"), ("text", "not mine")]).status == 422)
            let post = try await alice.get("/@alice/\(id)")
            #expect(post.text.contains("the second words") && post.text.contains("Edited"))
        }
    }

    @Test(
        "a post is written again: the old one goes only when the new one is published",
        arguments: TestEngine.available
    )
    func redraft(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let root = try await stand.post("a question", by: alice.user)
            let id = try await stand.post("a hasty answer", by: alice.user, to: root)
            let page = try await alice.get("/statuses/\(id)/redraft")
            #expect(page.status == 200 && page.complaints == [] && page.body.contains(">a hasty answer</textarea>"))
            #expect(page.field("in_reply_to") == "\(root)" && page.field("redraft") == "\(id)")
            let fields = [("redraft", "\(id)"), ("in_reply_to", "\(root)"), ("key", "again")]
            let long = try await alice.send("/publish", fields + [("text", String(repeating: "x", count: 501))])
            #expect(long.status == 422)
            #expect(try await stand.get("/@alice/\(id)").status == 200)
            for _ in 1...2 {
                #expect(try await alice.send("/publish", fields + [("text", "a calm answer")]).status == 303)
            }
            #expect(try await stand.get("/@alice/\(id)").status == 404)
            let thread = try await stand.get("/@alice/\(root)")
            #expect(thread.text.contains("a calm answer") && thread.text.contains("1 reply"))
        }
    }

    @Test("a post that is not taken when it is written again is still there", arguments: TestEngine.available)
    func redraftRefused(_ engine: TestEngine) async throws {
        try await withPages(engine, guarding: GuardSettings(mode: .warn)) { stand in
            let alice = try await stand.signedIn("alice")
            let id = try await stand.post("a hasty answer", by: alice.user)
            let fields = [("redraft", "\(id)"), ("key", "again"), ("text", "Her number is +44 7700 900123")]
            // The author is asked first.
            #expect(try await alice.send("/publish", fields).status == 422)
            #expect(try await stand.get("/@alice/\(id)").status == 200)
            #expect(try await alice.send("/publish", fields).status == 303)
            #expect(try await stand.get("/@alice/\(id)").status == 404)
        }
    }

    @Test("polls, quotes and what is shared from elsewhere", arguments: TestEngine.available)
    func more(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.account("bob"))
            let quoted = try await stand.post("words by bob", by: bob)
            let page = try await alice.get("/publish?quote=\(quoted)")
            #expect(page.complaints == [] && page.text.contains("words by bob") && page.field("quote") == "\(quoted)")
            #expect(try await alice.send("/publish", [("text", "well said"), ("quote", "\(quoted)")]).status == 303)
            #expect(try await stand.services.statuses.status(quoted)?.counters.quotes == 1)
            let poll = [
                ("text", "Which?"), ("poll_option", "Linden"), ("poll_option", ""), ("poll_option", "Clover"),
                ("poll_seconds", "3600"), ("poll_multiple", "true"),
            ]
            #expect(try await alice.send("/publish", poll).status == 303)
            #expect(try await stand.get("/@alice").text.contains("Linden"))
            let shared = try await alice.get(
                "/share?title=A%20page&text=Read%20this&url=https%3A%2F%2Fpage.example%2F%3Fa%3Db%26c"
            )
            #expect(shared.complaints == [])
            #expect(shared.body.contains("A page\n\nRead this\n\nhttps://page.example/?a=b&amp;c</textarea>"))
            #expect(try await alice.get("/publish?in_reply_to=1").status == 404)
        }
    }

    @Test("hostile and huge forms do no harm", arguments: TestEngine.available)
    func hostile(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let evil = #""'></textarea><script>alert(1)</script>{{text}}"#
            let page = try await alice.get("/publish?text=\(PercentEncoding.encode(evil))")
            #expect(page.status == 200 && page.complaints.filter { $0 != "a template tag was left" } == [])
            #expect(!page.body.contains("<script>alert"))
            for fields in [
                [("do", "remove.x"), ("text", "a")], [("do", "remove.5"), ("text", "a"), ("media", "5")],
                [
                    ("return_to", "https://evil.example/"), ("text", "b"), ("visibility", "everybody"),
                    ("language", "xx-yy"),
                ],
                [
                    ("key", String(repeating: "k", count: 5000)), ("text", "c"),
                    ("poll_seconds", "99999999999999999999"),
                ],
            ] {
                let answer = try await alice.send("/publish", fields)
                #expect([200, 303].contains(answer.status), "\(fields)")
                #expect(answer.location.map { $0.hasPrefix("/") && !$0.hasPrefix("//") } ?? true)
            }
            let huge = try await alice.send("/publish", [("text", String(repeating: "x", count: 300_000))])
            #expect(huge.status == 413)
        }
    }
}
