// A call that is made on the pages: looked at first, kept by its author, answered aloud where it stands.
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("The form for a call")
struct NewCallTests {
    private static let good = [
        ("prompt", "Do you water the plums?"), ("tag", "#Plums"), ("answer", "Yes"), ("answer", "No"), ("answer", ""),
        ("spoiler_text", "Fruit"), ("suggested_by", "Dana"), ("days", "7"), ("key", "k"), ("rows", "2"),
        ("resource-1", "A garden line"), ("country-1", "de"), ("phone-1", "0000"), ("url-1", "https://help.example/"),
        ("language-1", "de"),
    ]

    @Test("it is looked at before it is published, and once published", arguments: TestEngine.available)
    func publish(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            try await stand.post("the first #plums", by: alice.user)
            #expect(try await stand.get("/calls/new").status == 302)
            let form = try await alice.get("/calls/new")
            #expect(form.status == 200 && form.complaints == [])
            let looked = try await alice.send("/calls/new", Self.good + [("do", "preview")])
            #expect(looked.status == 200 && looked.complaints == [] && looked.hasButton("publish"))
            #expect(looked.text.contains("As people will see it") && looked.text.contains("used here by 1 person"))
            #expect(looked.body.contains("name=\"language-1\" value=\"de\""))
            #expect(looked.text.contains("A garden line") && looked.text.contains("Suggested by Dana"))
            #expect(try await stand.services.calls(.init(limit: 5)).page.items.isEmpty)
            var places: Set<String> = []
            for _ in 1...2 {
                let sent = try await alice.send("/calls/new", Self.good + [("do", "publish")])
                #expect(sent.status == 303)
                places.insert(sent.location ?? "")
            }
            #expect(places.count == 1)
            let page = try await alice.get(try #require(places.first))
            #expect(page.complaints == [] && page.text.contains("Do you water the plums?"))
            #expect(page.text.contains("A garden line") && page.text.contains("Share, embed, download"))
            #expect(page.body.contains("&lt;iframe src=&quot;https://chorus.example/embed/calls/"))
        }
    }

    @Test("a session that ends while one writes loses nothing: signing in goes on", arguments: TestEngine.available)
    func signedOut(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let out = try await stand.sendAsStranger(
                "/calls/new",
                Self.good + [("do", "preview"), ("csrf", alice.proof)]
            )
            #expect(out.status == 401 && out.complaints == [] && out.text.contains("not signed in any more"))
            #expect(out.body.contains(">Do you water the plums?</textarea>"))
            #expect(out.body.contains("value=\"A garden line\"") && !out.text.contains("As people will see it"))
            let form = try #require(out.headers[values: .setCookie].first).prefix { $0 != ";" }
            let proof = try #require(out.field("csrf"))
            let cookie: HTTPFields = [.cookie: String(form)]
            let again = Self.good + [("do", "preview"), ("csrf", proof), ("login", "alice")]
            let wrong = try await stand.sendAsStranger("/calls/new", again + [("password", "no")], headers: cookie)
            #expect(wrong.status == 422 && wrong.body.contains(">Do you water the plums?</textarea>"))
            let looked = try await stand.sendAsStranger(
                "/calls/new",
                again + [("password", "a quiet long password")],
                headers: cookie
            )
            #expect(looked.status == 200 && looked.complaints == [] && looked.hasButton("publish"))
            #expect(looked.headers[values: .setCookie].contains { $0.hasPrefix(stand.services.site.sessionCookie) })
            #expect(looked.text.contains("As people will see it") && looked.field("csrf") != proof)
        }
    }

    @Test("what is wrong is said, and nothing that was typed is lost", arguments: TestEngine.available)
    func wrong(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let long = String(repeating: "Do you? ", count: 80)
            for (fields, words) in [
                ([("prompt", ""), ("tag", "plums"), ("answer", "a"), ("answer", "b")], "needs a prompt"),
                ([("prompt", "Do you?"), ("tag", "two words"), ("answer", "a"), ("answer", "b")], "one word"),
                ([("prompt", "Do you?"), ("tag", "plums"), ("answer", "a")], "at least two answers"),
                ([("prompt", "Do you?"), ("tag", "plums"), ("answer", "a"), ("answer", "A!")], "the same"),
                ([("prompt", long), ("tag", "plums"), ("answer", "a"), ("answer", "b")], "too long"),
                (
                    [("prompt", "Do you?"), ("tag", "plums"), ("answer", "a"), ("answer", "b"), ("phone-1", "1")],
                    "needs a name"
                ),
            ] {
                let answer = try await alice.send(
                    "/calls/new",
                    fields + [("suggested_by", "<Dana>"), ("do", "publish")]
                )
                #expect(answer.status == 422 && answer.complaints == [], "\(words)")
                #expect(answer.text.contains(words) && answer.body.contains("value=\"&lt;Dana&gt;\""), "\(words)")
            }
            let stale = try await alice.send("/calls/new", Self.good + [("do", "publish")], proof: "x")
            #expect(stale.status == 422 && stale.body.contains("Do you water the plums?"))
            let more = try await alice.send("/calls/new", Self.good + [("do", "more")])
            #expect(more.status == 200 && more.complaints == [] && more.body.contains("name=\"resource-4\""))
            #expect(try await stand.services.calls(.init(limit: 5)).page.items.isEmpty)
        }
    }

    @Test("its author changes the help lines and closes it; nobody else does", arguments: TestEngine.available)
    func keep(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let draft = CallDraft(prompt: "Say so", tag: "garden", answers: ["yes", "no"])
            let path = "/calls/\(try await stand.services.postCall(draft, by: alice.user).id)"
            let help = [("do", "help"), ("rows", "2"), ("resource-1", "A garden line"), ("country-1", "FR")]
            #expect(try await bob.send(path, help).status == 403)
            #expect(try await bob.get(path).hasButton("help") == false)
            #expect(try await alice.send(path, help).status == 303)
            #expect(try await stand.get(path).text.contains("A garden line"))
            #expect(
                try await alice.send(
                    path,
                    [("do", "help"), ("rows", "2"), ("resource-1", "x"), ("url-1", "javascript:x")]
                ).status == 422
            )
            #expect(try await bob.send(path, [("do", "close")]).status == 403)
            #expect(try await alice.send(path, [("do", "close")]).status == 303)
            let closed = try await alice.get(path)
            #expect(
                closed.complaints == [] && closed.text.contains("This call is closed") && !closed.hasButton("close")
            )
        }
    }

    @Test("many help lines keep all that they say, their languages too", arguments: TestEngine.available)
    func manyLines(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let lines = (1...20).map { line in
                CallResource(
                    country: "CH",
                    language: line.isMultiple(of: 2) ? "fr" : "it",
                    name: "Line \(line)",
                    phone: "00\(line)",
                    url: "https://help.example/\(line)"
                )
            }
            let draft = CallDraft(prompt: "Say so", tag: "garden", answers: ["yes", "no"], resources: lines)
            let id = try await stand.services.postCall(draft, by: alice.user).id
            let page = try await alice.get("/calls/\(id)")
            #expect(page.complaints == [] && page.field("rows") == "22")
            // As the browser sends them.
            let shown = HTMLCheck(page.body).tags.compactMap { tag -> (String, String)? in
                guard tag.name == "input", let name = tag.attributes["name"], let value = tag.attributes["value"],
                    ["resource-", "country-", "phone-", "url-", "language-"].contains(where: { name.hasPrefix($0) })
                else { return nil }
                return (name, value)
            }
            #expect(shown.count == 22 * 5)
            let fields = [("do", "help"), ("rows", page.field("rows") ?? "")] + shown
            #expect(try await alice.send("/calls/\(id)", fields).status == 303)
            #expect(try await stand.services.call(id).resources == lines)
        }
    }

    @Test("it is answered aloud and silently on its page, which says so truthfully", arguments: TestEngine.available)
    func answer(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let charlie = try await stand.signedIn("charlie")
            let draft = CallDraft(prompt: "Say so", tag: "garden", answers: ["yes", "no"], spoilerText: "Plums")
            let id = try await stand.services.postCall(draft, by: alice.user).id
            let path = "/calls/\(id)"
            let page = try await bob.get(path)
            #expect(
                page.complaints == [] && page.field("in_reply_to") == "\(id)" && page.body.contains("value=\"Plums\"")
            )
            // Where the page itself leads after that: to the number, with what was done above it.
            #expect(page.field("return_to") == "\(path)#figures")
            #expect(page.links("class", "button").first == "#part" || page.links("href", "#part").count == 1)
            let fields = [
                ("text", "yes, I do"), ("in_reply_to", "\(id)"), ("return_to", "\(path)#figures"),
                ("spoiler_text", "Plums"),
            ]
            #expect(try await bob.send("/publish", fields).location == "\(path)#figures")
            stand.clock.advance(.seconds(2))
            let spoken = try await bob.get(path)
            #expect(spoken.text.contains("your answer is in this number") && spoken.text.contains("1 person"))
            #expect(try await charlie.send(path, [("do", "answer"), ("answer", "0")]).status == 303)
            stand.clock.advance(.seconds(2))
            let silent = try await charlie.get(path)
            // The account was made today; from when on it is in the number is said to nobody else.
            #expect(silent.complaints == [] && silent.text.contains("Your account is new"))
            #expect(silent.text.contains("moves ten people at a time") == false)
            #expect(try await stand.get(path).text.contains("Your account is new") == false)
            stand.clock.advance(.seconds(7 * 86_400))
            let established = try await charlie.get(path)
            #expect(established.complaints == [] && established.text.contains("moves ten people at a time"))
            #expect(established.text.contains("Your account is new") == false)
            #expect(try await stand.get(path).text.contains("moves ten people at a time") == false)
        }
    }
}
