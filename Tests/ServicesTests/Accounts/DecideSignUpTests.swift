// What becomes of those who wait to be let in: the letters, the log, the answers that waited, and what is left.
import Basics
import Database
import Domain
import Foundation
import Services
import Storage
import TestSupport
import Testing

@Suite("Decide about a sign-up")
struct DecideSignUpTests {
    private func visit(_ engine: TestEngine, _ body: (ServicesFixture, Postman, Moderator) async throws -> Void)
        async throws
    {
        let postman = Postman()
        try await postman.serve(engine, registrations: .approval) { stand in
            let erin = try await stand.services.createAccount(
                NewAccount(
                    username: "erin",
                    email: "erin@mail.example",
                    password: nil,
                    role: .moderator,
                    agreement: true
                )
            ).account.id
            try await body(stand, postman, .account(erin))
        }
    }

    /// Somebody who has confirmed their address.
    private func waiting(
        _ name: String,
        _ stand: ServicesFixture,
        _ postman: Postman,
        locale: String? = nil
    ) async throws -> Int64 {
        let (id, secret) = try await signedUp(name, stand, postman, locale: locale)
        #expect(try await stand.services.confirmAddress(by: secret).isUndecided)
        return id
    }

    /// Somebody who has not, and the secret of their link.
    private func signedUp(
        _ name: String,
        _ stand: ServicesFixture,
        _ postman: Postman,
        locale: String? = nil
    ) async throws -> (id: Int64, secret: String) {
        let wish = NewAccount(
            username: name,
            email: "\(name)@mail.example",
            password: ServicesFixture.password,
            locale: locale,
            reason: "To talk about \(name)",
            agreement: true
        )
        let id = try await stand.services.signUp(wish).account.id
        return (id, try #require(try await postman.letters(stand).first?.secret))
    }

    /// Runs `body` while somebody is approved in a transaction that takes its time.
    private func approving(_ account: Int64, _ stand: ServicesFixture, _ body: () async throws -> Void) async throws {
        let (begun, signal) = AsyncStream.makeStream(of: Void.self)
        async let approval: Void = stand.database.write { connection in
            _ = try SignUpQueries.approve(account, connection)
            signal.finish()
            Thread.sleep(forTimeInterval: 0.5)
        }
        for await _ in begun {}
        try await body()
        try await approval
    }

    @Test(
        "who is approved meanwhile is not turned away, and who confirms meanwhile is in",
        arguments: TestEngine.available
    )
    func meanwhile(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, erin in
            let bob = try await waiting("bob", stand, postman)
            try await approving(bob, stand) {
                await #expect(throws: ServiceError.notAllowed) { try await stand.services.rejectSignUp(bob, by: erin) }
            }
            let carol = try await waiting("carol", stand, postman)
            stand.clock.advance(.seconds(Services.undecidedDays * 86_400 + 1))
            try await approving(carol, stand) { try await stand.services.forgetUndecided() }
            for id in [bob, carol] { #expect(try await stand.services.user(id)?.isNewcomer == false) }
            let dora = try await signedUp("dora", stand, postman)
            try await approving(dora.id, stand) {
                let awaited = try await stand.services.confirmAddress(by: dora.secret)
                #expect(!awaited.isUndecided)
            }
        }
    }

    @Test(
        "who is approved before they confirm has the letter, with its words, once they have",
        arguments: TestEngine.available
    )
    func approvedFirst(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, erin in
            let (bob, secret) = try await signedUp("bob", stand, postman)
            try await stand.services.approveSignUp(bob, words: "One\u{0}\u{7}\nTwo", by: erin)
            #expect(try await postman.letters(stand).isEmpty)
            #expect(try await !stand.services.confirmAddress(by: secret).isUndecided)
            let letters = try await postman.letters(stand)
            #expect(letters.map(\.to.written) == ["bob@mail.example"])
            let text = letters.first?.text ?? ""
            #expect(text.contains("One") && text.contains("Two") && !text.contains("\u{7}"))
        }
    }

    @Test("who is let in has a letter in their language, with the moderator's words", arguments: TestEngine.available)
    func approves(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, erin in
            let bob = try await waiting("bob", stand, postman, locale: "de")
            let line = try #require(try await stand.services.undecidedSignUp(bob))
            #expect(line.reason == "To talk about bob" && line.email == "bob@mail.example")
            #expect(try await stand.services.accounts.account(bob) == nil)
            #expect(try await stand.services.accounts.account(bob, evenSecret: true) != nil)
            #expect(try await stand.services.accounts.id(username: "bob", domain: "") == nil)
            try await stand.services.approveSignUp(bob, words: " Schön, dass du da bist ", by: erin)
            let letters = try await postman.letters(stand)
            #expect(letters.map(\.to.written) == ["bob@mail.example"])
            #expect(letters.first?.subject == "Willkommen: dein Konto ist bereit")
            #expect(letters.first?.text.contains("Schön, dass du da bist") == true)
            #expect(letters.first?.text.contains("https://chorus.example/auth/sign_in") == true)
            #expect(try await stand.services.accounts.account(bob)?.account.username == "bob")
            #expect(try await stand.services.accounts.id(username: "bob", domain: "") == bob)
            let act = try #require(try await stand.services.decision(aboutSignUp: bob))
            #expect(act.kind == .approveAccount && act.moderator == erin)
            await #expect(throws: ServiceError.notAllowed) { try await stand.services.approveSignUp(bob, by: erin) }
            await #expect(throws: ServiceError.notAllowed) { try await stand.services.rejectSignUp(bob, by: erin) }
        }
    }

    @Test("who is not let in is gone at once, with a letter; the name is free", arguments: TestEngine.available)
    func rejects(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, erin in
            let bob = try await waiting("bob", stand, postman)
            try await stand.services.rejectSignUp(bob, words: "We are only for knitters", by: erin)
            // Before any job has run.
            let left = try await stand.database.read { connection in
                (
                    try AccountQueries.details(bob, connection) == nil,
                    try UserQueries.credentials(login: "bob@mail.example", connection) == nil,
                    try LoginQueries.isBuried("bob", connection)
                )
            }
            #expect(left == (true, true, false))
            let letters = try await postman.letters(stand)
            #expect(
                letters.map(\.to.written) == ["bob@mail.example"] && letters.map(\.subject) == ["About your sign-up"]
            )
            #expect(letters[0].text.contains("We are only for knitters") && letters[0].text.contains("@bob"))
            let log = try await stand.services.moderationLog(.init(kind: .rejectAccount), PageBounds(limit: 5)).items
            #expect(log.map(\.targetID) == [nil] && log.map(\.text) == [""] && log.map(\.subject) == [""])
            #expect(log.map(\.moderator) == [erin])
            await #expect(throws: ServiceError.notFound) { try await stand.services.rejectSignUp(bob, by: erin) }
            await #expect(throws: ServiceError.notFound) { try await stand.services.approveSignUp(bob, by: erin) }
            #expect(try await waiting("bob", stand, postman) != bob)
        }
    }

    @Test("only those who moderate decide, and only with a few words", arguments: TestEngine.available)
    func whoDecides(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, erin in
            let (alice, bob) = (try await stand.account("alice"), try await waiting("bob", stand, postman))
            for moderator in [Moderator.account(alice), .account(bob), .account(999)] {
                await #expect(throws: ServiceError.self) { try await stand.services.approveSignUp(bob, by: moderator) }
                await #expect(throws: ServiceError.self) { try await stand.services.rejectSignUp(bob, by: moderator) }
            }
            let long = String(repeating: "a", count: Services.signUpWordsLimit + 1)
            for act in [stand.services.approveSignUp, stand.services.rejectSignUp] {
                await #expect(throws: ServiceError.invalid("The words are too long")) { try await act(bob, long, erin) }
            }
            await #expect(throws: ServiceError.notAllowed) { try await stand.services.rejectSignUp(alice, by: erin) }
            #expect(try await stand.services.undecidedSignUp(bob) != nil)
            try await stand.services.approveSignUp(bob, by: .commandLine)
        }
    }

    @Test("of two who decide at once, one does", arguments: TestEngine.available)
    func race(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, erin in
            let bob = try await waiting("bob", stand, postman)
            let done = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        do {
                            if number % 2 == 0 {
                                try await stand.services.approveSignUp(bob, by: erin)
                            } else {
                                try await stand.services.rejectSignUp(bob, by: erin)
                            }
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(done == 1)
            #expect(try await postman.letters(stand).count == 1)
        }
    }

    @Test("approved and confirmed at the same moment, somebody is in all the same", arguments: TestEngine.available)
    func together(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, erin in
            for number in 0..<4 {
                let wish = NewAccount(
                    username: "person\(number)",
                    email: "p\(number)@mail.example",
                    password: ServicesFixture.password,
                    reason: "To knit",
                    agreement: true
                )
                let id = try await stand.services.signUp(wish).account.id
                #expect(try await stand.services.accounts.account(id) == nil)
                let secret = try #require(try await postman.letters(stand).first?.secret)
                async let confirmed = stand.services.confirmAddress(by: secret)
                async let approved: Void = stand.services.approveSignUp(id, by: erin)
                _ = try await (confirmed, approved)
                #expect(try await stand.services.accounts.account(id) != nil)
                _ = try await postman.letters(stand)
            }
        }
    }

    @Test("nobody waits for ever: after a month they are gone, with a letter", arguments: TestEngine.available)
    func undecided(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, _ in
            let bob = try await waiting("bob", stand, postman)
            stand.clock.advance(.seconds(Services.undecidedDays * 86_400 - 1))
            try await stand.services.forgetUndecided()
            try await stand.services.forgetUnconfirmed()
            #expect(try await stand.services.undecidedSignUp(bob) != nil)
            stand.clock.advance(.seconds(2))
            try await stand.services.forgetUndecided()
            #expect(try await stand.database.read { try AccountQueries.details(bob, $0) } == nil)
            let letters = try await postman.letters(stand)
            #expect(letters.map(\.to.written) == ["bob@mail.example"])
            #expect(letters.first?.text.contains("Nobody here found the time") == true)
        }
    }

    @Test("who never confirms goes within a week, and nobody was asked about them", arguments: TestEngine.available)
    func unconfirmed(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, _ in
            let wish = NewAccount(
                username: "bob",
                email: "bob@mail.example",
                password: ServicesFixture.password,
                reason: "To knit",
                agreement: true
            )
            let bob = try await stand.services.signUp(wish).account.id
            _ = try await postman.letters(stand)
            stand.clock.advance(.seconds(8 * 86_400))
            try await stand.services.forgetUnconfirmed()
            try await stand.services.eraseAccount(bob)
            #expect(try await stand.database.read { try AccountQueries.details(bob, $0) } == nil)
            #expect(try await stand.services.undecidedSignUps(limit: 5).isEmpty)
        }
    }

    @Test("a new password opens nothing to who waits", arguments: TestEngine.available)
    func reset(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, erin in
            let bob = try await waiting("bob", stand, postman)
            try await stand.services.askForReset("bob@mail.example")
            let secret = try #require(try await postman.letters(stand).first?.secret)
            try await stand.services.resetPassword(by: secret, to: "another quiet long one")
            let session = try await stand.services.signIn(login: "bob", password: "another quiet long one")
            #expect(session.isNewcomer && session.isConfirmed)
            #expect(try await stand.services.undecidedSignUp(bob) != nil)
            try await stand.services.approveSignUp(bob, by: erin)
            #expect(try await !stand.services.signIn(login: "bob", password: "another quiet long one").isNewcomer)
        }
    }

    @Test("an answer that waits counts once its person is let in, and not before", arguments: TestEngine.available)
    func answers(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman, erin in
            let (bob, carol) = (
                try await waiting("bob", stand, postman), try await waiting("carol", stand, postman)
            )
            let alice = try await stand.account("alice")
            let caller = try #require(try await stand.services.user(alice))
            let call = try await stand.services.postCall(
                CallDraft(prompt: "Say so", tag: "HereToo", answers: ["Me too", "I stand with you"]),
                by: caller
            )
            try await stand.services.answerCall(call.id, with: 0, by: bob)
            #expect(try await stand.services.waitingAnswer(to: call.id, by: bob) == 0)
            #expect(try await stand.services.ownAnswer(call.id, by: bob) == nil)
            try await stand.services.approveSignUp(bob, by: erin)
            #expect(try await stand.services.ownAnswer(call.id, by: bob)?.choice == 0)
            try await stand.services.answerCall(call.id, with: 1, by: carol)
            try await stand.services.rejectSignUp(carol, by: erin)
            let counts = try await stand.database.read(consistent: true) {
                try RecountQueries.differences(limit: 9, $0)
            }
            #expect(counts == [])
        }
    }
}
