// What people do in a browser: sign in, say yes or no to an app, sign up, sign out.
import Basics
import Domain
import HTTPTypes
import MastodonAPI
import Services
import TestSupport
import Testing

@testable import Web

@Suite("Signing in and consenting")
struct PageTests {
    @Test("from the app by the sign-in page and the consent page to a token", arguments: TestEngine.available)
    func flow(_ engine: TestEngine) async throws {
        for back in [OAuthFixture.back, "icecubesapp://", "https://app.example/?x=1"] {
            try await withStand(engine) { stand in
                _ = try await stand.account("alice")
                let app = try await stand.app(back: back)
                var browser = Browser(stand)
                let first = try await browser.get(app.authorize())
                #expect(first.status == 302 && first.location.hasPrefix("/auth/sign_in?return_to=%2Foauth%2Fauthorize"))
                let form = try await browser.get(first.location)
                #expect(form.status == 200 && form.body.contains("Test app"))
                let signedIn = try await browser.signIn("alice", at: first.location)
                #expect(signedIn.status == 302 && signedIn.location.hasPrefix("/oauth/authorize?"))
                let cookie = signedIn.headers[values: .setCookie].first ?? ""
                #expect(
                    cookie.hasPrefix("__Host-chorus_session=")
                        && cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure")
                )
                let consent = try await browser.get(signedIn.location)
                #expect(consent.status == 200 && consent.body.contains("Test app"))
                let answer = try await browser.post("/oauth/authorize", hidden(consent, "approve"))
                let prefix = back.contains("?") ? back + "&code=" : back + "?code="
                #expect(
                    answer.status == 302 && answer.location.hasPrefix(prefix)
                        && answer.location.hasSuffix("&state=a%20b")
                )
                let code = String(answer.location.dropFirst(prefix.count).prefix(43))
                #expect(try await stand.post("/oauth/token", app.exchange(code)).status == 200)
                let denied = try await browser.post("/oauth/authorize", hidden(consent, "deny"))
                #expect(denied.status == 302 && denied.location.contains("error=access_denied"))
                #expect(denied.location.hasPrefix(back) && denied.location.hasSuffix("&state=a%20b"))
            }
        }
    }

    @Test("who has an address to confirm is led to it, but an app gets its token", arguments: TestEngine.available)
    func unconfirmed(_ engine: TestEngine) async throws {
        try await withStand(engine, mail: MailSettings { _ in }) { stand in
            var browser = Browser(stand)
            let signedUp = try await browser.signUp(["username": "bob", "email": "bob@mail.example"])
            #expect(signedUp.status == 302 && signedUp.location == "/auth/confirmation")
            let waiting = try await browser.get("/auth/confirmation")
            #expect(waiting.status == 200 && waiting.body.contains("bob@mail.example"))
            for path in ["/settings", "/settings/password", "/settings/export/bookmarks.csv", "/auth/sign_up"] {
                #expect(try await browser.get(path).location == "/auth/confirmation")
            }
            for path in ["/settings/email", "/settings/delete", "/auth/password/new"] {
                #expect(try await browser.get(path).status == 200)
            }
            let app = try await stand.app()
            let consent = try await browser.get(app.authorize())
            let answer = try await browser.post("/oauth/authorize", hidden(consent, "approve"))
            #expect(answer.location.hasPrefix(OAuthFixture.back))
            #expect(try await browser.post("/auth/confirmation", ["csrf": waiting.hidden("csrf") ?? ""]).status == 422)
            try await stand.services.confirmAccount("bob")
            #expect(try await browser.get("/settings").status == 200)
            #expect(try await browser.get("/auth/confirmation").location == "/")
        }
    }

    @Test("an app that cannot be called back has its code shown")
    func outOfBand() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            let app = try await stand.app(back: "urn:ietf:wg:oauth:2.0:oob")
            var browser = Browser(stand)
            _ = try await browser.signIn("alice")
            let consent = try await browser.get(app.authorize())
            let answer = try await browser.post("/oauth/authorize", hidden(consent, "approve"))
            #expect(answer.status == 302 && answer.location.hasPrefix("/oauth/authorize/native?code="))
            let code = String(answer.location.dropFirst(29).prefix(43))
            let page = try await browser.get(answer.location)
            #expect(page.status == 200 && page.body.contains(">\(code)</textarea>") && page.body.contains("Test app"))
            #expect(try await stand.post("/oauth/token", app.exchange(code)).status == 200)
            let denied = try await browser.post("/oauth/authorize", hidden(consent, "deny"))
            #expect(denied.status == 400 && denied.location.isEmpty)
            #expect(try await stand.get(answer.location).status == 404)
            #expect(try await browser.get("/oauth/authorize/native?code=%3Cscript%3E").status == 404)
        }
    }

    @Test("a wrong client or address is a page and no redirect; the rest is told to the app")
    func wrongRequests() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            let app = try await stand.app(scopes: "read")
            var browser = Browser(stand)
            for signedIn in [false, true] {
                if signedIn { _ = try await browser.signIn("alice") }
                for change in [
                    ["client_id": "unknown"], ["client_id": ""], ["redirect_uri": "https://other.example/"],
                    ["redirect_uri": "javascript:alert(1)"], ["redirect_uri": ""],
                ] {
                    let reply = try await browser.get(app.authorize(change))
                    #expect(reply.status == 400 && reply.location.isEmpty && reply.body.contains("<h1>"))
                }
                for (error, change) in [
                    ("invalid_scope", ["scope": "read write"]),
                    ("unsupported_response_type", ["response_type": "token"]),
                    (
                        "invalid_request",
                        ["code_challenge": String(repeating: "a", count: 43), "code_challenge_method": "plain"]
                    ),
                ] {
                    let reply = try await browser.get(app.authorize(change))
                    #expect(reply.status == 302 && reply.location.hasPrefix(OAuthFixture.back + "?error=\(error)&"))
                }
            }
            // The form is checked like the link: more scopes, another address.
            let consent = try await browser.get(app.authorize())
            var fields = hidden(consent, "approve")
            fields["scope"] = "read write"
            #expect(try await browser.post("/oauth/authorize", fields).location.contains("error=invalid_scope"))
            fields["redirect_uri"] = "https://other.example/"
            #expect(try await browser.post("/oauth/authorize", fields).status == 400)
            fields = hidden(consent, "perhaps")
            #expect(try await browser.post("/oauth/authorize", fields).status == 422)
        }
    }

    @Test("forged forms and sessions do nothing")
    func forged() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            let app = try await stand.app()
            var (browser, other) = (Browser(stand), Browser(stand))
            // Signing in: no cookie, another browser's proof, no proof.
            let page = try await other.get("/auth/sign_in")
            let credentials = ["login": "alice", "password": OAuthFixture.password]
            for proof in [page.hidden("csrf") ?? "", "", "x"] {
                let reply = try await browser.post("/auth/sign_in", credentials.merging(["csrf": proof]) { $1 })
                #expect(reply.status == 422 && browser.cookies["__Host-chorus_session"] == nil)
            }
            _ = try await browser.signIn("alice")
            _ = try await other.signIn("alice")
            let consent = try await browser.get(app.authorize())
            for proof in [try await other.get(app.authorize()).hidden("csrf") ?? "", "", nil] {
                var fields = hidden(consent, "approve")
                fields["csrf"] = proof
                #expect(try await browser.post("/oauth/authorize", fields).status == 422)
                #expect(try await browser.post("/auth/sign_out", ["csrf": proof ?? ""]).status == 422)
            }
            // A forged session is nobody's.
            var forged = Browser(stand)
            for value in [String(repeating: "A", count: 43), "", "x", "\u{1F600}"] {
                forged.cookies["__Host-chorus_session"] = value
                #expect(try await forged.get(app.authorize()).location.hasPrefix("/auth/sign_in?"))
                #expect(try await forged.post("/oauth/authorize", hidden(consent, "approve")).status == 422)
            }
            // After signing out the old cookie is worth nothing.
            let old = browser.cookies
            let proof = try #require(consent.hidden("csrf"))
            let out = try await browser.post("/auth/sign_out", ["csrf": proof])
            #expect(out.status == 302 && out.location == "/" && browser.cookies["__Host-chorus_session"] == nil)
            browser.cookies = old
            #expect(try await browser.get(app.authorize()).location.hasPrefix("/auth/sign_in?"))
            #expect(try await browser.post("/oauth/authorize", hidden(consent, "approve")).status == 422)
        }
    }

    @Test("force_login asks for the password again, and once")
    func forceLogin() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            _ = try await stand.account("bob")
            let app = try await stand.app()
            var browser = Browser(stand)
            _ = try await browser.signIn("alice")
            let old = browser.cookies["__Host-chorus_session"]
            let asked = try await browser.get(app.authorize(["force_login": "true"]))
            #expect(asked.location.hasPrefix("/auth/sign_in?force_login=true&return_to="))
            let signedIn = try await browser.signIn("bob", at: asked.location)
            #expect(!signedIn.location.contains("force_login") && browser.cookies["__Host-chorus_session"] != old)
            let consent = try await browser.get(signedIn.location)
            #expect(consent.status == 200 && consent.body.contains("bob"))
            #expect(try await stand.services.session(old ?? "") == nil)
        }
    }

    @Test("somebody signs up, is signed in and goes on; refusals keep what was typed")
    func signUp() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            var browser = Browser(stand)
            let path = "/auth/sign_up?return_to=%2Foauth%2Fauthorize%3Fx%3D1"
            let refused = try await browser.signUp(
                ["username": "Alice", "email": "b\"<@mail.example", "password": "short"],
                at: path
            )
            #expect(refused.status == 422)
            for text in [
                "The username has already been taken.", "The e-mail address is not an e-mail address.",
                "The password is too short (minimum is 8 characters).", "value=\"Alice\"",
            ] { #expect(refused.body.contains(text)) }
            #expect(!refused.body.contains("b\"<@"))
            let made = try await browser.signUp(["username": "bob", "email": "b@mail.example"], at: path)
            #expect(made.status == 302 && made.location == "/oauth/authorize?x=1")
            #expect(
                try await stand.services.session(browser.cookies["__Host-chorus_session"] ?? "")?.user.email
                    == "b@mail.example"
            )
        }
        try await withStand(registrations: .closed) { stand in
            var browser = Browser(stand)
            let page = try await browser.get("/auth/sign_up")
            #expect(page.status == 200 && page.hidden("csrf") == nil)
            // The secret of the cookie is all that is needed to make the proof by hand.
            let proof = FormProof.make(for: browser.cookies["__Host-chorus_form"] ?? "")
            let fields = [
                "csrf": proof, "username": "bob", "email": "b@mail.example", "password": OAuthFixture.password,
                "agreement": "true",
            ]
            #expect(try await browser.post("/auth/sign_up", fields).status == 403)
        }
    }

    @Test(
        "signing in leads to places on this server only",
        arguments: [
            "https://other.example/", "//other.example/", "/\\other.example", "/a\\b", "javascript:alert(1)", "",
            "other.example", "/a\r\nSet-Cookie: x=y", "/é", "/\t/other.example",
        ]
    )
    func returnTo(_ path: String) {
        #expect(LocalPath.checked(path) == "/")
        #expect(LocalPath.checked("/@alice?x=%2F") == "/@alice?x=%2F" && LocalPath.checked(nil) == "/")
    }

    @Test("wrong passwords are told in one sentence, and too many are refused")
    func wrongPasswords() async throws {
        try await withStand(limits: RateLimits()) { stand in
            _ = try await stand.account("alice")
            var browser = Browser(stand)
            var statuses: Set<Int> = []
            for number in 0..<26 {
                let reply = try await browser.signIn(number % 2 == 0 ? "alice" : "nobody", "not the password")
                statuses.insert(reply.status)
                if number < 25 { #expect(reply.status == 422 && reply.body.contains("or the password, is wrong.")) }
            }
            #expect(statuses == [422, 429])
            #expect(try await browser.signIn("alice").status == 429)
            stand.now.advance(.seconds(300))
            #expect(try await browser.signIn("alice").status == 302)
        }
    }

    @Test("every page has the headers that keep it apart; only the consent page may lead to apps")
    func headers() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            let app = try await stand.app()
            var browser = Browser(stand)
            var replies = [
                try await browser.get("/auth/sign_in"), try await browser.get("/auth/sign_up"),
                try await browser.get(app.authorize(["client_id": "x"])), try await browser.post("/auth/sign_in", [:]),
            ]
            _ = try await browser.signIn("alice")
            let consent = try await browser.get(app.authorize())
            replies.append(try await browser.get("/oauth/authorize/native?code=x"))
            for reply in replies + [consent] {
                let policy = try #require(reply.headers[.contentSecurityPolicy])
                #expect(policy.hasPrefix("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"))
                #expect(policy.contains("form-action 'self'") == (reply.body != consent.body))
                #expect(reply.headers[.xContentTypeOptions] == "nosniff")
                #expect(reply.headers[.cacheControl] == "private, no-store, no-transform")
                #expect(reply.headers[HTTPField.Name("Referrer-Policy") ?? .server] == "same-origin")
            }
        }
    }

    @Test("reading pages know who is signed in, and are then kept for nobody else")
    func reader() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            var browser = Browser(stand)
            _ = try await browser.signIn("alice")
            for path in ["/explore", "/@alice"] {
                for _ in 0..<2 {
                    let own = try await browser.get(path)
                    #expect(own.status == 200 && own.body.contains("action=\"/auth/sign_out\""))
                    #expect(own.headers[.cacheControl] == "private, no-store, no-transform")
                    let stranger = try await stand.get(path)
                    #expect(stranger.status == 200 && !stranger.body.contains("/auth/sign_out"))
                }
            }
        }
    }

    @Test("a form that is too large, or no form at all, is a page with an error")
    func hostileForms() async throws {
        try await withStand { stand in
            let large = try await stand.send(.post, "/auth/sign_in", body: String(repeating: "a=b&", count: 20_000))
            #expect(large.status == 413)
            for body in ["%%%=%zz&&==&\u{0}", "{\"a\":1}", "&", "=", String(repeating: "a&", count: 5000)] {
                for path in ["/auth/sign_in", "/auth/sign_up", "/oauth/authorize"] {
                    #expect(try await stand.send(.post, path, body: body).status == 422)
                }
            }
        }
    }

    /// The fields of a consent form with a decision.
    private func hidden(_ page: Reply, _ decision: String) -> [String: String] {
        var fields = ["decision": decision]
        for name in ["csrf", "response_type", "client_id", "redirect_uri", "scope", "state"] {
            fields[name] = page.hidden(name)
        }
        return fields
    }
}
