// Passkeys from their making to their end: what adding asks for, who comes in, what is refused, who is told.
import Basics
import Database
import Domain
import Storage
import TestSupport
import Testing
import WebAuthn

@testable import Services

@Suite("Passkeys")
struct PasskeyTests {
    private static let session = "a session"
    private static let browser = "a browser"

    /// What a browser brings of a new passkey.
    private func new(_ device: SoftwareAuthenticator, _ challenge: String, name: String = "Phone") -> NewPasskey {
        let (client, attestation) = device.create(challenge)
        return NewPasskey(
            clientData: Base64URL.encode(client),
            attestation: Base64URL.encode(attestation),
            transports: "internal hybrid carrier-pigeon",
            name: name
        )
    }

    private func begin(_ account: Int64, _ stand: ServicesFixture) async throws -> String {
        try await stand.services.beginPasskey(
            of: account,
            password: ServicesFixture.password,
            code: "",
            in: PasskeyTests.session
        )
    }

    /// A device of somebody, with a passkey for their account.
    private func add(
        to account: Int64,
        _ stand: ServicesFixture,
        id: String = "a passkey of a test"
    ) async throws -> SoftwareAuthenticator {
        var device = try SoftwareAuthenticator(id: Array(id.utf8))
        device.userHandle = PasskeyOwner.handle(of: account)
        let challenge = try await begin(account, stand)
        try await stand.services.addPasskey(new(device, challenge), of: account, in: PasskeyTests.session)
        return device
    }

    private func answer(_ device: SoftwareAuthenticator, _ challenge: String) throws -> PasskeyAnswer {
        let (client, data, signature) = try device.get(challenge)
        return PasskeyAnswer(
            id: Base64URL.encode(device.id),
            clientData: Base64URL.encode(client),
            authenticatorData: Base64URL.encode(data),
            signature: Base64URL.encode(signature),
            userHandle: Base64URL.encode(device.userHandle)
        )
    }

    private func signIn(_ device: SoftwareAuthenticator, _ stand: ServicesFixture) async throws -> NewSession {
        let challenge = stand.services.passkeyChallenge(in: PasskeyTests.browser)
        return try await stand.services.signIn(passkey: answer(device, challenge), in: PasskeyTests.browser)
    }

    @Test("a passkey signs in, also where a code is asked for beside the password", arguments: TestEngine.available)
    func signIn(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            let device = try await add(to: alice, stand)
            let added = try #require(try await services.passkeys(of: alice).first)
            #expect(added.name == "Phone" && added.transports == "hybrid internal" && added.usedAt == nil)
            let (app, _) = try await stand.turnOnTwoFactor(of: alice)

            stand.clock.advance(.seconds(60))
            let session = try await signIn(device, stand)
            #expect(session.accountID == alice && !session.isNewcomer && session.browser != nil)
            #expect(try await services.session(session.token)?.accountID == alice)
            #expect(try await services.passkeys(of: alice).first?.usedAt == stand.clock.now)
            // Another one asks for password and code.
            #expect(await refusals { _ = try await begin(alice, stand) } == ["code ERR_INVALID"])
            _ = try await services.beginPasskey(
                of: alice,
                password: ServicesFixture.password,
                code: stand.code(of: app),
                in: PasskeyTests.session
            )
        }
    }

    @Test(
        "adding asks for the password, and its challenge is good once, soon, in one session",
        arguments: TestEngine.available
    )
    func adding(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            let refused = await refusals {
                _ = try await services.beginPasskey(of: alice, password: "wrong", code: "", in: PasskeyTests.session)
            }
            #expect(refused == ["current_password ERR_INVALID"])
            let (phone, key) = (try SoftwareAuthenticator(id: [1]), try SoftwareAuthenticator(id: [2]))
            let challenge = try await begin(alice, stand)
            await #expect(throws: ServiceError.notFound) {
                try await services.addPasskey(new(phone, challenge), of: alice, in: "another session")
            }
            // What is given for signing in adds nothing.
            let other = services.passkeyChallenge(in: PasskeyTests.session)
            await #expect(throws: ServiceError.notFound) {
                try await services.addPasskey(new(phone, other), of: alice, in: PasskeyTests.session)
            }
            try await services.addPasskey(new(phone, challenge), of: alice, in: PasskeyTests.session)
            await #expect(throws: ServiceError.notFound) {
                try await services.addPasskey(new(key, challenge), of: alice, in: PasskeyTests.session)
            }
            // One that somebody has, and what cannot be read.
            let second = try await begin(alice, stand)
            var unread = new(key, second)
            unread.attestation = String(unread.attestation.dropLast(8))
            for bad in [new(phone, second), unread] {
                await #expect(throws: ServiceError.unusablePasskey) {
                    try await services.addPasskey(bad, of: alice, in: PasskeyTests.session)
                }
            }
            stand.clock.advance(.seconds(900))
            await #expect(throws: ServiceError.notFound) {
                try await services.addPasskey(new(key, second), of: alice, in: PasskeyTests.session)
            }
            #expect(try await services.passkeys(of: alice).count == 1)
        }
    }

    @Test("there are ten at most", arguments: TestEngine.available)
    func most(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let alice = try await stand.account("alice")
            for number in 0..<9 { _ = try await add(to: alice, stand, id: "passkey \(number)") }
            let (last, late) = (try await begin(alice, stand), try await begin(alice, stand))
            for (id, challenge) in [([1] as [UInt8], last), ([2], late)] {
                let device = try SoftwareAuthenticator(id: id)
                try? await stand.services.addPasskey(new(device, challenge), of: alice, in: PasskeyTests.session)
            }
            #expect(try await stand.services.passkeys(of: alice).count == 10)
            await #expect(throws: ServiceError.tooManyPasskeys) { _ = try await begin(alice, stand) }
        }
    }

    @Test(
        "a challenge is good once, for five minutes, in one browser, for its own purpose",
        arguments: TestEngine.available
    )
    func challenges(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            let device = try await add(to: alice, stand)
            let challenge = services.passkeyChallenge(in: PasskeyTests.browser)
            let signed = try answer(device, challenge)
            await #expect(throws: ServiceError.refusedPasskey) {
                try await services.signIn(passkey: signed, in: "another browser")
            }
            let ofSettings = try answer(device, try await begin(alice, stand))
            await #expect(throws: ServiceError.refusedPasskey) {
                try await services.signIn(passkey: ofSettings, in: PasskeyTests.session)
            }
            // Of many who come at once with one answer, one is let in.
            let entered = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask { (try? await services.signIn(passkey: signed, in: PasskeyTests.browser)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(entered == 1)
            let late = try answer(device, services.passkeyChallenge(in: PasskeyTests.browser))
            var forged = try #require(Base64URL.decode(services.passkeyChallenge(in: PasskeyTests.browser)))
            forged[23] ^= 64
            stand.clock.advance(.seconds(300))
            for bad in [late, try answer(device, Base64URL.encode(forged)), try answer(device, "")] {
                await #expect(throws: ServiceError.refusedPasskey) {
                    try await services.signIn(passkey: bad, in: PasskeyTests.browser)
                }
            }
        }
    }

    @Test("a passkey lets in its own account alone, and only where all of it is right", arguments: TestEngine.available)
    func others(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            let bob = try await stand.account("bob")
            let own = try await add(to: alice, stand)
            let bobs = try await add(to: bob, stand, id: "of bob")
            func refusal(_ bend: (inout SoftwareAuthenticator) -> Void) async -> ServiceError? {
                var device = own
                bend(&device)
                return await #expect(throws: ServiceError.self) { try await signIn(device, stand) }
            }
            // The key of one, and the name of another.
            #expect(await refusal { $0.id = bobs.id } == .refusedPasskey)
            #expect(await refusal { $0.userHandle = PasskeyOwner.handle(of: bob) } == .refusedPasskey)
            #expect(await refusal { $0.userHandle = [] } == .refusedPasskey)
            #expect(await refusal { $0.id = [9] } == .unknownPasskey)
            #expect(await refusal { $0.origin = "https://www.chorus.example" } == .refusedPasskey)
            #expect(await refusal { $0.relyingParty = "evil.example" } == .refusedPasskey)
            #expect(await refusal { $0.flags = SoftwareAuthenticator.Flags.present } == .refusedPasskey)
            #expect(await refusal { $0.types.get = "webauthn.create" } == .refusedPasskey)
            #expect(try await signIn(bobs, stand).accountID == bob)
            // What is changed of somebody else's does nothing.
            try await services.renamePasskey(own.id, of: bob, to: "Mine")
            try await services.removePasskey(own.id, of: bob)
            #expect(try await services.passkeys(of: alice).map(\.name) == ["Phone"])
            try await services.renamePasskey(own.id, of: alice, to: " Red\u{0}phone ")
            await #expect(throws: ServiceError.self) { try await services.renamePasskey(own.id, of: alice, to: " ") }
            #expect(try await services.passkeys(of: alice).map(\.name) == ["Red phone"])
            try await services.removePasskey(own.id, of: alice)
            #expect(await refusal { _ in } == .unknownPasskey)
        }
    }

    @Test(
        "who may not come in by the password does not by a passkey, and it goes with its account",
        arguments: TestEngine.available
    )
    func closed(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            let device = try await add(to: alice, stand)
            try await services.moderate(alice, .suspend, by: .commandLine)
            let suspended = try await signIn(device, stand)
            #expect(suspended.isSuspended)
            #expect(try await services.session(suspended.token) == nil)
            try await stand.database.write { try LoginQueries.disable(alice, $0) }
            let refused = await #expect(throws: ServiceError.self) { try await signIn(device, stand) }
            #expect(refused == .forbidden("This account is closed. Please ask the people who run this server."))
            try await stand.database.write { try LoginQueries.deleteAccount(alice, $0) }
            #expect(try await services.passkeys(of: alice) == [])
        }
    }

    @Test("wrong answers for one passkey are counted")
    func counted() async throws {
        var limits = RateLimits.off
        limits[.guesses] = RateLimit(3, seconds: 3600)
        try await withServices(.sqlite, rateLimits: limits) { stand in
            let alice = try await stand.account("alice")
            let device = try await add(to: alice, stand)
            var wrong = device
            wrong.origin = "https://evil.example"
            for _ in 0..<4 { _ = try await signIn(device, stand) }
            for _ in 0..<3 {
                await #expect(throws: ServiceError.refusedPasskey) { try await signIn(wrong, stand) }
            }
            await #expect(throws: ServiceError.tooManyAttempts) { try await signIn(device, stand) }
        }
    }

    @Test("its person is told of each change, and of a counter that falls back", arguments: TestEngine.available)
    func letters(_ engine: TestEngine) async throws {
        let postman = Postman()
        try await postman.serve(engine) { stand in
            let (services, alice) = (stand.services, try await stand.account("alice"))
            func subjects() async throws -> [String] { try await postman.letters(stand).map(\.subject) }
            _ = try await subjects()
            var device = try await add(to: alice, stand)
            #expect(try await subjects() == ["You have a new passkey"])
            for counter in [5, 6] as [UInt32] {
                device.counter = counter
                _ = try await signIn(device, stand)
            }
            #expect(try await subjects() == [])
            for counter in [6, 2, 0] as [UInt32] {
                device.counter = counter
                await #expect(throws: ServiceError.refusedPasskey) { try await signIn(device, stand) }
                #expect(try await subjects() == ["A passkey was refused"])
            }
            try await services.removePasskey(device.id, of: alice)
            #expect(try await subjects() == ["A passkey was removed"])
            _ = try await add(to: alice, stand)
            _ = try await subjects()
            #expect(try await services.removePasskeys(of: "alice") == 1)
            #expect(try await subjects() == ["A passkey was removed"])
            #expect(try await services.removePasskeys(of: "alice") == 0)
            // Whoever sets another password for somebody may not know who else has the account.
            _ = try await add(to: alice, stand)
            _ = try await services.setPassword("another long password", of: "alice")
            #expect(try await services.passkeys(of: alice).isEmpty)
            await #expect(throws: ServiceError.notFound) { try await services.removePasskeys(of: "nobody") }
            for change in MailJob.PasskeyChange.allCases {
                let job = MailJob(account: alice, matter: .passkey(change))
                #expect(MailJob(job.text) == job)
            }
        }
    }

    @Test(
        "passkeys are bound to the host and the origin of the pages",
        arguments: [
            ("https://Social.Example", "social.example", "https://social.example"),
            ("https://social.example:443/", "social.example", "https://social.example"),
            ("https://social.example:8443", "social.example", "https://social.example:8443"),
            ("http://localhost:8080", "localhost", "http://localhost:8080"),
        ]
    )
    func party(_ url: String, _ id: String, _ origin: String) throws {
        let party = try #require(Site(url: url, handleDomain: "example")).relyingParty
        #expect(party.id == id && party.origin == origin)
    }
}
