// The pages of settings: who is signed in changes what is theirs, and says again who they are where it matters.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("Pages of settings")
struct SettingsTests {
    private static let pages = [
        "/settings", "/settings/password", "/settings/email", "/settings/expiry", "/settings/export",
        "/settings/delete", "/settings/import", "/settings/archive", "/settings/move", "/settings/aliases",
    ]

    private func send(_ stand: PageStand, _ path: String, _ cookie: HTTPFields, _ form: String) async throws
        -> PageReply
    {
        var headers = cookie
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await stand.get(path, method: .post, headers: headers, body: form)
    }

    @Test("every page is sound, and strangers are sent to sign in", arguments: TestEngine.available)
    func pages(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (cookie, _) = try await stand.session(try await stand.account("alice"))
            for path in Self.pages {
                let page = try await stand.get(path, headers: cookie)
                #expect(page.status == 200 && page.complaints == [], "\(path): \(page.complaints)")
                #expect(page.headers[.cacheControl] == "private, no-store, no-transform")
                let stranger = try await stand.get(path)
                #expect(stranger.status == 302, "\(path)")
                #expect(stranger.location?.hasPrefix("/auth/sign_in?return_to=") == true)
            }
            #expect(try await stand.get("/settings/export/nothing.csv", headers: cookie).status == 404)
            let file = try await stand.get("/settings/export/bookmarks.csv", headers: cookie)
            #expect(file.status == 200 && file.headers[.contentType] == "text/csv; charset=utf-8")
        }
    }

    @Test("strangers are told what a server without mail can do, and links that are none are no pages")
    func withoutMail() async throws {
        try await withPages(.sqlite) { stand in
            let page = try await stand.get("/auth/password/new")
            #expect(page.status == 200 && page.complaints == [] && page.text.contains("does not send e-mail"))
            #expect(try await stand.get("/auth/confirmation").location?.hasPrefix("/auth/sign_in") == true)
            for path in [
                "/auth/password/edit", "/auth/password/edit?reset_password_token=%3Cscript%3E",
                "/auth/confirmation?confirmation_token=\(String(repeating: "x", count: 64))",
            ] {
                let answer = try await stand.get(path)
                #expect(answer.status == 404 && answer.complaints == [], "\(path): \(answer.complaints)")
            }
        }
    }

    @Test("a password is changed with the present one, from this form alone", arguments: TestEngine.available)
    func password(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let (cookie, proof) = try await stand.session(alice)
            let csrf = "csrf=\(PercentEncoding.encode(proof))"
            let good = "current_password=a+quiet+long+password&password=another+long+one"
            #expect(try await send(stand, "/settings/password", cookie, "csrf=x&\(good)").status == 422)
            let wrong = try await send(
                stand,
                "/settings/password",
                cookie,
                "\(csrf)&current_password=x&password=another+long+one"
            )
            #expect(
                wrong.status == 422 && wrong.text.contains("is not your present password") && wrong.complaints == []
            )
            let done = try await send(stand, "/settings/password", cookie, "\(csrf)&\(good)")
            #expect(done.status == 200 && done.text.contains("Your password is changed"))
            #expect(try await stand.get("/settings", headers: cookie).status == 200)
            let email = "\(csrf)&current_password=another+long+one&email=other%40mail.example"
            #expect(try await send(stand, "/settings/email", cookie, email).text.contains("is changed"))
            _ = try await stand.services.signIn(login: "other@mail.example", password: "another long one")
        }
    }

    @Test("an account is named as one's own, and then moved to with the password", arguments: TestEngine.available)
    func moves(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, carol) = (try await stand.account("alice"), try await stand.account("carol"))
            let (cookie, proof) = try await stand.session(alice)
            let csrf = "csrf=\(PercentEncoding.encode(proof))"
            let wish = "\(csrf)&moved_to=%40carol&current_password="
            let good = wish + "a+quiet+long+password"
            let early = try await send(stand, "/settings/move", cookie, good)
            #expect(early.status == 422 && early.text.contains("does not say that it is also known as this one"))
            #expect(early.complaints == [])
            let (other, otherProof) = try await stand.session(carol)
            let named = "csrf=\(PercentEncoding.encode(otherProof))&aliases="
            let unknown = try await send(stand, "/settings/aliases", other, named + "nobody")
            #expect(unknown.status == 422 && unknown.text.contains("cannot be found") && unknown.complaints == [])
            #expect(try await send(stand, "/settings/aliases", other, named + "%40alice%0D%0A").status == 200)
            #expect(try await stand.get("/settings/aliases", headers: other).text.contains("@alice@"))
            #expect(try await send(stand, "/settings/move", cookie, wish + "x").status == 422)
            #expect(try await send(stand, "/settings/move", cookie, "csrf=x&" + good).status == 422)
            let done = try await send(stand, "/settings/move", cookie, good)
            #expect(done.status == 200 && done.text.contains("Your followers are being told"))
            let page = try await stand.get("/settings/move", headers: cookie)
            #expect(page.text.contains("has moved to @carol@") && page.complaints == [])
        }
    }

    @Test("old posts can be told to go, and an account to end", arguments: TestEngine.available)
    func endings(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let (cookie, proof) = try await stand.session(alice)
            let csrf = "csrf=\(PercentEncoding.encode(proof))"
            let wish = "\(csrf)&days=30&keep_pinned=true&least_reblogs=5&least_favourites="
            #expect(try await send(stand, "/settings/expiry", cookie, wish).status == 200)
            #expect(
                try await stand.services.postExpiry(of: alice.accountID)
                    == PostExpiry(days: 30, keeps: .pinned, leastReblogs: 5)
            )
            for wrong in ["days=8", "days=x", "days=30&least_reblogs=-1", "days=30&least_favourites=many"] {
                #expect(try await send(stand, "/settings/expiry", cookie, "\(csrf)&\(wrong)").status == 422, "\(wrong)")
            }
            #expect(try await send(stand, "/settings/expiry", cookie, "\(csrf)&days=0").status == 200)
            #expect(try await stand.services.postExpiry(of: alice.accountID) == nil)
            #expect(try await send(stand, "/settings/delete", cookie, "\(csrf)&current_password=x").status == 422)
            let gone = try await send(
                stand,
                "/settings/delete",
                cookie,
                "\(csrf)&current_password=a+quiet+long+password"
            )
            #expect(gone.status == 200 && gone.text.contains("Good-bye") && gone.complaints == [])
            #expect(try await stand.get("/settings", headers: cookie).status == 302)
            #expect(try await stand.get("/@alice").status != 200)
        }
    }
}
