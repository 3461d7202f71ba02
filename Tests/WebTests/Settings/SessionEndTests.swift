// A session that ends while somebody writes: whatever they wrote comes back to them, and to nobody else.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

/// A form of a page, as a browser would send it.
private struct WrittenForm {
    var action: String
    /// Hidden fields and the button.
    var fields: [(String, String)] = []
    /// The names of what people write in.
    var written: [String] = []

    private static let lines: Set = ["text", "email", "url", "tel", "number"]

    /// Those of a page that have anything to write in.
    static func all(_ page: PageReply) -> [WrittenForm] {
        let tags = HTMLCheck(page.body).tags
        // What belongs to a form may stand before it.
        let places = Dictionary(
            tags.filter { $0.name == "form" }.enumerated().compactMap { place, tag in
                tag.attributes["id"].map { ($0, place) }
            }
        ) { $1 }
        var forms = tags.filter { $0.name == "form" }.map { _ in WrittenForm(action: "") }
        var current: Int?
        for tag in tags {
            let attributes = tag.attributes
            if tag.name == "form" {
                let place = current.map { $0 + 1 } ?? 0
                current = place
                let isSent = attributes["method"] == "post" && attributes["action"] != "/language"
                forms[place].action = isSent ? attributes["action"] ?? "" : ""
            }
            guard let name = attributes["name"], let place = attributes["form"].flatMap({ places[$0] }) ?? current
            else {
                continue
            }
            let type = attributes["type"] ?? "text"
            switch (tag.name, type) {
            case ("textarea", _),
                ("input", _) where tag.name == "textarea" || lines.contains(type):
                if name != "code" { forms[place].written.append(name) }
            case ("input", "hidden"): forms[place].fields.append((name, attributes["value"] ?? ""))
            case ("button", _):
                let value = attributes["value"] ?? ""
                let isMeant = value.hasPrefix("note.") || value == "help" || name == "appeal"
                if isMeant || !forms[place].fields.contains(where: { $0.0 == name }) {
                    forms[place].fields.removeAll { $0.0 == name }
                    forms[place].fields.append((name, value))
                }
            default: continue
            }
        }
        return forms.filter { !$0.action.isEmpty && !$0.written.isEmpty }
    }

    func filled(_ word: String) -> [(String, String)] {
        fields + written.enumerated().map { ($0.element, "\(word)\($0.offset)") }
    }
}

@Suite("A session that ends while somebody writes")
struct SessionEndTests {
    private static let number = "My number is +44 7700 900123"

    private struct People {
        var erin: SignedIn
        var pages: [String]
    }

    /// A moderator with something to write everywhere.
    private func people(_ stand: PageStand) async throws -> People {
        let services = stand.services
        let (erin, bob) = (
            try await stand.signedIn(try await stand.account("erin", role: .moderator)), try await stand.signedIn("bob")
        )
        let (own, other) = (erin.user.accountID, bob.user.accountID)
        let list = try await services.createList(ListChanges(title: "Friends"), by: own).id
        let filter = try await services.createFilter(FilterChanges(title: "Calm", contexts: [.home]), by: own).id
        let post = try await stand.post("a plum", by: bob.user)
        _ = try await services.report(ReportDraft(targetID: other, statusIDs: [post]), by: own)
        try await services.moderate(own, .warn, by: .commandLine)
        try await services.moderate(other, .warn, by: .commandLine)
        let act = try #require(try await services.sanctions(of: other).first).action.id
        try await services.appeal(act, "It was a joke", by: other)
        let draft = CallDraft(prompt: "Say so", tag: "hard", answers: ["yes", "no"])
        let call = try await services.postCall(draft, by: erin.user).id
        _ = try await services.postStatus(StatusDraft(text: Self.number), by: bob.user)
        let held = try #require(try await services.heldLines(limit: 1).first).id
        return People(
            erin: erin,
            pages: [
                "/settings/profile", "/settings/email", "/settings/expiry", "/settings/move", "/settings/aliases",
                "/settings/take_back", "/settings/standing", "/lists", "/lists/\(list)/edit", "/filters",
                "/filters/\(filter)", "/followed_tags", "/accounts/\(other)/report", "/statuses/\(post)/report",
                "/@bob", "/calls/\(call)", "/moderation/people/\(other)", "/moderation/held/\(held)",
                "/moderation/appeals/\(act)", "/publish", "/calls/new",
            ]
        )
    }

    /// A form that came without a session, and then once more with a name and a password.
    private func send(
        _ form: WrittenForm,
        _ words: [(String, String)],
        _ login: String,
        _ stand: PageStand
    ) async throws -> (asked: PageReply, answer: PageReply) {
        let asked = try await stand.sendAsStranger(form.action, words)
        let cookie = asked.headers[.setCookie].map { String($0.prefix { $0 != ";" }) } ?? ""
        let proof = [
            ("csrf", asked.field("csrf") ?? ""), ("writer", asked.field("writer") ?? ""), ("login", login),
            ("password", "a quiet long password"),
        ]
        let rest = words.filter { $0.0 != "csrf" }
        return (asked, try await stand.sendAsStranger(form.action, rest + proof, headers: [.cookie: cookie]))
    }

    @Test("every form with words in it comes back to who wrote it, and is not sent", arguments: TestEngine.available)
    func forms(_ engine: TestEngine) async throws {
        try await withPages(engine, guarding: GuardSettings(mode: .hold)) { stand in
            let people = try await people(stand)
            var seen: Set<String> = []
            for path in people.pages where !["/publish", "/calls/new"].contains(path) {
                let page = try await people.erin.get(path)
                #expect(page.status == 200, "\(path)")
                let forms = WrittenForm.all(page)
                #expect(!forms.isEmpty, "\(path)")
                // Those two are sent by signing in, and say so.
                for form in forms where !["/publish", "/calls/new"].contains(form.action) {
                    seen.insert(path + form.action)
                    let words = form.filled("kept")
                    let (asked, again) = try await send(form, words, "erin", stand)
                    #expect(asked.status == 401 && asked.complaints == [], "\(path) \(asked.complaints)")
                    #expect(asked.headers[.cacheControl] == "private, no-store, no-transform", "\(path)")
                    #expect((400..<500).contains(again.status) && again.complaints == [], "\(path) \(again.status)")
                    #expect(again.text.contains("Nothing was sent yet"), "\(path)")
                    let cookies = again.headers[values: .setCookie]
                    #expect(cookies.contains { $0.hasPrefix(stand.services.site.sessionCookie) }, "\(path)")
                    let back = WrittenForm.all(again).filter { !Set($0.written).isDisjoint(with: form.written) }
                    #expect(!back.isEmpty, "\(path)")
                    for (name, word) in words where form.written.contains(name) {
                        #expect(asked.body.contains(word), "\(path) \(name)")
                        #expect(again.body.lowercased().contains(word), "\(path) \(name)")
                    }
                }
            }
            #expect(seen.count > 18, "\(seen.sorted())")
            // Nothing of it was done.
            #expect(try await !stand.get("/@erin").body.contains("kept"))
            #expect(try await people.erin.get("/lists").text.contains("Friends"))
            #expect(try await !people.erin.get("/settings/standing").body.contains("kept"))
        }
    }

    @Test("another person who signs in sees nothing of it, and sends nothing", arguments: TestEngine.available)
    func another(_ engine: TestEngine) async throws {
        try await withPages(engine, guarding: GuardSettings(mode: .hold)) { stand in
            let people = try await people(stand)
            for path in people.pages {
                for form in WrittenForm.all(try await people.erin.get(path)) {
                    let (asked, answer) = try await send(form, form.filled("secret"), "bob", stand)
                    #expect(asked.status == 401 && asked.body.contains("secret0"), "\(path)")
                    #expect(answer.status == 403 && !answer.body.contains("secret"), "\(path)")
                    #expect(answer.text.contains("Somebody else wrote that"), "\(path)")
                }
            }
            #expect(try await !stand.get("/@bob").body.contains("secret"))
        }
    }

    @Test("who is frozen meanwhile reads that; who is suspended can still appeal", arguments: TestEngine.available)
    func sanctioned(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let account = alice.user.accountID
            let list = try #require(WrittenForm.all(try await alice.get("/lists")).first)
            try await stand.services.moderate(account, .disable, by: .commandLine)
            let (_, frozen) = try await send(list, list.filled("kept"), "alice", stand)
            #expect(frozen.status == 403 && frozen.text.contains("Your account is frozen"))
            try await stand.services.moderate(account, .suspend, by: .commandLine)
            let appeal = try #require(WrittenForm.all(try await alice.get("/settings/standing")).first)
            let (asked, again) = try await send(appeal, appeal.filled("kept"), "alice", stand)
            #expect(asked.status == 401 && asked.body.contains("kept0"))
            #expect(again.status == 422 && again.body.contains("kept0</textarea>"))
            let other = try await send(list, list.filled("kept"), "alice", stand).answer
            #expect(other.location == "/settings/standing")
        }
    }

    /// What a browser keeps, after an answer.
    private func cookies(_ reply: PageReply, _ before: [String: String] = [:]) -> [String: String] {
        reply.headers[values: .setCookie].reduce(into: before) { kept, cookie in
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            kept[pair[0]] = pair.count > 1 ? pair[1] : ""
        }
    }

    private func header(_ cookies: [String: String]) throws -> HTTPFields {
        let mode = try #require(HTTPField.Name("Sec-Fetch-Mode"))
        return [mode: "navigate", .cookie: cookies.map { "\($0)=\($1)" }.joined(separator: "; ")]
    }

    @Test("a browser that is led to the page finds it there, and nobody else does", arguments: TestEngine.available)
    func led(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, _) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let form = try #require(WrittenForm.all(try await alice.get("/lists")).first)
            for (login, words) in [("alice", "Nothing was sent yet"), ("bob", "Somebody else wrote that")] {
                let sent = try await stand.sendAsStranger("/lists", form.filled("kept"), headers: try header([:]))
                var kept = cookies(sent)
                #expect(sent.status == 303 && sent.location == "/notice")
                let asked = try await stand.get("/notice", headers: try header(kept))
                #expect(asked.body.contains("kept0") && asked.complaints == [])
                let fields =
                    form.filled("kept").filter { $0.0 != "csrf" } + [
                        ("csrf", asked.field("csrf") ?? ""), ("writer", asked.field("writer") ?? ""), ("login", login),
                        ("password", "a quiet long password"),
                    ]
                kept = cookies(try await stand.sendAsStranger("/lists", fields, headers: try header(kept)), kept)
                let answer = try await stand.get("/notice", headers: try header(kept))
                #expect(answer.text.contains(words), "\(login)")
                #expect(answer.body.contains("kept0") == (login == "alice"), "\(login)")
                kept[stand.services.site.sessionCookie] = nil
                #expect(try await !stand.get("/notice", headers: try header(kept)).body.contains("kept0"), "\(login)")
            }
        }
    }

    @Test("who has deleted their account is led to the page that says good-bye", arguments: TestEngine.available)
    func goodbye(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (cookie, proof) = try await stand.session(try await stand.account("alice"))
            var headers = try header([:])
            headers[.cookie] = cookie[.cookie]
            headers[.contentType] = "application/x-www-form-urlencoded"
            let form = "csrf=\(PercentEncoding.encode(proof))&current_password=a+quiet+long+password"
            let sent = try await stand.get("/settings/delete", method: .post, headers: headers, body: form)
            #expect(sent.status == 303 && sent.location == "/notice")
            let read = try await stand.get("/notice", headers: try header(cookies(sent)))
            #expect(read.status == 200 && read.text.contains("Good-bye") && read.complaints == [])
        }
    }

    @Test("buttons without words lead to sign in as before", arguments: TestEngine.available)
    func buttons(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let bob = try await stand.signedIn("bob")
            let follow = [("do", "follow.\(bob.user.accountID)"), ("note", "kept"), ("return_to", "/@bob")]
            #expect(
                try await stand.sendAsStranger("/accounts", follow).location == "/auth/sign_in?return_to=%2F%40bob"
            )
            #expect(try await stand.sendAsStranger("/lists", [("title", " ")]).location?.hasPrefix("/auth/") == true)
        }
    }

    @Test("a form that was open for too long comes back as well", arguments: TestEngine.available)
    func stale(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let note = [("do", "note.\(bob.user.accountID)"), ("note", "kept"), ("return_to", "/@bob")]
            let again = try await alice.send("/accounts", note, proof: "old")
            #expect(again.status == 422 && again.complaints == [] && again.body.contains("kept</textarea>"))
            #expect(again.text.contains("What you wrote is still here"))
            let long = [note[0], ("note", String(repeating: "x", count: 2001)), note[2]]
            let refused = try await alice.send("/accounts", long)
            #expect(refused.status == 422 && refused.text.contains("Comment is too long"))
            #expect(refused.body.contains("xxx</textarea>"))
        }
    }
}
