// Letters with links: for a new account, another address, a forgotten password; and the notes on what was changed.
import Basics
import Database
import Domain
import Jobs
import Services
import Storage
import TestSupport
import Testing

@Suite("Mail")
struct MailTests {
    private func visit(_ engine: TestEngine, _ body: (ServicesFixture, Postman) async throws -> Void) async throws {
        let postman = Postman()
        try await postman.serve(engine) { try await body($0, postman) }
    }

    private func signUp(_ name: String, _ stand: ServicesFixture) async throws -> Int64 {
        let wish = NewAccount(
            username: name,
            email: "\(name)@mail.example",
            password: ServicesFixture.password,
            agreement: true
        )
        return try await stand.services.signUp(wish).account.id
    }

    private func user(_ account: Int64, _ stand: ServicesFixture) async throws -> User {
        try #require(try await stand.database.read { try UserQueries.user(account, $0) })
    }

    @Test("who signs up confirms the address, once, within two days", arguments: TestEngine.available)
    func signUp(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman in
            let admin = try await stand.services.createAccount(
                NewAccount(username: "zoe", email: "zoe@mail.example", password: nil, role: .admin, agreement: true)
            ).account.id
            let alice = try await signUp("alice", stand)
            #expect(try await user(alice, stand).confirmedAt == nil)
            #expect(try await user(admin, stand).confirmedAt != nil)
            let letters = try await postman.letters(stand)
            #expect(letters.map(\.to.written) == ["alice@mail.example"])
            let secret = try #require(letters.first?.secret)
            #expect(letters[0].text.contains("https://chorus.example/auth/confirmation?confirmation_token=\(secret)\n"))
            let owner = try #require(try await stand.services.owner(of: secret, .address))
            #expect(owner.username == "alice" && owner.email == "alice@mail.example")
            #expect(try await stand.services.owner(of: secret, .password) == nil)
            await #expect(throws: ServiceError.notFound) {
                try await stand.services.resetPassword(by: secret, to: "another long one")
            }
            // Staff hears of people, not of addresses that somebody typed.
            func told() async throws -> Int {
                try await stand.services.notifications(of: admin, .init(), PageBounds(limit: 5)).items.count
            }
            #expect(try await told() == 0)
            try await stand.services.confirmAddress(by: secret)
            #expect(try await user(alice, stand).confirmedAt != nil)
            #expect(try await told() == 1)
            await #expect(throws: ServiceError.notFound) { try await stand.services.confirmAddress(by: secret) }
            #expect(try await postman.letters(stand) == [])

            let bob = try await signUp("bob", stand)
            let late = try #require(try await postman.letters(stand).first?.secret)
            stand.clock.advance(.seconds(2 * 86_400))
            #expect(try await stand.services.owner(of: late, .address) == nil)
            await #expect(throws: ServiceError.notFound) { try await stand.services.confirmAddress(by: late) }
            #expect(try await user(bob, stand).confirmedAt == nil)
            try await stand.services.confirmAccount("bob")
            #expect(try await user(bob, stand).confirmedAt != nil)
        }
    }

    @Test("a link can be sent again, less and less often, and only the newest is good", arguments: TestEngine.available)
    func again(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman in
            let alice = try await signUp("alice", stand)
            let first = try #require(try await postman.letters(stand).first?.secret)
            for pause in [30, 120, 480] {
                stand.clock.advance(.seconds(pause - 1))
                await #expect(throws: ServiceError.self) { try await stand.services.sendConfirmation(again: alice) }
                #expect(try await postman.letters(stand) == [])
                stand.clock.advance(.seconds(1))
                try await stand.services.sendConfirmation(again: alice)
                #expect(try await postman.letters(stand).count == 1)
            }
            #expect(try await stand.services.owner(of: first, .address) == nil)
            stand.clock.advance(.seconds(6 * 3600))
            let refused = await refusals {
                try await stand.services.sendConfirmation(again: alice, to: "älice@mail.example")
            }
            #expect(refused == ["email ERR_INVALID"])
            _ = try await stand.account("bob")
            let taken = await refusals {
                try await stand.services.sendConfirmation(again: alice, to: "bob@mail.example")
            }
            #expect(taken == ["email ERR_TAKEN"])
            try await stand.services.sendConfirmation(again: alice, to: "right@mail.example")
            let right = try #require(try await postman.letters(stand).first)
            #expect(right.to.written == "right@mail.example")
            try await stand.services.confirmAddress(by: try #require(right.secret))
            #expect(try await user(alice, stand).email == "right@mail.example")
            await #expect(throws: ServiceError.self) { try await stand.services.sendConfirmation(again: alice) }
        }
    }

    @Test("a letter waits while the mail server is away, and keeps its secret", arguments: TestEngine.available)
    func retries(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman in
            postman.fail(MailFailure("away"))
            _ = try await signUp("alice", stand)
            #expect(try await postman.letters(stand) == [])
            #expect(stand.services.jobs.figures.failed == 1)
            postman.fail(nil)
            #expect(try await postman.letters(stand) == [])
            stand.clock.advance(.seconds(20))
            #expect(try await postman.letters(stand).count == 1)
            postman.fail(MailFailure("no such person", isFinal: true))
            _ = try await signUp("bob", stand)
            #expect(try await postman.letters(stand) == [])
            #expect(stand.services.jobs.figures.givenUp == 1)
            stand.clock.advance(.seconds(86_400))
            postman.fail(nil)
            #expect(try await postman.letters(stand) == [])
        }
    }

    @Test("another address counts when it is confirmed, and the old one is told", arguments: TestEngine.available)
    func change(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman in
            let services = stand.services
            let alice = try await stand.account("alice")
            #expect(
                try await services.changeEmail(of: alice, to: "new@mail.example", password: ServicesFixture.password)
            )
            #expect(try await user(alice, stand).email == "alice@mail.example")
            let letters = try await postman.letters(stand)
            #expect(letters.map(\.to.written) == ["new@mail.example"])
            let secret = try #require(letters.first?.secret)
            // A link to a password that was sent to the old address is good for nothing afterwards.
            try await services.askForReset("alice@mail.example")
            let old = try #require(try await postman.letters(stand).first?.secret)
            try await services.confirmAddress(by: secret)
            #expect(try await user(alice, stand).email == "new@mail.example")
            #expect(try await services.owner(of: old, .password) == nil)
            let told = try await postman.letters(stand)
            #expect(told.map(\.to.written) == ["alice@mail.example"])
            #expect(told.first?.subject == "Your e-mail address was changed" && told.first?.secret == nil)

            // Somebody else is faster.
            stand.clock.advance(.seconds(3600))
            _ = try await services.changeEmail(of: alice, to: "third@mail.example", password: ServicesFixture.password)
            let third = try #require(try await postman.letters(stand).first?.secret)
            _ = try await services.createAccount(
                NewAccount(username: "bob", email: "Third@mail.example", password: nil, agreement: true)
            )
            #expect(await refusals { try await services.confirmAddress(by: third) } == ["email ERR_TAKEN"])
            // Only how it is written is another: no letter.
            stand.clock.advance(.seconds(7 * 3600))
            let isPending = try await services.changeEmail(
                of: alice,
                to: "NEW@mail.example",
                password: ServicesFixture.password
            )
            #expect(!isPending)
            #expect(try await user(alice, stand).email == "NEW@mail.example")
            // Who goes back to their own address takes back the link to another, which may be a stranger's.
            #expect(
                try await services.changeEmail(of: alice, to: "wrong@mail.example", password: ServicesFixture.password)
            )
            let wrong = try #require(try await postman.letters(stand).first?.secret)
            _ = try await services.changeEmail(of: alice, to: "new@mail.example", password: ServicesFixture.password)
            #expect(try await services.owner(of: wrong, .address) == nil)
        }
    }

    @Test("a forgotten password: nobody learns who is here, and all other access ends", arguments: TestEngine.available)
    func reset(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman in
            let services = stand.services
            let alice = try await signUp("alice", stand)
            _ = try await signUp("mike", stand)
            _ = try await postman.letters(stand)
            // An address that only looks like another's leads to the login's own.
            try await services.askForReset("mi\u{212A}e@mail.example")
            #expect(try await postman.letters(stand).map(\.to.written) == ["mike@mail.example"])
            let session = try await services.beginSession(alice)
            let token = try await services.createToken(username: "alice", scopes: "read").token
            try await services.askForReset("nobody@mail.example")
            #expect(try await postman.letters(stand) == [])
            #expect(await refusals { try await services.askForReset("no address") } == ["email ERR_INVALID"])
            try await services.askForReset(" ALICE@mail.example ")
            let letter = try #require(try await postman.letters(stand).first)
            #expect(letter.to.folded == "alice@mail.example")
            // Not again at once.
            try await services.askForReset("alice@mail.example")
            #expect(try await postman.letters(stand) == [])
            let secret = try #require(letter.secret)
            #expect(
                await refusals { try await services.resetPassword(by: secret, to: "short") } == [
                    "password ERR_TOO_SHORT"
                ]
            )
            try await services.resetPassword(by: secret, to: "another long one")
            #expect(try await services.session(session.token) == nil)
            #expect(try await services.grants.grant(token: token) == nil)
            #expect(try await user(alice, stand).confirmedAt != nil)
            _ = try await services.signIn(login: "alice", password: "another long one")
            await #expect(throws: ServiceError.notFound) {
                try await services.resetPassword(by: secret, to: "yet another one")
            }
            #expect(try await postman.letters(stand).map(\.subject) == ["Your password was changed"])

            stand.clock.advance(.seconds(60))
            try await services.askForReset("alice@mail.example")
            let late = try #require(try await postman.letters(stand).first?.secret)
            stand.clock.advance(.seconds(3600))
            await #expect(throws: ServiceError.notFound) {
                try await services.resetPassword(by: late, to: "yet another one")
            }
        }
    }

    @Test("a new password ends what links are good for", arguments: TestEngine.available)
    func passwordEndsLinks(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman in
            let services = stand.services
            let alice = try await stand.account("alice")
            _ = try await services.changeEmail(of: alice, to: "thief@mail.example", password: ServicesFixture.password)
            let secret = try #require(try await postman.letters(stand).first?.secret)
            try await services.changePassword(
                of: alice,
                from: ServicesFixture.password,
                to: "another long one",
                keeping: nil
            )
            await #expect(throws: ServiceError.notFound) { try await services.confirmAddress(by: secret) }
            #expect(try await postman.letters(stand).map(\.subject) == ["Your password was changed"])
        }
    }

    @Test("an admin's new password ends access too", arguments: TestEngine.available)
    func byAdmin(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman in
            let alice = try await stand.account("alice")
            let session = try await stand.services.beginSession(alice)
            let made = try #require(try await stand.services.setPassword(nil, of: "Alice"))
            _ = try await stand.services.signIn(login: "alice", password: made)
            #expect(try await postman.letters(stand).map(\.subject) == ["Your password was changed"])
            #expect(try await stand.services.session(session.token) == nil)
            await #expect(throws: ServiceError.notFound) { try await stand.services.setPassword(nil, of: "nobody") }
        }
    }

    @Test("what nobody confirms goes after a week, and its name is free again", arguments: TestEngine.available)
    func forgotten(_ engine: TestEngine) async throws {
        try await visit(engine) { stand, postman in
            let alice = try await signUp("alice", stand)
            let bob = try await stand.account("bob")
            // Nobody knows of her yet.
            await #expect(throws: ServiceError.notFound) { try await stand.services.followAccount(alice, by: bob) }
            try await stand.services.forgetUnconfirmed()
            #expect(try await user(alice, stand).isDisabled == false)
            let carol = try await signUp("carol", stand)
            stand.clock.advance(.seconds(6 * 86_400))
            try await stand.services.sendConfirmation(again: carol)
            stand.clock.advance(.seconds(86_400 + 1))
            try await stand.services.forgetUnconfirmed()
            #expect(try await user(alice, stand).isDisabled)
            // Has a letter that is good still.
            #expect(try await user(carol, stand).isDisabled == false)
            #expect(try await user(bob, stand).isDisabled == false)
            try await stand.services.eraseAccount(alice)
            #expect(
                try await stand.database.read(consistent: true) { try RecountQueries.differences(limit: 9, $0) } == []
            )
            _ = try await signUp("alice", stand)
        }
    }

    @Test("without a mail server all is as it was", arguments: TestEngine.available)
    func without(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let alice = try await signUp("alice", stand)
            #expect(try await user(alice, stand).confirmedAt != nil)
            let isPending = try await stand.services.changeEmail(
                of: alice,
                to: "new@mail.example",
                password: ServicesFixture.password
            )
            #expect(!isPending)
            #expect(try await user(alice, stand).email == "new@mail.example")
            await #expect(throws: ServiceError.self) { try await stand.services.askForReset("new@mail.example") }
            try await stand.services.forgetUnconfirmed()
            let now = stand.clock.clock.now()
            #expect(try await stand.database.read { try JobQueries.isAnyDue(by: now, $0) } == false)
        }
    }
}
