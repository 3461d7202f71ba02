// The second factor as people meet it: on the pages of settings, at the sign-in, and before an app gets its code.

import Basics
import Domain
import Foundation
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import Services

@Suite("Pages of two-factor sign-in")
struct TwoFactorPageTests {
    private var guesses: RateLimits {
        var limits = RateLimits.off
        limits[.guesses] = RateLimit(3, seconds: 3600)
        return limits
    }

    private func code(_ app: TimeCode, _ stand: OAuthFixture) -> String {
        app.code(at: TimeCode.step(at: stand.now.clock.now()))
    }

    /// Sets it up by its pages. Returns the app, and the recovery codes that were shown.
    private func setUp(_ browser: inout Browser, _ stand: OAuthFixture) async throws -> (TimeCode, [String]) {
        let page = try await browser.get("/settings/two_factor")
        let proof = page.hidden("csrf") ?? ""
        let begun = try await browser.post(
            "/settings/two_factor",
            ["csrf": proof, "current_password": OAuthFixture.password]
        )
        #expect(begun.status == 303 && begun.location == "/settings/two_factor/set_up")
        let shown = try await browser.get(begun.location)
        let key = try #require(shown.body.firstMatch(of: /translate="no">([A-Z2-7 ]+)<\/code>/)?.1)
        let app = TimeCode(secret: try #require(Base32Text.bytes(String(key))))
        #expect(shown.body.contains("<svg class=\"scan\"") && shown.body.contains("href=\"otpauth://totp/"))
        let wrong = try await browser.post("/settings/two_factor/set_up", ["csrf": proof, "code": "1"])
        #expect(wrong.status == 422 && wrong.body.contains("code is not right"))
        let done = try await browser.post("/settings/two_factor/set_up", ["csrf": proof, "code": code(app, stand)])
        #expect(done.status == 303 && done.location == "/settings/two_factor/codes")
        let codes = try await browser.get(done.location).codes
        stand.now.advance(.seconds(30))
        return (app, codes)
    }

    @Test("it is set up by its pages, and its recovery codes are shown once", arguments: TestEngine.available)
    func setUp(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            let alice = try await stand.account("alice")
            var (own, stranger) = (Browser(stand), Browser(stand))
            _ = try await own.signIn("alice")
            for path in ["", "/set_up", "/codes", "/off", "/new_codes"] {
                #expect(try await stranger.get("/settings/two_factor" + path).location.hasPrefix("/auth/sign_in"))
            }
            let refused = try await own.post(
                "/settings/two_factor",
                ["csrf": "x", "current_password": OAuthFixture.password]
            )
            #expect(refused.status == 422)
            let (_, codes) = try await setUp(&own, stand)
            #expect(codes.count == 10)
            #expect(try await own.get("/settings/two_factor/codes").location == "/settings/two_factor")
            let state = try await own.get("/settings/two_factor")
            #expect(state.body.contains("10 recovery codes are left."))
            // The session in which it was set up goes on; what the pages say holds for the account.
            #expect(try await stand.services.twoFactor(of: alice).since != nil)
        }
    }

    @Test("an app gets its code only after password and second factor", arguments: TestEngine.available)
    func app(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            _ = try await stand.account("alice")
            var (own, other) = (Browser(stand), Browser(stand))
            _ = try await own.signIn("alice")
            let (app, codes) = try await setUp(&own, stand)
            let client = try await stand.app()

            let asked = try await other.get(client.authorize())
            let step = try await other.signIn("alice", at: asked.location)
            #expect(step.status == 302 && step.location.hasPrefix("/auth/two_factor?return_to="))
            #expect(other.cookies["__Host-chorus_session"] == nil && other.cookies["__Host-chorus_browser"] == nil)
            // The password alone leads nowhere.
            #expect(try await other.get(client.authorize()).location.hasPrefix("/auth/sign_in"))
            #expect(try await other.get("/settings").location.hasPrefix("/auth/sign_in"))
            let page = try await other.get(step.location)
            #expect(page.status == 200 && page.body.contains("autocomplete=\"one-time-code\""))
            let proof = page.hidden("csrf") ?? ""
            #expect(try await other.post(step.location, ["csrf": "x", "code": code(app, stand)]).status == 422)
            let wrong = try await other.post(step.location, ["csrf": proof, "code": "12"])
            #expect(wrong.status == 422 && wrong.body.contains("code is not right"))
            let right = code(app, stand)
            let done = try await other.post(step.location, ["csrf": proof, "code": right])
            #expect(done.status == 302 && done.location.hasPrefix("/oauth/authorize?"))
            #expect(other.cookies["__Host-chorus_pending"] == nil)
            let consent = try await other.get(done.location)
            #expect(consent.status == 200 && consent.body.contains("Test app"))

            // The same code lets nobody else in; a recovery code does.
            var third = Browser(stand)
            let again = try await third.signIn("alice")
            let thirdProof = try await third.get(again.location).hidden("csrf") ?? ""
            #expect(try await third.post(again.location, ["csrf": thirdProof, "code": right]).status == 422)
            #expect(try await third.post(again.location, ["csrf": thirdProof, "code": codes[0]]).status == 302)
            #expect(try await third.get("/settings").status == 200)
        }
    }

    @Test("no grant of the token endpoint takes a password")
    func grants() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            let client = try await stand.app()
            let reply = try await stand.post(
                "/oauth/token",
                [
                    "grant_type": "password", "username": "alice", "password": OAuthFixture.password,
                    "client_id": client.id, "client_secret": client.secret,
                ]
            )
            #expect(reply.status == 400 && reply.text("error") == "unsupported_grant_type")
        }
    }

    @Test("wrong codes are counted for the account, and a browser of its owner has a count of its own")
    func counted() async throws {
        try await withStand(limits: guesses) { stand in
            _ = try await stand.account("alice")
            var (own, stranger) = (Browser(stand), Browser(stand))
            _ = try await own.signIn("alice")
            let (app, codes) = try await setUp(&own, stand)
            let step = try await stranger.signIn("alice").location
            let proof = try await stranger.get(step).hidden("csrf") ?? ""
            for _ in 0..<3 {
                #expect(try await stranger.post(step, ["csrf": proof, "code": "000000"]).status == 422)
            }
            // The right one does not help any more, nor a recovery code, nor another browser.
            let refused = try await stranger.post(step, ["csrf": proof, "code": code(app, stand)])
            #expect(refused.status == 429 && refused.body.contains("too many attempts"))
            #expect(try await stranger.post(step, ["csrf": proof, "code": codes[0]]).status == 429)
            own.cookies["__Host-chorus_session"] = nil
            let mine = try await own.signIn("alice").location
            let myProof = try await own.get(mine).hidden("csrf") ?? ""
            #expect(try await own.post(mine, ["csrf": myProof, "code": code(app, stand)]).status == 302)
        }
    }

    @Test("who takes too long begins again with the password")
    func late() async throws {
        try await withStand { stand in
            _ = try await stand.account("alice")
            var (own, other) = (Browser(stand), Browser(stand))
            _ = try await own.signIn("alice")
            let (app, _) = try await setUp(&own, stand)
            let step = try await other.signIn("alice", at: "/auth/sign_in?return_to=/lists").location
            let proof = try await other.get(step).hidden("csrf") ?? ""
            stand.now.advance(.seconds(600))
            let late = try await other.post(step, ["csrf": proof, "code": code(app, stand)])
            #expect(late.status == 422 && late.body.contains("took too long"))
            #expect(late.body.contains("/auth/sign_in?return_to=%2Flists"))
            #expect(try await other.get(step).location == "/auth/sign_in?return_to=%2Flists")
        }
    }

    @Test("what was written when a session ended is published after password and code")
    func writing() async throws {
        try await withStand { stand in
            let alice = try await stand.account("alice")
            var (own, other) = (Browser(stand), Browser(stand))
            _ = try await own.signIn("alice")
            let (app, _) = try await setUp(&own, stand)
            let proof = try await other.get("/auth/sign_in").hidden("csrf") ?? ""
            let words = ["csrf": proof, "text": "A thought that took an hour", "key": "k1", "do": "publish"]
            let password = words.merging(["login": "alice", "password": OAuthFixture.password]) { $1 }
            let asked = try await other.post("/publish", password)
            #expect(
                asked.status == 401 && asked.body.contains("name=\"code\"") && asked.body.contains("an hour</textarea>")
            )
            #expect(!asked.body.contains("name=\"password\""))
            let wrong = try await other.post("/publish", words.merging(["code": "000000"]) { $1 })
            #expect(
                wrong.status == 422 && wrong.body.contains("name=\"code\"") && wrong.body.contains("an hour</textarea>")
            )
            let done = try await other.post("/publish", words.merging(["code": code(app, stand)]) { $1 })
            #expect(done.status == 303 && other.cookies["__Host-chorus_session"] != nil)
            let posts = try await stand.services.accounts.account(alice)
            #expect(posts?.counters.statuses == 1)
        }
    }

    @Test("turning it off asks for password and code", arguments: TestEngine.available)
    func off(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            _ = try await stand.account("alice")
            var (own, other) = (Browser(stand), Browser(stand))
            _ = try await own.signIn("alice")
            let (app, codes) = try await setUp(&own, stand)
            let proof = try await own.get("/settings/two_factor/off").hidden("csrf") ?? ""
            var fields = ["csrf": proof, "current_password": OAuthFixture.password, "code": "000000"]
            #expect(try await own.post("/settings/two_factor/off", fields).status == 422)
            fields["code"] = code(app, stand)
            fields["current_password"] = "not this one"
            #expect(try await own.post("/settings/two_factor/off", fields).status == 422)
            fields["current_password"] = OAuthFixture.password
            let renewed = try await own.post("/settings/two_factor/new_codes", fields)
            let fresh = try await own.get(renewed.location).codes
            #expect(fresh.count == 10 && Set(fresh).isDisjoint(with: codes))
            fields["code"] = fresh[0]
            let off = try await own.post("/settings/two_factor/off", fields)
            #expect(off.status == 200 && off.body.contains("Two-factor sign-in is off"))
            #expect(try await other.signIn("alice").status == 302)
            #expect(other.cookies["__Host-chorus_session"] != nil)
            #expect(try await own.get("/settings/two_factor/off").location == "/settings/two_factor")
        }
    }
}

extension Reply {
    /// The recovery codes on the page.
    fileprivate var codes: [String] {
        body.matches(of: /<li><code>([0-9a-z-]{14})<\/code><\/li>/).map { String($0.1) }
    }
}
