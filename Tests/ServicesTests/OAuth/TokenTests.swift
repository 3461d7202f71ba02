// Codes become tokens once; tokens are given back.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Tokens")
struct TokenTests {
    // RFC 7636, appendix B.
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    @Test("a code gives a token that stands for its account", arguments: TestEngine.available)
    func exchanges(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (app, alice) = (try await stand.app(), try await stand.account("alice"))
            let issued = try await stand.exchange(
                stand.code(app, by: alice, challenge: challenge),
                app,
                verifier: verifier
            )
            #expect(issued.scopes == "read write" && issued.createdAt == stand.clock.clock.now())
            let grant = try await stand.services.grants.grant(token: issued.token)
            #expect(grant?.accountID == alice && grant?.appID == app.app.id)
            #expect(grant?.scopes == [.read, .write])
        }
    }

    @Test(
        "a code is good once, for its app, its address and its verifier, for ten minutes",
        arguments: TestEngine.available
    )
    func codes(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (app, alice) = (try await stand.app(), try await stand.account("alice"))
            let other = try await stand.app()
            let bare = try await stand.code(app, by: alice)
            _ = try await stand.exchange(bare, app)
            await #expect(throws: OAuthError.invalidGrant) { try await stand.exchange(bare, app) }
            await #expect(throws: OAuthError.invalidGrant) { try await stand.exchange("nonsense", app) }
            await #expect(throws: OAuthError.invalidGrant) {
                try await stand.exchange(stand.code(app, by: alice), other)
            }
            for back in [nil, "", "tusky://oauth", ServicesFixture.back + "/"] {
                await #expect(throws: OAuthError.invalidGrant) {
                    try await stand.exchange(stand.code(app, by: alice), app, back: back)
                }
            }
            for wrong in [nil, "", challenge, String(verifier.dropLast()), String(verifier.dropLast()) + "K"] {
                await #expect(throws: OAuthError.invalidGrant) {
                    try await stand.exchange(stand.code(app, by: alice, challenge: challenge), app, verifier: wrong)
                }
            }
            // A verifier where no challenge was kept: the challenge was taken out on the way.
            await #expect(throws: OAuthError.invalidGrant) {
                try await stand.exchange(stand.code(app, by: alice), app, verifier: verifier)
            }
            // A failed attempt uses the code up.
            let spoiled = try await stand.code(app, by: alice, challenge: challenge)
            _ = try? await stand.exchange(spoiled, app, verifier: nil)
            await #expect(throws: OAuthError.invalidGrant) {
                try await stand.exchange(spoiled, app, verifier: verifier)
            }
            // A client that cannot prove itself does not.
            let kept = try await stand.code(app, by: alice)
            await #expect(throws: OAuthError.invalidClient) {
                try await stand.services.exchangeCode(
                    kept,
                    clientID: app.app.clientID,
                    secret: other.secret,
                    redirectURI: ServicesFixture.back,
                    verifier: nil
                )
            }
            stand.clock.advance(.seconds(599))
            _ = try await stand.exchange(kept, app)
            let late = try await stand.code(app, by: alice)
            stand.clock.advance(.seconds(600))
            await #expect(throws: OAuthError.invalidGrant) { try await stand.exchange(late, app) }
        }
    }

    @Test("of many who exchange one code at once, one gets a token", arguments: TestEngine.available)
    func race(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (app, alice) = (try await stand.app(), try await stand.account("alice"))
            let code = try await stand.code(app, by: alice)
            let tokens = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<16 { group.addTask { try? await stand.exchange(code, app).token } }
                return await group.reduce(into: []) { all, token in if let token { all.append(token) } }
            }
            #expect(tokens.count == 1)
        }
    }

    @Test("an app token stays within the scopes of the app", arguments: TestEngine.available)
    func clientCredentials(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let app = try await stand.app(scopes: "read:accounts write:accounts")
            func issue(_ scope: String?) async throws -> String {
                try await stand.services.clientCredentialsToken(
                    clientID: app.app.clientID,
                    secret: app.secret,
                    scope: scope
                ).scopes
            }
            #expect(try await issue("write:accounts") == "write:accounts")
            for scope in [nil, "read", "write", "push", "nonsense"] {
                await #expect(throws: OAuthError.invalidScope) { try await issue(scope) }
            }
        }
    }

    @Test("a revoked token is dead at once; one of another app is not touched", arguments: TestEngine.available)
    func revokes(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (app, alice) = (try await stand.app(), try await stand.account("alice"))
            let (other, grants) = (try await stand.app(), stand.services.grants)
            let token = try await stand.exchange(stand.code(app, by: alice), app).token
            #expect(try await grants.grant(token: token) != nil)
            func revoke(_ app: NewApp, _ secret: String) async throws {
                try await stand.services.revokeToken(token, clientID: app.app.clientID, secret: secret)
            }
            await #expect(throws: OAuthError.unauthorizedClient) { try await revoke(other, other.secret) }
            await #expect(throws: OAuthError.unauthorizedClient) { try await revoke(app, "wrong") }
            #expect(try await grants.grant(token: token) != nil)
            try await revoke(app, app.secret)
            #expect(try await grants.grant(token: token) == nil)
            try await revoke(app, app.secret)
        }
    }

    @Test(
        "the command line makes tokens for accounts that are here, of one app of its own",
        arguments: TestEngine.available
    )
    func commandLine(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let alice = try await stand.account("alice")
            let tokens = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<6 {
                    group.addTask { try await stand.services.createToken(username: "Alice", scopes: "read").token }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            var apps: Set<Int64> = []
            for token in tokens {
                let grant = try #require(try await stand.services.grants.grant(token: token))
                #expect(grant.accountID == alice && grant.scopes == .read)
                apps.insert(grant.appID)
            }
            #expect(apps.count == 1)
            let app = try #require(try await stand.services.app(id: apps.first ?? 0))
            #expect(app.name == "Chorus command line" && app.redirectURIs.isEmpty)
            await #expect(throws: ServiceError.notFound) {
                try await stand.services.createToken(username: "nobody_here")
            }
            await #expect(throws: ServiceError.notFound) { try await stand.services.createToken(username: "\u{0}") }
            await #expect(throws: OAuthError.invalidScope) {
                try await stand.services.createToken(username: "alice", scopes: "all")
            }
        }
    }
}
