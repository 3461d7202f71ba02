// Invites: who makes them, what the link shows, whom it lets in, and when it no longer does.
import Basics
import Database
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@Suite("Invites")
struct InviteTests {
    private func staff(_ stand: OAuthFixture, _ role: Role = .moderator) async throws -> Int64 {
        try await stand.services.createAccount(
            NewAccount(
                username: "erin",
                email: "erin@mail.example",
                password: OAuthFixture.password,
                role: role,
                agreement: true
            )
        ).account.id
    }

    private func code(_ stand: OAuthFixture, by id: Int64, uses: Int64? = nil, seconds: Int64? = nil) async throws
        -> String
    {
        try await stand.services.makeInvite(by: id, uses: uses, seconds: seconds).code
    }

    private func fields(_ name: String) -> [String: String] { ["username": name, "email": "\(name)@mail.example"] }

    private func user(_ name: String, _ stand: OAuthFixture) async throws -> User? {
        try await stand.services.database.read { connection in
            try AccountQueries.id(username: name, domain: "", connection).flatMap {
                try UserQueries.user($0, connection)
            }
        }
    }

    private let json: HTTPFields = [.accept: "application/json"]

    @Test("one lets in where signing up is closed, and skips the approval", arguments: TestEngine.available)
    func letsIn(_ engine: TestEngine) async throws {
        for registrations in [RegistrationMode.closed, .approval, .open] {
            try await withStand(engine, registrations: registrations) { stand in
                let erin = try await staff(stand)
                let code = try await code(stand, by: erin)
                var browser = Browser(stand)
                let page = try await browser.get("/invite/\(code)")
                #expect(page.status == 200 && page.body.contains("You are invited by") && page.body.contains("@erin"))
                #expect(!page.body.contains("erin@mail.example") && !page.body.contains("name=\"reason\""))
                #expect(page.hidden("invite") == code)
                // Every way back to the form keeps it.
                let way = "/auth/sign_up?invite=\(code)"
                #expect(page.body.contains("action=\"\(way)\""))
                #expect(try await browser.get(way).hidden("invite") == code)
                // A refusal keeps the invite.
                let refused = try await browser.signUp(
                    fields("bob").merging(["password": "x"]) { $1 },
                    at: "/invite/\(code)"
                )
                #expect(refused.status == 422 && refused.hidden("invite") == code)
                #expect(try await browser.signUp(fields("bob"), at: "/invite/\(code)").status == 302)
                let bob = try #require(try await user("bob", stand))
                #expect(bob.isApproved && bob.invitedByID == erin && !bob.isNewcomer)
                #expect(try await stand.get("/@bob").status == 200)
                let app = try await stand.signUpThroughApp(fields("carol").merging(["invite_code": code]) { $1 })
                #expect(app.status == 200)
                #expect(try await user("carol", stand)?.invitedByID == erin)
                #expect(try await stand.services.invites(of: erin).map(\.uses) == [2])
                if registrations == .closed {
                    #expect(try await stand.signUpThroughApp(fields("dora")).status == 403)
                    let made = try await stand.signUpThroughApp(fields("dora").merging(["invite_code": "x"]) { $1 })
                    #expect(made.status == 403)
                }
            }
        }
    }

    @Test("an app reads where an invite leads", arguments: TestEngine.available)
    func document(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .closed) { stand in
            let erin = try await staff(stand)
            let code = try await code(stand, by: erin, uses: 1)
            let good = try await stand.send(.get, "/invite/\(code)", headers: json)
            #expect(good.status == 200 && good.text("invite_code") == code)
            #expect(good.text("instance_api_url") == "https://chorus.example/api/v2/instance")
            #expect(good.headers[.contentType]?.hasPrefix("application/json") == true)
            for unknown in ["x", String(repeating: "x", count: 500), "%00", "erin"] {
                #expect(try await stand.send(.get, "/invite/\(unknown)", headers: json).status == 404)
                let page = try await stand.get("/invite/\(unknown)")
                #expect(page.status == 404 && page.body.contains("This invite no longer works."))
            }
            #expect(try await stand.signUpThroughApp(fields("bob").merging(["invite_code": code]) { $1 }).status == 200)
            #expect(try await stand.get("/auth/sign_up?invite=%00").status == 200)
            if case .unknown = try await stand.services.inviteState("a\u{0}b") {} else { Issue.record("was looked up") }
            let ended = try await stand.send(.get, "/invite/\(code)", headers: json)
            #expect(ended.status == 401 && ended.text("error") == "This invite is not valid")
            #expect(try await stand.get("/invite/\(code)").status == 404)
        }
    }

    @Test("at its end, and once it is ended, it lets nobody in", arguments: TestEngine.available)
    func ends(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .closed) { stand in
            let erin = try await staff(stand)
            let short = try await code(stand, by: erin, seconds: 1800)
            var browser = Browser(stand)
            let page = try await browser.get("/invite/\(short)")
            stand.now.advance(.seconds(1800))
            var late = fields("bob").merging(["password": OAuthFixture.password, "agreement": "true"]) { $1 }
            for name in ["csrf", "opened", "invite"] { late[name] = page.hidden(name) }
            let refused = try await browser.post("/auth/sign_up", late)
            #expect(refused.status == 403 && refused.body.contains("This invite no longer works."))
            let open = try await stand.services.makeInvite(by: erin, uses: nil, seconds: nil)
            let mallory = try await stand.account("mallory")
            await #expect(throws: ServiceError.notFound) { try await stand.services.endInvite(open.id, by: mallory) }
            try await stand.services.endInvite(open.id, by: erin)
            try await stand.services.endInvite(open.id, by: erin)
            #expect(
                try await stand.signUpThroughApp(fields("bob").merging(["invite_code": open.code]) { $1 }).status == 403
            )
            #expect(try await user("bob", stand) == nil)
            // Those that ended long ago are forgotten.
            try await stand.services.forgetInvites()
            #expect(try await stand.services.invites(of: erin).count == 2)
            stand.now.advance(.seconds(31 * 86_400))
            try await stand.services.forgetInvites()
            #expect(try await stand.services.invites(of: erin).isEmpty)
        }
    }

    @Test("one that lets in is found and ended, however many came after it", arguments: TestEngine.available)
    func many(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .closed) { stand in
            let erin = try await staff(stand)
            let first = try await stand.services.makeInvite(by: erin, uses: nil, seconds: nil)
            let now = stand.services.clock.now()
            try await stand.services.database.write { connection in
                for number in 0..<250 {
                    var over = Invite(
                        code: "over\(number)",
                        accountID: erin,
                        mostUses: 1,
                        createdAt: now,
                        expiresAt: nil
                    )
                    over.id = try InviteQueries.insert(over, connection)
                    _ = try InviteQueries.use(over.id, at: now, connection)
                }
            }
            for _ in 1..<Invite.mostOpen { _ = try await stand.services.makeInvite(by: erin, uses: nil, seconds: nil) }
            await #expect(throws: ServiceError.self) {
                try await stand.services.makeInvite(by: erin, uses: nil, seconds: nil)
            }
            #expect(try await stand.services.invites(of: erin).contains { $0.id == first.id })
            try await stand.services.endInvite(first.id, by: erin)
            try await stand.services.endInvite(first.id, by: erin)
            _ = try await stand.services.makeInvite(by: erin, uses: nil, seconds: nil)
            // Nobody needs those that are used up.
            stand.now.advance(.seconds(31 * 86_400))
            try await stand.services.forgetInvites()
            #expect(try await stand.services.invites(of: erin).count == Invite.mostOpen)
        }
    }

    @Test("of many at the last uses, as many get in as there are", arguments: TestEngine.available)
    func race(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .closed) { stand in
            let erin = try await staff(stand)
            let code = try await code(stand, by: erin, uses: 5)
            let made = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        do {
                            _ = try await stand.services.signUp(
                                NewAccount(
                                    username: "person\(number)",
                                    email: "p\(number)@mail.example",
                                    password: OAuthFixture.password,
                                    inviteCode: code,
                                    agreement: true
                                )
                            )
                            return true
                        } catch ServiceError.forbidden {
                            return false
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(made == 5)
            #expect(try await stand.services.invites(of: erin).map(\.uses) == [5])
            #expect(try await stand.services.database.read { try UserQueries.count($0) } == 6)
        }
    }

    @Test("a sign-up that is refused uses nothing up", arguments: TestEngine.available)
    func refusedUses(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .closed) { stand in
            let erin = try await staff(stand)
            let code = try await code(stand, by: erin, uses: 1)
            for (name, password) in [("erin", OAuthFixture.password), ("bob", "x"), ("", OAuthFixture.password)] {
                let sent = fields(name).merging(["invite_code": code, "password": password]) { $1 }
                #expect(try await stand.signUpThroughApp(sent).status == 422)
            }
            #expect(try await stand.signUpThroughApp(fields("bob").merging(["invite_code": code]) { $1 }).status == 200)
        }
    }

    @Test("who is frozen, suspended, closed, demoted or turned off lets nobody in", arguments: TestEngine.available)
    func inviters(_ engine: TestEngine) async throws {
        let acts: [(String, @Sendable (OAuthFixture, Int64) async throws -> Void)] = [
            ("frozen", { try await $0.services.moderate($1, .disable, by: .commandLine) }),
            ("suspended", { try await $0.services.moderate($1, .suspend, by: .commandLine) }),
            ("demoted", { try await $0.services.setRole(.user, of: $1, by: .commandLine) }),
            ("closed", { try await $0.services.deleteAccount($1, password: OAuthFixture.password) }),
        ]
        for (name, act) in acts {
            try await withStand(engine, registrations: .closed) { stand in
                let erin = try await staff(stand)
                let code = try await code(stand, by: erin)
                #expect(try await stand.send(.get, "/invite/\(code)", headers: json).status == 200)
                try await act(stand, erin)
                #expect(try await stand.send(.get, "/invite/\(code)", headers: json).status == 401, "\(name)")
                let made = try await stand.signUpThroughApp(fields("bob").merging(["invite_code": code]) { $1 })
                #expect(made.status == 403, "\(name)")
                await #expect(throws: ServiceError.self) {
                    try await stand.services.makeInvite(by: erin, uses: nil, seconds: nil)
                }
            }
        }
    }

    @Test("who may invite is the admin's choice", arguments: InviteMode.allCases)
    func modes(_ mode: InviteMode) async throws {
        try await withStand(invites: mode) { stand in
            _ = try await staff(stand)
            _ = try await stand.account("alice")
            for (name, may) in [("alice", mode == .members), ("erin", mode != .nobody)] {
                var browser = Browser(stand)
                _ = try await browser.signIn(name)
                let (settings, page) = (try await browser.get("/settings"), try await browser.get("/settings/invites"))
                #expect(settings.body.contains("/settings/invites") == may)
                #expect(page.status == (may || name == "erin" ? 200 : 404), "\(name) \(page.status)")
                #expect(page.body.contains("Make an invite") == may)
                var sent = ["do": "make", "uses": "1", "seconds": "604800", "comment": "For Dora"]
                sent["csrf"] = page.hidden("csrf") ?? settings.hidden("csrf")
                guard may, page.status == 200 else { continue }
                #expect(try await browser.post("/settings/invites", sent).location == "/settings/invites")
                let list = try await browser.get("/settings/invites")
                #expect(list.body.contains("For Dora") && list.body.contains("Used 0 of 1 times."))
                #expect(list.body.contains("readonly") && list.body.contains("https://chorus.example/invite/"))
                sent["uses"] = "7"
                let refused = try await browser.post("/settings/invites", sent)
                #expect(refused.status == 422 && refused.body.contains("Please choose from what is offered."))
                let id = list.hidden("invite") ?? ""
                let end = ["csrf": sent["csrf"] ?? "", "do": "end", "invite": id]
                #expect(try await browser.post("/settings/invites", end).status == 303)
                #expect(try await browser.get("/settings/invites").body.contains("It is over."))
            }
            let instance = try await stand.get("/api/v1/instance").body
            #expect(instance.contains("\"invites_enabled\":\(mode == .members)"))
        }
    }

    @Test("who invited somebody is shown to moderators alone", arguments: TestEngine.available)
    func shown(_ engine: TestEngine) async throws {
        try await withStand(engine, registrations: .closed) { stand in
            let erin = try await staff(stand, .admin)
            let code = try await code(stand, by: erin)
            #expect(try await stand.signUpThroughApp(fields("bob").merging(["invite_code": code]) { $1 }).status == 200)
            let bob = try #require(try await user("bob", stand))
            let scopes = "read write admin:read"
            let admin = try await stand.token(stand.app(scopes: scopes), by: erin, scope: scopes)
            let own = try await stand.token(stand.app(), by: bob.accountID, scope: "read write")
            let read = try await stand.get("/api/v1/admin/accounts/\(bob.accountID)", token: admin)
            #expect(read.body.contains("\"invited_by_account_id\":\"\(erin)\""))
            let listed = try await stand.get("/api/v2/admin/accounts?invited_by=\(erin)", token: admin)
            #expect(listed.usernames == ["bob"])
            for path in ["/api/v1/accounts/verify_credentials", "/api/v1/accounts/\(bob.accountID)"] {
                #expect(try await !stand.get(path, token: own).body.contains("invited"))
            }
            var browser = Browser(stand)
            _ = try await browser.signIn("erin")
            let page = try await browser.get("/moderation/people/\(bob.accountID)")
            #expect(page.body.contains("Came with an invite of @erin."))
        }
    }
}
