// A second factor from its set-up to its end: what it asks for, what is stored, who is told.
import Basics
import Database
import Domain
import Storage
import TestSupport
import Testing

@testable import Services

@Suite("Two-factor sign-in")
struct TwoFactorTests {
    /// What a browser has after the password.
    private func afterPassword(_ stand: ServicesFixture) async throws -> String {
        let error = await #expect(throws: SecondFactorNeeded.self) {
            try await stand.services.signIn(login: "alice", password: ServicesFixture.password)
        }
        return try #require(error).pending
    }

    @Test(
        "signing in takes password and code, each code once, and all that was open stays open",
        arguments: TestEngine.available
    )
    func signIn(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            let open = try await services.beginSession(alice)
            let token = try await services.createToken(username: "alice").token
            let (app, _) = try await stand.turnOnTwoFactor(of: alice)
            #expect(try await services.session(open.token) != nil)
            #expect(try await services.grants.grant(token: token) != nil)

            let first = try await afterPassword(stand)
            // The code that set it up is used.
            await #expect(throws: ServiceError.wrongCode) {
                try await services.finishSignIn(first, code: stand.code(of: app))
            }
            stand.clock.advance(.seconds(30))
            let right = stand.code(of: app)
            let session = try await services.finishSignIn(first, code: right)
            #expect(session.accountID == alice && session.browser != nil)
            #expect(try await services.session(session.token)?.accountID == alice)
            let second = try await afterPassword(stand)
            for (pending, typed) in [(first, right), (second, right), (second, "000000"), (second, "")] {
                await #expect(throws: ServiceError.wrongCode) {
                    try await services.finishSignIn(pending, code: typed)
                }
            }
            // Nor the one before, which a slow reader could still have typed.
            stand.clock.advance(.seconds(30))
            await #expect(throws: ServiceError.wrongCode) { try await services.finishSignIn(second, code: right) }
        }
    }

    @Test(
        "browsers that were known by the password alone do not make more guesses at codes",
        arguments: TestEngine.available
    )
    func oldBrowsers(_ engine: TestEngine) async throws {
        var limits = RateLimits.off
        limits[.guesses] = RateLimit(3, seconds: 3600)
        try await withServices(engine, rateLimits: limits) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            var browsers: [String?] = []
            for _ in 0..<2 {
                let session = try await services.signIn(login: "alice", password: ServicesFixture.password)
                browsers.append(session.browser)
            }
            #expect(browsers.allSatisfy { $0 != nil })
            stand.clock.advance(.seconds(60))
            _ = try await stand.turnOnTwoFactor(of: alice)
            let pending = try await afterPassword(stand)
            for _ in 0..<3 {
                await #expect(throws: ServiceError.wrongCode) {
                    try await services.finishSignIn(pending, code: "000000", browser: browsers[0])
                }
            }
            await #expect(throws: ServiceError.tooManyAttempts) {
                try await services.finishSignIn(pending, code: "000000", browser: browsers[1])
            }
        }
    }

    @Test("of many who come at once with one code, one is let in", arguments: TestEngine.available)
    func atOnce(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            let (app, codes) = try await stand.turnOnTwoFactor(of: alice)
            stand.clock.advance(.seconds(30))
            let pending = try await afterPassword(stand)
            for typed in [stand.code(of: app), codes[0]] {
                let entered = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<8 {
                        group.addTask { (try? await services.finishSignIn(pending, code: typed)) != nil }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(entered == 1)
            }
        }
    }

    @Test(
        "what a browser has after the password is no way in, and does not hold for long",
        arguments: TestEngine.available
    )
    func pendingEnds(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            let (app, codes) = try await stand.turnOnTwoFactor(of: alice)
            let late = try await afterPassword(stand)
            #expect(try await services.session(late) == nil)
            var forged = late.split(separator: ".").map(String.init)
            forged[1] = "99999999999"
            stand.clock.advance(.seconds(600))
            for value in [
                late, forged.joined(separator: "."), "", "a.b.c", "a.1.2.3", String(repeating: ".", count: 500),
            ] {
                await #expect(throws: ServiceError.notFound) {
                    try await services.finishSignIn(value, code: stand.code(of: app))
                }
            }
            // Nor does it outlive another password.
            let old = try await afterPassword(stand)
            try await services.changePassword(
                of: alice,
                from: ServicesFixture.password,
                to: "another long password",
                keeping: nil
            )
            await #expect(throws: ServiceError.notFound) { try await services.finishSignIn(old, code: codes[0]) }
        }
    }

    @Test("nothing of it can be read in the database", arguments: TestEngine.available)
    func sealed(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let alice = try await stand.account("alice")
            let (app, codes) = try await stand.turnOnTwoFactor(of: alice)
            let row = try #require(try await stand.database.read { try TwoFactorQueries.row(of: alice, $0) })
            let hold = row.sealedSecret.indices.contains { row.sealedSecret[$0...].starts(with: app.secret.prefix(4)) }
            #expect(!hold && row.sealedSecret.count > app.secret.count)
            let bare = codes[0].replacing("-", with: "")
            let keys = TwoFactorKeys([UInt8](repeating: 1, count: 32))
            #expect(keys.hash(bare, of: alice) != stand.services.twoFactorKeys.hash(bare, of: alice))
            #expect(keys.open(row.sealedSecret, for: Services.place(of: alice)) == nil)
            #expect(stand.services.twoFactorKeys.open(row.sealedSecret, for: Services.place(of: alice + 1)) == nil)
            // A server that lost its key says so, and lets nobody in.
            var other = row
            other.sealedSecret = try keys.seal(app.secret, for: Services.place(of: alice))
            #expect(throws: ServiceError.self) { try stand.services.secret(in: other) }
        }
    }

    @Test(
        "recovery codes let in once each, other ones end them, and turning off asks for both",
        arguments: TestEngine.available
    )
    func recovery(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            let (app, codes) = try await stand.turnOnTwoFactor(of: alice)
            let pending = try await afterPassword(stand)
            _ = try await services.finishSignIn(pending, code: codes[3].uppercased())
            await #expect(throws: ServiceError.wrongCode) { try await services.finishSignIn(pending, code: codes[3]) }
            #expect(try await services.twoFactor(of: alice).recoveryCodes == 9)
            stand.clock.advance(.seconds(60))
            let password = ServicesFixture.password
            #expect(
                await refusals {
                    _ = try await services.renewRecoveryCodes(of: alice, password: "wrong", code: stand.code(of: app))
                } == ["current_password ERR_INVALID"]
            )
            let renewed = try await services.renewRecoveryCodes(
                of: alice,
                password: password,
                code: stand.code(of: app)
            )
            #expect(renewed.count == 10 && Set(renewed).isDisjoint(with: codes))
            await #expect(throws: ServiceError.wrongCode) { try await services.finishSignIn(pending, code: codes[4]) }
            #expect(
                await refusals {
                    try await services.turnOffTwoFactor(of: alice, password: password, code: "123 456")
                } == ["code ERR_INVALID"]
            )
            try await services.turnOffTwoFactor(of: alice, password: password, code: renewed[0])
            #expect(try await services.twoFactor(of: alice) == TwoFactorState(since: nil, recoveryCodes: 0))
            _ = try await services.signIn(login: "alice", password: password)
            await #expect(throws: ServiceError.notFound) {
                try await services.turnOffTwoFactor(of: alice, password: password, code: renewed[1])
            }
        }
    }

    @Test(
        "a set-up needs the password, waits an hour, and does not touch one that is on",
        arguments: TestEngine.available
    )
    func setUp(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            #expect(
                await refusals { try await services.beginTwoFactor(of: alice, password: "wrong") } == [
                    "current_password ERR_INVALID"
                ]
            )
            #expect(try await services.pendingTwoFactor(of: alice) == nil)
            try await services.beginTwoFactor(of: alice, password: ServicesFixture.password)
            _ = try await services.signIn(login: "alice", password: ServicesFixture.password)
            stand.clock.advance(.seconds(3600))
            #expect(try await services.pendingTwoFactor(of: alice) == nil)
            await #expect(throws: ServiceError.notFound) {
                _ = try await services.confirmTwoFactor(of: alice, code: "000000")
            }
            _ = try await stand.turnOnTwoFactor(of: alice)
            await #expect(throws: ServiceError.alreadyTwoFactor) {
                try await services.beginTwoFactor(of: alice, password: ServicesFixture.password)
            }
        }
    }

    @Test(
        "its person is told by mail of all that becomes of it, and the owner can turn it off",
        arguments: TestEngine.available
    )
    func letters(_ engine: TestEngine) async throws {
        let postman = Postman()
        try await postman.serve(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            func subjects() async throws -> [String] { try await postman.letters(stand).map(\.subject) }
            _ = try await subjects()
            let (_, codes) = try await stand.turnOnTwoFactor(of: alice)
            #expect(try await subjects() == ["Two-factor sign-in is on"])
            _ = try await services.finishSignIn(try await afterPassword(stand), code: codes[0])
            #expect(try await subjects() == ["A recovery code was used"])
            _ = try await services.renewRecoveryCodes(of: alice, password: ServicesFixture.password, code: codes[1])
            #expect(try await subjects() == ["You have new recovery codes"])
            #expect(try await services.turnOffTwoFactor(of: "alice"))
            #expect(try await subjects() == ["Two-factor sign-in is off"])
            #expect(try await !services.turnOffTwoFactor(of: "alice"))
            await #expect(throws: ServiceError.notFound) { try await services.turnOffTwoFactor(of: "nobody") }
            _ = try await services.signIn(login: "alice", password: ServicesFixture.password)
            for change in MailJob.TwoFactorChange.allCases {
                let job = MailJob(account: alice, matter: .twoFactor(change))
                #expect(MailJob(job.text) == job)
            }
        }
    }
}
