// Signing up where a moderator lets people in: what is asked, who sees them meanwhile, and what they can do.
import Basics
import Database
import Domain
import Foundation
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@Suite("Sign-ups that wait for a moderator")
struct ApprovalTests {
    private static let reason = "I knit, and would like to talk about it"

    private func staff(_ stand: OAuthFixture, _ role: Role = .moderator) async throws -> (id: Int64, token: String) {
        let id = try await stand.services.createAccount(
            NewAccount(
                username: "erin",
                email: "erin@mail.example",
                password: OAuthFixture.password,
                role: role,
                agreement: true
            )
        ).account.id
        let scopes = "read write admin:read admin:write"
        return (id, try await stand.token(stand.app(scopes: scopes), by: id, scope: scopes))
    }

    /// Bob has signed up by an app. Returns his id and the app's token for him.
    private func bob(_ stand: OAuthFixture, _ name: String = "bob") async throws -> (id: Int64, token: String) {
        let made = try await stand.signUpThroughApp([
            "username": name, "email": "\(name)@mail.example", "reason": ApprovalTests.reason,
        ])
        #expect(made.status == 200)
        let id = try await stand.services.database.read {
            try AccountQueries.id(username: name, domain: "", $0)
        }
        return (try #require(id), try #require(made.text("access_token")))
    }

    @Test("a reason is asked for and required, by the page and by apps", arguments: TestEngine.available)
    func reason(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .approval) { stand in
            var browser = Browser(stand)
            let page = try await browser.get("/auth/sign_up")
            #expect(page.body.contains("Why would you like to join?") && page.body.contains("name=\"reason\""))
            for blank in [nil, "", " \t\u{0}\n"] as [String?] {
                var fields = ["username": "bob", "email": "bob@mail.example"]
                fields["reason"] = blank
                let refused = try await browser.signUp(fields)
                #expect(refused.status == 422 && refused.body.contains("The reason can"))
                #expect(refused.body.contains("value=\"bob\""))
                let answer = try await stand.signUpThroughApp(fields)
                #expect(answer.status == 422)
                #expect(answer.body.contains(#""reason":[{"error":"ERR_BLANK","#))
            }
            let long = String(repeating: "a", count: 501)
            let refused = try await browser.signUp(["username": "bob", "email": "b@mail.example", "reason": long])
            #expect(refused.status == 422 && refused.body.contains(long))
            let instance = try await stand.get("/api/v2/instance").body
            #expect(instance.contains(#""enabled":true,"approval_required":true,"reason_required":true"#))
            let older = try await stand.get("/api/v1/instance").body
            #expect(older.contains(#""registrations":true,"approval_required":true"#))
            #expect(try await stand.get("/nodeinfo/2.0").body.contains(#""openRegistrations":true"#))
        }
        try await withStand(engine) { stand in
            var browser = Browser(stand)
            #expect(try await !browser.get("/auth/sign_up").body.contains("name=\"reason\""))
            let instance = try await stand.get("/api/v2/instance").body
            #expect(instance.contains(#""enabled":true,"approval_required":false,"reason_required":false"#))
        }
    }

    @Test("by the page, somebody waits on a page that says so, and can leave", arguments: TestEngine.available)
    func waitingPage(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .approval) { stand in
            var browser = Browser(stand)
            let fields = ["username": "bob", "email": "bob@mail.example", "reason": ApprovalTests.reason]
            let made = try await browser.signUp(fields)
            #expect(made.status == 302 && made.location == "/auth/confirmation")
            let page = try await browser.get("/auth/confirmation")
            #expect(page.status == 200 && page.body.contains("Your sign-up waits for a moderator"))
            for path in ["/settings", "/settings/profile", "/settings/passkeys", "/auth/sign_up", "/settings/invites"] {
                #expect(try await browser.get(path).location == "/auth/confirmation", "\(path)")
            }
            // An app gets no say for them either.
            let app = try await stand.app()
            #expect(try await browser.get(app.authorize()).location == "/auth/confirmation")
            // Signed in again, in another browser, they read the same.
            var other = Browser(stand)
            #expect(try await other.signIn("bob").location == "/auth/confirmation")
            #expect(try await other.get("/auth/confirmation").body.contains("Your sign-up waits for a moderator"))
            #expect(try await other.get("/settings/delete").status == 200)
            let leaving = try await other.get("/settings/delete")
            let left = try await other.post(
                "/settings/delete",
                ["csrf": leaving.hidden("csrf") ?? "", "current_password": OAuthFixture.password]
            )
            #expect([200, 302, 303].contains(left.status))
            #expect(try await stand.services.undecidedSignUps(limit: 5).isEmpty)
        }
    }

    @Test("nobody else finds somebody who waits, by any name or number", arguments: TestEngine.available)
    func invisible(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .approval) { stand in
            let (erin, bob) = (try await staff(stand), try await bob(stand))
            let alice = try await stand.account("alice")
            let reader = try await stand.token(stand.app(), by: alice, scope: "read write follow")
            let id = bob.id
            let before = try await stand.services.serverFacts().users
            for path in [
                "/api/v1/accounts/\(id)", "/api/v1/accounts/lookup?acct=bob", "/api/v1/accounts/\(id)/statuses",
                "/api/v1/accounts/\(id)/followers", "/api/v1/accounts/\(id)/following",
                "/api/v1/accounts/\(id)/featured_tags", "/api/v1/accounts/\(id)/lists",
            ] {
                for token in [nil, reader, erin.token] as [String?] {
                    let reply = try await stand.get(path, token: token)
                    #expect(reply.status == 404 || (token == nil && reply.status == 401), "\(path)")
                    #expect(!reply.body.contains("bob"))
                }
            }
            for path in [
                "/api/v1/accounts?id[]=\(id)", "/api/v2/search?q=bob&type=accounts", "/api/v1/accounts/search?q=bob",
                "/api/v2/search?q=@bob@chorus.example&resolve=true", "/api/v1/directory?local=true&order=new",
                "/api/v2/suggestions", "/api/v1/accounts/relationships?id[]=\(id)", "/search?q=bob", "/explore",
            ] {
                let reply = try await stand.get(path, token: reader)
                #expect(!reply.body.contains("@bob") && !reply.body.contains("\"\(id)\""), "\(path)")
            }
            for act in ["follow", "block", "mute", "note", "pin", "remove_from_followers"] {
                let reply = try await stand.post("/api/v1/accounts/\(id)/\(act)", ["comment": "x"], token: reader)
                #expect(reply.status == 404, "\(act)")
            }
            let report = try await stand.post("/api/v1/reports", ["account_id": "\(id)"], token: reader)
            #expect(report.status == 404)
            for path in ["/@bob", "/@bob.rss", "/@bob/followers", "/@bob/with_replies", "/people/\(id)"] {
                #expect(try await stand.get(path).status == 404, "\(path)")
            }
            // A mention is only words.
            let post = try await stand.post("/api/v1/statuses", ["status": "Hello @bob"], token: reader)
            #expect(post.status == 200 && post.body.contains(#""mentions":[]"#))
            #expect(try await stand.services.notifications(of: id, .init(), PageBounds(limit: 5)).items.isEmpty)
            // The name is taken, which the page says to everybody, as Mastodon.
            let again = try await stand.signUpThroughApp(["username": "Bob", "email": "b@mail.example", "reason": "x"])
            #expect(again.status == 422 && again.body.contains("ERR_TAKEN"))
            try await stand.services.approveSignUp(id, by: .account(erin.id))
            #expect(try await stand.get("/api/v1/accounts/lookup?acct=bob").status == 200)
            #expect(try await stand.get("/@bob").status == 200)
            #expect(try await stand.get("/api/v2/search?q=bob", token: reader).body.contains("@bob"))
            stand.now.advance(.seconds(3600))
            #expect(try await stand.services.serverFacts().users == before + 1)
        }
    }

    @Test("who waits can do nothing with a token, a session or a new password", arguments: TestEngine.available)
    func powerless(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .approval) { stand in
            let (erin, bob) = (try await staff(stand), try await bob(stand))
            for path in [
                "/api/v1/accounts/verify_credentials", "/api/v1/timelines/public", "/api/v1/timelines/home",
                "/api/v1/notifications", "/api/v1/instance/peers", "/api/v1/streaming/user", "/oauth/userinfo",
                "/api/v1/preferences",
            ] {
                let reply = try await stand.get(path, token: bob.token)
                guard reply.status != 200 || path != "/api/v1/instance/peers" else { continue }
                #expect(reply.status == 403, "\(path) \(reply.status)")
                #expect(reply.text("error") == "Your login is currently pending approval", "\(path)")
            }
            for (path, fields) in [
                ("/api/v1/statuses", ["status": "Hello"]), ("/api/v1/accounts/\(erin.id)/follow", [:]),
                ("/api/v1/push/subscription", ["subscription[endpoint]": "https://push.example/1"]),
                ("/api/v2/media", [:]), ("/api/v1/lists", ["title": "x"]),
                ("/api/v1/reports", ["account_id": "\(erin.id)"]),
                ("/api/v1/admin/accounts/\(bob.id)/approve", [:]),
            ] as [(String, [String: String])] {
                #expect(try await stand.post(path, fields, token: bob.token).status == 403, "\(path)")
            }
            // Its own app may ask whether the address is confirmed, as in Mastodon.
            #expect(try await stand.get("/api/v1/emails/check_confirmation", token: bob.token).body == "true")
            #expect(try await stand.post("/api/v1/emails/confirmations", [:], token: bob.token).status == 403)
            var browser = Browser(stand)
            _ = try await browser.signIn("bob")
            let form = try await browser.get("/auth/confirmation")
            for path in ["/compose", "/settings/passkeys/new", "/notifications/shield", "/moderation"] {
                let reply = try await browser.post(path, ["csrf": form.hidden("csrf") ?? "", "text": "Hello"])
                #expect(reply.status >= 400 || reply.location == "/auth/confirmation", "\(path) \(reply.status)")
            }
            #expect(
                try await stand.services.database.read {
                    try CounterQueries.server(activeSince: .init(seconds: 0), $0).statuses
                } == 0
            )
            try await stand.services.approveSignUp(bob.id, by: .account(erin.id))
            #expect(try await stand.get("/api/v1/accounts/verify_credentials", token: bob.token).status == 200)
            #expect(try await browser.get("/settings").status == 200)
        }
    }

    @Test("moderators list, approve and reject by the API as Mastodon's", arguments: TestEngine.available)
    func adminAPI(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .approval) { stand in
            let erin = try await staff(stand)
            let (bob, carol) = (try await bob(stand), try await bob(stand, "carol"))
            for path in ["/api/v1/admin/accounts?pending=true", "/api/v2/admin/accounts?status=pending"] {
                let list = try await stand.get(path, token: erin.token)
                #expect(list.status == 200)
                #expect(list.usernames == ["carol", "bob"])
                #expect(list.body.contains(#""invite_request":"\#(ApprovalTests.reason)""#))
                #expect(list.body.contains(#""approved":false"#))
            }
            let alice = try await stand.account("alice")
            let stranger = try await stand.token(stand.app(), by: alice, scope: "read write")
            #expect(try await stand.get("/api/v1/admin/accounts?pending=true", token: stranger).status == 403)
            #expect(
                try await stand.post("/api/v1/admin/accounts/\(bob.id)/approve", [:], token: stranger).status == 403
            )
            for (query, names) in [
                ("v1/admin/accounts?username=al", ["alice"]), ("v1/admin/accounts?staff=true", ["erin"]),
                ("v1/admin/accounts?email=BOB@mail", ["bob"]), ("v1/admin/accounts?remote=true", []),
                ("v2/admin/accounts?origin=local&status=active&limit=2", ["alice", "carol"]),
                ("v2/admin/accounts?permissions=staff", ["erin"]), ("v2/admin/accounts?invited_by=x", []),
                ("v2/admin/accounts?status=suspended", []), ("v2/admin/accounts?by_domain=other.example", []),
            ] {
                #expect(try await stand.get("/api/\(query)", token: erin.token).usernames == names, "\(query)")
            }
            let first = try await stand.get("/api/v2/admin/accounts?limit=2", token: erin.token)
            #expect(first.headers[HTTPField.Name("Link") ?? .contentType]?.contains("max_id=\(carol.id)") == true)
            let approved = try await stand.post("/api/v1/admin/accounts/\(bob.id)/approve", [:], token: erin.token)
            #expect(approved.status == 200 && approved.body.contains(#""approved":true"#))
            #expect(
                try await stand.post("/api/v1/admin/accounts/\(bob.id)/approve", [:], token: erin.token).status == 403
            )
            #expect(
                try await stand.post("/api/v1/admin/accounts/\(bob.id)/reject", [:], token: erin.token).status == 403
            )
            let rejected = try await stand.post("/api/v1/admin/accounts/\(carol.id)/reject", [:], token: erin.token)
            #expect(rejected.status == 200 && rejected.text("username") == "carol")
            for act in ["approve", "reject"] {
                let path = "/api/v1/admin/accounts/\(carol.id)/\(act)"
                #expect(try await stand.post(path, [:], token: erin.token).status == 404)
            }
            #expect(try await stand.get("/api/v1/accounts/verify_credentials", token: carol.token).status == 401)
            // The name is free.
            #expect(try await self.bob(stand, "carol").id != carol.id)
        }
    }

    @Test("nobody is counted among those who were here before they are let in", arguments: TestEngine.available)
    func presence(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .approval) { stand in
            let bob = try await bob(stand)
            var browser = Browser(stand)
            _ = try await browser.signIn("bob")
            #expect(try await browser.get("/auth/confirmation").status == 200)
            #expect(try await stand.get("/api/v1/accounts/verify_credentials", token: bob.token).status == 403)
            try await stand.services.countActivity()
            #expect(try await stand.services.activity().first?.logins == 0)
            try await stand.services.approveSignUp(bob.id, by: .commandLine)
            #expect(try await stand.get("/api/v1/accounts/verify_credentials", token: bob.token).status == 200)
            try await stand.services.countActivity()
            #expect(try await stand.services.activity().first?.logins == 1)
        }
    }

    @Test("who is confirmed and waits is told that another address counts once it is confirmed")
    func anotherAddress() async throws {
        try await withStand(registrations: .approval, mail: MailSettings { _ in }) { stand in
            _ = try await bob(stand)
            try await stand.services.confirmAccount("bob")
            var browser = Browser(stand)
            _ = try await browser.signIn("bob")
            let page = try await browser.get("/settings/email")
            let changed = try await browser.post(
                "/settings/email",
                [
                    "csrf": page.hidden("csrf") ?? "", "email": "b@mail.example",
                    "current_password": OAuthFixture.password,
                ]
            )
            #expect(changed.body.contains("It counts as soon as you open the link"))
        }
    }

    @Test("staff is told when there is somebody to decide about", arguments: TestEngine.available)
    func notice(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .approval, mail: MailSettings { _ in }) { stand in
            let erin = try await staff(stand)
            let bob = try await bob(stand)
            func told() async throws -> Reply {
                try await stand.get("/api/v1/notifications?types[]=admin.sign_up", token: erin.token)
            }
            #expect(try await told().body == "[]")
            #expect(try await stand.services.undecidedSignUps(limit: 5).isEmpty)
            #expect(
                try await stand.get("/api/v1/accounts/verify_credentials", token: bob.token).text("error")
                    == "Your login is missing a confirmed e-mail address"
            )
            try await stand.services.confirmAccount("bob")
            #expect(try await told().body.contains("\"username\":\"bob\""))
            #expect(try await stand.services.undecidedSignUps(limit: 5).map(\.username) == ["bob"])
            #expect(
                try await stand.get("/api/v1/accounts/verify_credentials", token: bob.token).text("error")
                    == "Your login is currently pending approval"
            )
            #expect(try await stand.get("/@bob").status == 404)
            // Approved before the address is confirmed, they are in once it is.
            let carol = try await self.bob(stand, "carol")
            try await stand.services.approveSignUp(carol.id, by: .account(erin.id))
            #expect(try await stand.get("/@carol").status == 404)
            try await stand.services.confirmAccount("carol")
            #expect(try await stand.get("/@carol").status == 200)
            // Who moderates no more reads of nobody who waits.
            #expect(try await told().body.contains("\"username\":\"bob\""))
            try await stand.services.setRole(.user, of: erin.id, by: .commandLine)
            let left = try await told()
            #expect(left.status == 200 && !left.body.contains("bob"))
        }
    }
}

extension OAuthFixture {
    /// Signs up by an app.
    func signUpThroughApp(_ fields: [String: String]) async throws -> Reply {
        let app = try await app(scopes: "read write follow push profile")
        let credentials = try await post(
            "/oauth/token",
            [
                "client_id": app.id, "client_secret": app.secret, "grant_type": "client_credentials",
                "scope": "write:accounts",
            ]
        )
        let standard = ["password": OAuthFixture.password, "agreement": "true"]
        return try await post(
            "/api/v1/accounts",
            standard.merging(fields) { $1 },
            token: credentials.text("access_token")
        )
    }
}

extension Reply {
    /// Of a list of accounts, in its order.
    var usernames: [String]? {
        let list = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [[String: Any]]
        return list?.compactMap { $0["username"] as? String }
    }
}
