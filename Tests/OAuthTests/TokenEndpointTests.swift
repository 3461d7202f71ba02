// What apps do: register, get tokens, use them, give them back, sign people up.
import Basics
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import MastodonAPI

@Suite("OAuth for apps")
struct TokenEndpointTests {
    @Test("PostgreSQL takes part", .enabled(if: TestEngine.hasPostgres, TestEngine.howToHavePostgres))
    func postgres() {}

    @Test("a code is exchanged as form, as JSON and with HTTP Basic", arguments: TestEngine.available)
    func exchanges(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            let (app, alice) = (try await stand.app(), try await stand.account("alice"))
            let plain = try await stand.post("/oauth/token", app.exchange(stand.code(app, by: alice)))
            #expect(plain.status == 200 && plain.text("token_type") == "Bearer" && plain.text("scope") == "read")
            #expect(plain.body.hasSuffix(#""created_at":1508098860}"#))
            #expect(plain.headers[.cacheControl] == "private, no-store")
            let fields = app.exchange(try await stand.code(app, by: alice))
            let json = "{" + fields.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",") + "}"
            let posted = try await stand.send(.post, "/oauth/token", body: json, type: "application/json")
            #expect(posted.status == 200)
            var rest = app.exchange(try await stand.code(app, by: alice))
            (rest["client_id"], rest["client_secret"]) = (nil, nil)
            let basic = Base64URL.encode("\(app.id):\(app.secret)".utf8)
            let reply = try await stand.send(
                .post,
                "/oauth/token",
                headers: [.authorization: "Basic \(basic)"],
                body: form(rest)
            )
            #expect(reply.status == 200)
            let wrong = try await stand.send(
                .post,
                "/oauth/token",
                headers: [.authorization: "Basic \(basic)x"],
                body: form(rest)
            )
            #expect(wrong.status == 401 && wrong.headers[.wwwAuthenticate] == #"Basic realm="Chorus""#)
        }
    }

    @Test("refusals have the codes of RFC 6749 and a sentence", arguments: TestEngine.available)
    func refuses(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            let (app, alice) = (try await stand.app(), try await stand.account("alice"))
            let code = try await stand.code(app, by: alice)
            func refused(_ change: KeyValuePairs<String, String?>, _ status: Int, _ error: String) async throws {
                var fields = app.exchange(code)
                for (name, value) in change { fields[name] = value }
                let reply = try await stand.post("/oauth/token", fields)
                #expect(reply.status == status && reply.text("error") == error, "\(change): \(reply.body)")
                #expect(reply.text("error_description")?.isEmpty == false)
                #expect((reply.headers[.wwwAuthenticate] != nil) == (status == 401))
            }
            try await refused(["client_secret": "wrong"], 401, "invalid_client")
            try await refused(["client_secret": nil], 401, "invalid_client")
            try await refused(["client_id": "\u{0}"], 401, "invalid_client")
            try await refused(["grant_type": "password"], 400, "unsupported_grant_type")
            try await refused(["grant_type": nil], 400, "invalid_request")
            try await refused(["code": nil], 400, "invalid_request")
            try await refused(["code": "\u{0}\u{1F600}"], 400, "invalid_grant")
            try await refused(
                ["grant_type": "client_credentials", "scope": "admin:read"],
                400,
                "invalid_scope"
            )
            try await refused(["redirect_uri": "https://app.example/other"], 400, "invalid_grant")
            // That attempt used the code up.
            try await refused([:], 400, "invalid_grant")
        }
    }

    @Test("a proof key must be shown, right and by S256", arguments: TestEngine.available)
    func proofKey(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            let (app, alice) = (try await stand.app(), try await stand.account("alice"))
            // RFC 7636, appendix B.
            let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
            let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
            for (sent, status) in [(verifier, 200), (challenge, 400), ("", 400), (nil, 400)] as [(String?, Int)] {
                var fields = app.exchange(try await stand.code(app, by: alice, challenge: challenge))
                fields["code_verifier"] = sent
                #expect(try await stand.post("/oauth/token", fields).status == status)
            }
        }
    }

    @Test("a code that comes a second time ends the token that it gave", arguments: TestEngine.available)
    func reused(engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            let (app, other, alice) = (try await stand.app(), try await stand.app(), try await stand.account("alice"))
            let code = try await stand.code(app, by: alice, scope: "read")
            let token = try #require(try await stand.post("/oauth/token", app.exchange(code)).text("access_token"))
            let second = try await stand.token(app, by: alice)
            let path = "/api/v1/accounts/verify_credentials"
            #expect(try await stand.get(path, token: token).status == 200)
            // Another app ends nothing by it.
            #expect(try await stand.post("/oauth/token", other.exchange(code)).text("error") == "invalid_grant")
            #expect(try await stand.get(path, token: token).status == 200)
            #expect(try await stand.post("/oauth/token", app.exchange(code)).text("error") == "invalid_grant")
            #expect(try await stand.get(path, token: token).status == 401)
            #expect(try await stand.get(path, token: second).status == 200)
        }
    }

    @Test("of many who exchange one code at once, one gets a token", arguments: TestEngine.available)
    func race(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            let (app, alice) = (try await stand.app(), try await stand.account("alice"))
            let fields = app.exchange(try await stand.code(app, by: alice))
            let statuses = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<12 { group.addTask { (try? await stand.post("/oauth/token", fields).status) ?? 0 } }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 1 && statuses.filter { $0 == 400 }.count == 11)
        }
    }

    @Test("a token says who and for which app, within its scopes, until it is revoked", arguments: TestEngine.available)
    func uses(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            let (app, alice) = (try await stand.app(), try await stand.account("alice"))
            let other = try await stand.app()
            let token = try await stand.token(app, by: alice, scope: "profile")
            let info = try await stand.get("/oauth/userinfo", token: token)
            #expect(
                info.body
                    == #"{"iss":"https://chorus.example/","sub":"https://chorus.example/users/alice","name":"alice","#
                    + #""preferred_username":"alice","profile":"https://chorus.example/@alice","#
                    + #""picture":"https://chorus.example/assets/avatar.png"}"#
            )
            #expect(try await stand.post("/oauth/userinfo", [:], token: token).body == info.body)
            let shown = try await stand.get("/api/v1/apps/verify_credentials", token: token)
            #expect(shown.status == 200 && shown.text("name") == "Test app" && shown.text("client_secret") == nil)
            let narrow = try await stand.get("/oauth/userinfo", token: stand.token(app, by: alice, scope: "read"))
            #expect(narrow.status == 403 && narrow.body == #"{"error":"This action is outside the authorized scopes"}"#)
            // An app token where somebody is needed.
            let alone = try await stand.services.clientCredentialsToken(
                clientID: app.id,
                secret: app.secret,
                scope: "profile"
            )
            #expect(try await stand.get("/oauth/userinfo", token: alone.token).status == 422)
            let anonymous = try await stand.get("/oauth/userinfo")
            #expect(anonymous.status == 401 && anonymous.headers[.wwwAuthenticate] != nil)

            func revoke(_ app: TestApp, _ token: String, secret: String? = nil) async throws -> Reply {
                try await stand.post(
                    "/oauth/revoke",
                    ["client_id": app.id, "client_secret": secret ?? app.secret, "token": token]
                )
            }
            for refused in [
                try await revoke(other, token), try await revoke(app, token, secret: "wrong"),
                try await revoke(app, ""),
            ] { #expect(refused.status == 403 && refused.text("error") == "unauthorized_client") }
            #expect(try await stand.get("/oauth/userinfo", token: token).status == 200)
            for _ in 0..<2 {
                let revoked = try await revoke(app, token)
                #expect(revoked.status == 200 && revoked.body == "{}")
            }
            let dead = try await stand.get("/oauth/userinfo", token: token)
            #expect(dead.status == 401 && dead.body == #"{"error":"The access token is invalid"}"#)
            #expect(dead.headers[.wwwAuthenticate] == #"Bearer realm="Chorus", error="invalid_token""#)
        }
    }

    @Test("apps register with texts and lists; wrong ones are 422")
    func registers() async throws {
        try await withStand { stand in
            let list =
                #"{"client_name":"A","redirect_uris":["tusky://oauth","urn:ietf:wg:oauth:2.0:oob"],"scopes":"read"}"#
            let reply = try await stand.send(.post, "/api/v1/apps", body: list, type: "application/json")
            #expect(reply.status == 200 && reply.text("redirect_uri") == "tusky://oauth\nurn:ietf:wg:oauth:2.0:oob")
            #expect(reply.body.contains(#""client_secret_expires_at":0}"#))
            for wrong in [
                ["redirect_uris": "a:b"], ["client_name": "A"], ["client_name": "A", "redirect_uris": "javascript:x"],
                ["client_name": "A", "redirect_uris": "a:b", "scopes": "all"],
                ["client_name": "A", "redirect_uris": "a:b", "website": "ftp://x"],
            ] {
                let reply = try await stand.post("/api/v1/apps", wrong)
                #expect(reply.status == 422 && reply.text("error")?.hasPrefix("Validation failed: ") == true)
            }
        }
    }

    @Test("an app signs somebody up and gets their token", arguments: TestEngine.available)
    func signsUp(_ engine: TestEngine) async throws {
        try await withStand(engine) { stand in
            let app = try await stand.app(scopes: "read write")
            func credentials(_ scope: String) async throws -> String {
                let reply = try await stand.post(
                    "/oauth/token",
                    [
                        "grant_type": "client_credentials", "client_id": app.id, "client_secret": app.secret,
                        "scope": scope,
                    ]
                )
                return try #require(reply.text("access_token"))
            }
            var fields = [
                "username": "bob", "email": "bob@mail.example", "password": OAuthFixture.password, "agreement": "true",
                "locale": "en",
            ]
            #expect(try await stand.post("/api/v1/accounts", fields).status == 401)
            #expect(try await stand.post("/api/v1/accounts", fields, token: credentials("read")).status == 403)
            let token = try await credentials("write:accounts")
            let made = try await stand.post("/api/v1/accounts", fields, token: token)
            #expect(made.status == 200 && made.text("scope") == "read write")
            let user = try #require(made.text("access_token"))
            #expect(try await stand.post("/api/v1/accounts", fields, token: user).status == 403)
            let confirmation = try await stand.get("/api/v1/emails/check_confirmation", token: user)
            #expect(confirmation.status == 200 && confirmation.body == "true")
            #expect(try await stand.post("/api/v1/emails/confirmations", [:], token: user).status == 403)
            (fields["agreement"], fields["password"]) = (nil, "short")
            let refused = try await stand.post("/api/v1/accounts", fields, token: token)
            #expect(refused.status == 422)
            #expect(refused.text("error")?.hasPrefix("Validation failed: ") == true)
            for detail in [
                #""username":[{"error":"ERR_TAKEN","description":"has already been taken"}]"#,
                #""email":[{"error":"ERR_TAKEN","description":"has already been taken"}]"#,
                #""password":[{"error":"ERR_TOO_SHORT","#, #""agreement":[{"error":"ERR_ACCEPTED","#,
            ] { #expect(refused.body.contains(detail)) }
        }
    }

    @Test(
        "where mail is sent, a token is good for little until the address is confirmed",
        arguments: TestEngine.available
    )
    func waits(_ engine: TestEngine) async throws {
        try await withStand(engine, mail: MailSettings { _ in }) { stand in
            let app = try await stand.app(scopes: "read write profile")
            let proof = ["client_id": app.id, "client_secret": app.secret, "scope": "write:accounts"]
            let credentials = try await stand.post(
                "/oauth/token",
                proof.merging(["grant_type": "client_credentials"]) { $1 }
            )
            let made = try await stand.post(
                "/api/v1/accounts",
                [
                    "username": "bob", "email": "bob@mail.example", "password": OAuthFixture.password,
                    "agreement": "true",
                ],
                token: credentials.text("access_token")
            )
            let token = try #require(made.text("access_token"))
            for path in ["/api/v1/accounts/verify_credentials", "/api/v1/timelines/public", "/oauth/userinfo"] {
                let reply = try await stand.get(path, token: token)
                #expect(reply.status == 403)
                #expect(reply.text("error") == "Your login is missing a confirmed e-mail address")
            }
            #expect(try await stand.get("/api/v1/emails/check_confirmation", token: token).body == "false")
            let again = "/api/v1/emails/confirmations"
            #expect(try await stand.post(again, [:], token: token).status == 422)
            stand.now.advance(.seconds(30))
            #expect(try await stand.post(again, [:], token: credentials.text("access_token")).status == 422)
            #expect(try await stand.post(again, ["email": "b@mail.example"], token: token).status == 200)
            try await stand.services.confirmAccount("bob")
            #expect(try await stand.get("/api/v1/emails/check_confirmation", token: token).body == "true")
            #expect(try await stand.get("/api/v1/accounts/verify_credentials", token: token).status == 200)
            #expect(try await stand.post(again, [:], token: token).status == 403)
        }
    }

    @Test("the sixth app within ten minutes, and the sixth sign-up, are too many")
    func limits() async throws {
        try await withStand(limits: RateLimits()) { stand in
            let fields = ["client_name": "A", "redirect_uris": "a:b", "scopes": "write"]
            var statuses: [Int] = []
            for _ in 0..<6 { statuses.append(try await stand.post("/api/v1/apps", fields).status) }
            #expect(statuses == [200, 200, 200, 200, 200, 429])
            stand.now.advance(.seconds(600))
            let again = try await stand.post("/api/v1/apps", fields)
            #expect(again.status == 200 && again.headers[.init("X-RateLimit-Limit") ?? .server] == "5")
        }
    }
}
