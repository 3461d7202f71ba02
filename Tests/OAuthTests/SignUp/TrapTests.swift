// What programs run into when they sign up by the page, and people do not, or get past.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@Suite("Traps for programs that sign up")
struct TrapTests {
    private let fields = ["username": "bob", "email": "bob@mail.example"]
    private let quick = "That was very quick"

    @Test("a form that comes at once is given back whole, and is taken a little later", arguments: TestEngine.available)
    func tooSoon(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            var browser = Browser(stand)
            let refused = try await browser.signUp(fields, after: .milliseconds(2999))
            #expect(refused.status == 422 && refused.body.contains(quick))
            for typed in ["value=\"bob\"", "value=\"bob@mail.example\"", "value=\"\(OAuthFixture.password)\""] {
                #expect(refused.body.contains(typed))
            }
            #expect(refused.headers[.cacheControl] == "private, no-store, no-transform")
            // What came back is as old as it was.
            var again = fields.merging(["password": OAuthFixture.password, "agreement": "true"]) { $1 }
            for name in ["csrf", "opened"] { again[name] = refused.hidden(name) }
            stand.now.advance(.milliseconds(1))
            let made = try await browser.post("/auth/sign_up", again)
            #expect(made.status == 302)
        }
    }

    @Test("a time that was not made here, for this browser, is none", arguments: TestEngine.available)
    func forged(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            var other = Browser(stand)
            let others = try await other.get("/auth/sign_up").hidden("opened") ?? ""
            let old = "1508000000000"
            for stamp in ["", "0", old, "\(old).", "\(old).\(others.split(separator: ".").last ?? "")", others] {
                var browser = Browser(stand)
                let refused = try await browser.signUp(fields.merging(["opened": stamp]) { $1 }, after: .seconds(60))
                #expect(refused.status == 422 && refused.body.contains(quick), "\(stamp)")
                // The page that comes back has one that is good.
                var again = fields.merging(["password": OAuthFixture.password, "username": "b"]) { $1 }
                for name in ["csrf", "opened"] { again[name] = refused.hidden(name) }
                #expect(refused.hidden("opened") != stamp)
                stand.now.advance(FormTimer.least)
                let next = try await browser.post("/auth/sign_up", again)
                #expect(next.status == 422 && !next.body.contains(quick))
            }
            #expect(try await stand.get("/@bob").status == 404)
        }
    }

    @Test("fields that nobody sees are out of everybody's way", arguments: TestEngine.available)
    func hidden(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            var browser = Browser(stand)
            let page = try await browser.get("/auth/sign_up").body
            #expect(page.contains("<div class=\"field hidden\" aria-hidden=\"true\">"))
            for name in ["website", "confirm_password"] {
                #expect(page.contains("name=\"\(name)\" type=\"text\" autocomplete=\"off\" tabindex=\"-1\""))
            }
        }
    }

    @Test(
        "who fills them in is told in a sentence, sees them, and can go on",
        arguments: ["website", "confirm_password"]
    )
    func filled(_ name: String) async throws {
        try await withStand { stand in
            var browser = Browser(stand)
            let refused = try await browser.signUp(fields.merging([name: "x"]) { $1 })
            #expect(refused.status == 422 && refused.body.contains("A field that should stay empty was filled in"))
            #expect(!refused.body.contains("aria-hidden=\"true\"><label") && !refused.body.contains("field hidden"))
            #expect(refused.body.contains("value=\"\(OAuthFixture.password)\""))
            var again = fields.merging(["password": OAuthFixture.password, "agreement": "true"]) { $1 }
            for field in ["csrf", "opened"] { again[field] = refused.hidden(field) }
            for field in ["website", "confirm_password"] { again[field] = "" }
            #expect(try await browser.post("/auth/sign_up", again).status == 302)
        }
    }

    @Test("what is given back with a password is put aside nowhere, other refusals are")
    func givenBack() async throws {
        try await withStand { stand in
            var browser = Browser(stand)
            let page = try await browser.get("/auth/sign_up")
            var sent = fields.merging(["password": "x"]) { $1 }
            for name in ["csrf", "opened"] { sent[name] = page.hidden(name) }
            let mode = try #require(HTTPField.Name("Sec-Fetch-Mode"))
            var headers: HTTPFields = [mode: "navigate"]
            headers[.cookie] = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let trapped = try await stand.send(.post, "/auth/sign_up", headers: headers, body: form(sent))
            #expect(trapped.status == 422 && trapped.body.contains(quick))
            stand.now.advance(FormTimer.least)
            let refused = try await stand.send(.post, "/auth/sign_up", headers: headers, body: form(sent))
            #expect(refused.status == 303 && refused.location == "/notice")
        }
    }

    @Test("a browser without cookies is told of cookies")
    func cookies() async throws {
        try await withStand { stand in
            let reply = try await stand.post("/auth/sign_up", fields)
            #expect(reply.status == 422 && reply.body.contains("your browser keeps no cookies"))
        }
    }

    @Test("an app is asked for none of it")
    func apps() async throws {
        try await withStand { stand in
            let made = try await stand.signUpThroughApp(fields)
            #expect(made.status == 200)
        }
    }
}
