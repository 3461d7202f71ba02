// From the wish of an app to a code.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Authorise an app")
struct AuthorizationTests {
    @Test("a sound request says what will be given", arguments: TestEngine.available)
    func sound(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let app = try await stand.app()
            let request = try await stand.services.beginAuthorization(stand.query(app, scope: "read:statuses+write"))
            #expect(request.app == app.app && request.scopes == "read:statuses write" && !request.isOutOfBand)
            #expect(request.address(code: "c") == "https://app.example/back?code=c&state=s%201")
            #expect(try await stand.services.beginAuthorization(stand.query(app, scope: "")).scopes == "read")
        }
    }

    @Test(
        "a client or redirect URI that cannot be trusted is shown, and nobody is sent anywhere",
        arguments: TestEngine.available
    )
    func shown(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let app = try await stand.app()
            let changes: [@Sendable (inout AuthorizationQuery) -> Void] = [
                { $0.clientID = nil }, { $0.clientID = "\u{0}" }, { $0.clientID = "chorus-command-line" },
                { $0.redirectURI = nil }, { $0.redirectURI = ServicesFixture.back + "/" },
                { $0.redirectURI = ServicesFixture.back + "?x=1" },
                { $0.redirectURI = "https://other.example/" }, { $0.redirectURI = "urn:ietf:wg:oauth:2.0:oob" },
            ]
            _ = try await stand.account("alice")
            _ = try await stand.services.createToken(username: "alice")
            for change in changes {
                var query = stand.query(app)
                change(&query)
                do {
                    _ = try await stand.services.beginAuthorization(query)
                    Issue.record("accepted: \(query)")
                } catch AuthorizationFailure.shown(let sentence) {
                    #expect(!sentence.isEmpty)
                }
            }
        }
    }

    @Test("anything else is sent back to the app, with its state", arguments: TestEngine.available)
    func sentBack(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let app = try await stand.app(scopes: "read write:statuses")
            let challenge = String(repeating: "c", count: 43)
            let changes: [(String, @Sendable (inout AuthorizationQuery) -> Void)] = [
                ("invalid_request", { $0.responseType = nil }),
                ("unsupported_response_type", { $0.responseType = "token" }),
                ("invalid_scope", { $0.scope = "write" }), ("invalid_scope", { $0.scope = "read follow" }),
                ("invalid_scope", { $0.scope = "read nonsense" }), ("invalid_scope", { $0.scope = "admin:read" }),
                ("invalid_request", { $0.codeChallenge = challenge }),
                ("invalid_request", { ($0.codeChallenge, $0.codeChallengeMethod) = (challenge, "plain") }),
                ("invalid_request", { ($0.codeChallenge, $0.codeChallengeMethod) = ("short", "S256") }),
                ("invalid_request", { $0.codeChallengeMethod = "S256" }),
            ]
            for (code, change) in changes {
                var query = stand.query(app, scope: "read")
                change(&query)
                do {
                    _ = try await stand.services.beginAuthorization(query)
                    Issue.record("accepted: \(query)")
                } catch AuthorizationFailure.sentBack(let error, let address) {
                    #expect(error.code == code)
                    #expect(address.hasPrefix("https://app.example/back?error=\(code)&error_description="))
                    #expect(address.hasSuffix("&state=s%201"))
                }
            }
        }
    }

    @Test("an account that is gone approves nothing", arguments: TestEngine.available)
    func approverGone(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let app = try await stand.app()
            let request = try await stand.services.beginAuthorization(stand.query(app))
            await #expect(throws: request.denial) {
                try await stand.services.approveAuthorization(request, by: 12)
            }
        }
    }
}
