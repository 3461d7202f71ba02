import Basics
import Database
// Sessions of the web pages: who gets one and when it ends.
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Sessions")
struct SessionTests {
    @Test(
        "name or address with the password begin a session that lasts until sign-out or 30 days",
        arguments: TestEngine.available
    )
    func signsIn(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let alice = try await stand.account("alice")
            for login in ["alice", " ALICE ", "@alice", "Alice@mail.example"] {
                let new = try await stand.services.signIn(login: login, password: ServicesFixture.password)
                #expect(new.accountID == alice)
                let session = try await stand.services.session(new.token)
                #expect(session?.accountID == alice && session?.token == new.token)
            }
            let (left, kept) = (
                try await stand.services.signIn(login: "alice", password: ServicesFixture.password).token,
                try await stand.services.signIn(login: "alice", password: ServicesFixture.password).token
            )
            try await stand.services.signOut(left)
            #expect(try await stand.services.session(left) == nil)
            #expect(try await stand.services.session(kept) != nil)
            stand.clock.advance(.seconds(30 * 86_400))
            #expect(try await stand.services.session(kept) == nil)
        }
    }

    @Test(
        "unknown logins, wrong passwords and hostile texts get one and the same answer",
        arguments: TestEngine.available
    )
    func refuses(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            _ = try await stand.account("alice")
            let long = String(repeating: "x", count: 100_000)
            for (login, password) in [
                ("alice", "wrong password"), ("nobody", ServicesFixture.password), ("", ""), ("alice", ""),
                ("\u{0}", "x"),
                (long, ServicesFixture.password), ("alice", long), ("a\u{0}@mail.example", "x"), ("alice'--", "x"),
            ] {
                await #expect(
                    throws: ServiceError.forbidden("The e-mail address or username, or the password, is wrong.")
                ) { try await stand.services.signIn(login: login, password: password) }
            }
            for token in ["", "forged", String(repeating: "A", count: 43), long] {
                #expect(try await stand.services.session(token) == nil)
            }
        }
    }

    @Test("a suspended account is out at once", arguments: TestEngine.available)
    func suspended(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (app, alice) = (try await stand.app(), try await stand.account("alice"))
            let session = try await stand.services.signIn(login: "alice", password: ServicesFixture.password)
            let code = try await stand.code(app, by: alice)
            let now = stand.clock.clock.now()
            try await stand.database.write {
                try AccountQueries.setModeration(silencedAt: nil, suspendedAt: now, of: alice, $0)
            }
            #expect(try await stand.services.session(session.token) == nil)
            await #expect(throws: OAuthError.invalidGrant) { try await stand.exchange(code, app) }
            // Who comes back reads why, and nothing else.
            let again = try await stand.services.signIn(login: "alice", password: ServicesFixture.password)
            #expect(again.isSuspended)
            #expect(try await stand.services.session(again.token) == nil)
        }
    }

    @Test("a form's proof fits its own secret only, and does not tell it")
    func proofs() {
        let (secret, other) = (FormProof.secret(), FormProof.secret())
        let proof = FormProof.make(for: secret)
        #expect(FormProof.isValid(proof, for: secret) && !FormProof.isValid(proof, for: other))
        #expect(!FormProof.isValid("", for: secret) && !FormProof.isValid(secret, for: secret))
        #expect(!FormProof.isValid(proof, for: ""))
        let own = FormProof.make(for: secret, account: 7)
        #expect(FormProof.isValid(own, for: secret) && !FormProof.isValid(own, for: other))
        // No two are alike, so that nothing can be learned of one by way of another page's length.
        #expect(FormProof.make(for: secret) != proof)
        let cut = String(proof.dropLast(4))
        for made in [cut, proof + "AAAA", String(proof.prefix(11)), "A", "!", "." + proof] {
            #expect(!FormProof.isValid(made, for: secret), "\(made)")
        }
        #expect(FormProof.writer(own) == 7 && FormProof.writer(proof) == nil && FormProof.writer("x.y") == nil)
    }
}
