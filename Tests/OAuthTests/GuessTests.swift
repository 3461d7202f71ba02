// Wrong passwords are counted for whom they were meant.

import Basics
import Domain
import Services
import TestSupport
import Testing

@Suite struct GuessTests {
    /// Only the count of guesses: attempts by address are free.
    private var limits: RateLimits {
        var limits = RateLimits.off
        limits[.guesses] = RateLimit(3, seconds: 3600)
        limits[.resets] = RateLimit(2, seconds: 1800)
        return limits
    }

    @Test(
        "after too many wrong passwords a login is closed for an hour, whether or not anybody has it",
        arguments: ["alice", "nobody", "alice@mail.example", "nobody@mail.example"]
    )
    func byLogin(login: String) async throws {
        try await withStand(limits: limits) { stand in
            _ = try await stand.account("alice")
            var stranger = Browser(stand)
            for _ in 0..<3 { #expect(try await stranger.signIn(login, "a wrong password").status == 422) }
            let refused = try await stranger.signIn(login, "a wrong password")
            #expect(refused.status == 429 && refused.body.contains("too many attempts"))
            // Upper case is no other login, another login is.
            #expect(try await stranger.signIn(login.uppercased(), "a wrong password").status == 429)
            #expect(try await stranger.signIn("charlie", "a wrong password").status == 422)
            stand.now.advance(.seconds(3600))
            #expect(try await stranger.signIn(login, "a wrong password").status == 422)
        }
    }

    @Test("as it comes, a login bears 25 wrong passwords an hour, from however many addresses")
    func standard() async throws {
        var limits = RateLimits.off
        limits[.guesses] = RateLimits()[.guesses]
        try await withStand(limits: limits) { stand in
            _ = try await stand.account("alice")
            for _ in 0..<25 {
                var stranger = Browser(stand)
                #expect(try await stranger.signIn("alice", "a wrong password").status == 422)
            }
            var another = Browser(stand)
            #expect(try await another.signIn("alice", "a wrong password").status == 429)
            stand.now.advance(.seconds(3600))
            #expect(try await another.signIn("alice", "a wrong password").status == 422)
        }
    }

    @Test("a name and its e-mail address share one count, and no answer tells that they belong together")
    func allLogins() async throws {
        try await withStand(limits: limits) { stand in
            _ = try await stand.account("alice")
            var (own, stranger) = (Browser(stand), Browser(stand))
            #expect(try await own.signIn("alice").status == 302)
            own.cookies["__Host-chorus_session"] = nil
            for login in ["alice", "@Alice", "alice@mail.example"] {
                #expect(try await stranger.signIn(login, "a wrong password").status == 422)
            }
            // The fourth is too many for the account, though not for the address: right or wrong, it is answered as the
            // second attempt at an address that nobody has.
            let right = try await stranger.signIn("alice@mail.example")
            _ = try await stranger.signIn("nobody@mail.example", "a wrong password")
            let nobody = try await stranger.signIn("nobody@mail.example", "a wrong password")
            #expect(right.status == 422 && nobody.status == 422)
            #expect(
                right.body.contains("or the password, is wrong.") && nobody.body.contains("or the password, is wrong.")
            )
            for login in ["alice@mail.example", "nobody@mail.example"] {
                #expect(try await stranger.signIn(login, "a wrong password").status == 422)
                #expect(try await stranger.signIn(login, "a wrong password").status == 429)
            }
            #expect(try await own.signIn("alice@mail.example").status == 302)
            stand.now.advance(.seconds(3600))
            #expect(try await stranger.signIn("alice@mail.example").status == 302)
        }
    }

    @Test("strangers who guess lock out neither open sessions nor a browser with which its owner was here")
    func owner() async throws {
        try await withStand(limits: limits) { stand in
            let account = try await stand.account("alice")
            var (own, stranger, another) = (Browser(stand), Browser(stand), Browser(stand))
            #expect(try await own.signIn("alice").status == 302)
            for _ in 0..<6 { _ = try await stranger.signIn("alice", "a wrong password") }
            // The right password does not help where nobody knows the browser: else it would tell that it is right.
            #expect(try await another.signIn("alice").status == 429)
            #expect(try await own.get("/settings").status == 200)
            own.cookies["__Host-chorus_session"] = nil
            #expect(try await own.signIn("alice").status == 302)
            // It has a count of its own, and is no way around the count of another account.
            for _ in 0..<3 { _ = try await own.signIn("alice", "a wrong password") }
            own.cookies["__Host-chorus_session"] = nil
            for _ in 0..<4 { _ = try await own.signIn("bob", "a wrong password") }
            #expect(try await own.signIn("bob", "a wrong password").status == 429)
            // Another password ends it.
            stand.now.advance(.seconds(3600))
            try await stand.services.changePassword(
                of: account,
                from: OAuthFixture.password,
                to: "another long password",
                keeping: nil
            )
            for _ in 0..<4 { _ = try await stranger.signIn("alice", "a wrong password") }
            own.cookies["__Host-chorus_session"] = nil
            #expect(try await own.signIn("alice", "another long password").status == 429)
        }
    }

    @Test("right passwords are no guesses")
    func right() async throws {
        try await withStand(limits: limits) { stand in
            _ = try await stand.account("alice")
            for _ in 0..<10 {
                var browser = Browser(stand)
                #expect(try await browser.signIn("alice").status == 302)
            }
        }
    }

    @Test("who sits at an open browser may not guess the present password for long")
    func settings() async throws {
        try await withStand(limits: limits) { stand in
            _ = try await stand.account("alice")
            var browser = Browser(stand)
            _ = try await browser.signIn("alice")
            func fields(_ page: Reply) -> [String: String] {
                [
                    "csrf": page.hidden("csrf") ?? "", "current_password": "a wrong password",
                    "password": "another long password", "email": "new@mail.example",
                ]
            }
            let page = try await browser.get("/settings/password")
            for _ in 0..<3 { #expect(try await browser.post("/settings/password", fields(page)).status == 422) }
            for path in ["/settings/password", "/settings/email", "/settings/delete"] {
                #expect(try await browser.post(path, fields(page)).status == 429)
            }
            #expect(try await browser.get("/settings").status == 200)
        }
    }

    @Test("links to choose another password are asked for only so often, whether or not anybody has the address")
    func resets() async throws {
        try await withStand(limits: limits, mail: MailSettings { _ in }) { stand in
            _ = try await stand.account("alice")
            for email in ["alice@mail.example", "nobody@mail.example"] {
                var browser = Browser(stand)
                let page = try await browser.get("/auth/password/new")
                let fields = ["csrf": page.hidden("csrf") ?? "", "email": email]
                for _ in 0..<2 { #expect(try await browser.post("/auth/password/new", fields).status == 200) }
                #expect(try await browser.post("/auth/password/new", fields).status == 429)
            }
        }
    }
}

@Suite struct PasswordHasherShareTests {
    @Test("one address may have a few passwords checked at once, and others come meanwhile")
    func share() async throws {
        let hasher = PasswordHasher(cost: 12)
        let (crowd, honest) = (ClientAddress("192.0.2.1"), ClientAddress("192.0.2.2"))
        let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do {
                        _ = try await hasher.verify("a wrong password", against: nil, for: crowd)
                        return false
                    } catch ServiceError.tooManyAttempts {
                        return true
                    }
                }
            }
            group.addTask {
                _ = try await hasher.verify("a wrong password", against: nil, for: honest)
                return false
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused > 0 && refused <= 46)
        _ = try await hasher.hash("afterwards there is room again", for: crowd)
    }
}
