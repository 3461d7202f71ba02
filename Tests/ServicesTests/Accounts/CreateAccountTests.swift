import Basics
// Making accounts: what is refused, and that a name is given once.
import Database
import Domain
import Services
import Storage
import TestSupport
import Testing

@Suite("Create an account")
struct CreateAccountTests {
    @Test("PostgreSQL takes part", .enabled(if: TestEngine.hasPostgres, TestEngine.howToHavePostgres))
    func postgres() {}

    @Test("an account comes with counters and a confirmed login", arguments: TestEngine.available)
    func creates(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let created = try await stand.services.createAccount(
                NewAccount(
                    username: "Alice",
                    email: " alice@mail.example",
                    password: nil,
                    locale: "de-AT",
                    agreement: true
                )
            )
            let details = try await stand.database.read { try AccountQueries.details(created.account.id, $0) }
            #expect(details?.account == created.account)
            #expect(details?.counters == AccountCounters())
            let user = try await stand.database.read { try UserQueries.user(created.account.id, $0) }
            #expect(user == created.user)
            #expect(user?.confirmedAt != nil && user?.locale == "de" && user?.email == "alice@mail.example")
            let password = try #require(created.generatedPassword)
            _ = try await stand.services.signIn(login: "@alice", password: password)
        }
    }

    @Test("each field is refused with its code, all at once", arguments: TestEngine.available)
    func refuses(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            _ = try await stand.account("alice")
            func refused(_ username: String, _ email: String, _ password: String, agreement: Bool = true) async
                -> [String]?
            {
                await refusals {
                    _ = try await stand.services.createAccount(
                        NewAccount(username: username, email: email, password: password, agreement: agreement)
                    )
                }
            }
            let good = ServicesFixture.password
            #expect(
                await refused("", "", "", agreement: false) == [
                    "username ERR_BLANK", "email ERR_BLANK", "password ERR_BLANK", "agreement ERR_ACCEPTED",
                ]
            )
            #expect(await refused("ALICE", "ALICE@mail.example", good) == ["username ERR_TAKEN", "email ERR_TAKEN"])
            #expect(await refused("bob!", "bob", good) == ["username ERR_INVALID", "email ERR_INVALID"])
            #expect(
                await refused("bob\u{0}", "b\u{0}@mail.example", good) == ["username ERR_INVALID", "email ERR_INVALID"]
            )
            #expect(
                await refused(String(repeating: "b", count: 31), "b@mail.example", "short") == [
                    "username ERR_TOO_LONG", "password ERR_TOO_SHORT",
                ]
            )
            #expect(
                await refused("bob", "b@mail.example", String(repeating: "p", count: 129)) == ["password ERR_TOO_LONG"]
            )
            #expect(
                await refused("bob", String(repeating: "b", count: 300) + "@m.example", good) == ["email ERR_TOO_LONG"]
            )
            #expect(await refused("Admin", "b@mail.example", good) == ["username ERR_RESERVED"])
            let owner = try await stand.services.createAccount(
                NewAccount(
                    username: "Admin",
                    email: "b@mail.example",
                    password: good,
                    role: .admin,
                    agreement: true,
                    allowsReservedName: true
                )
            )
            #expect(owner.user.role == .admin)
        }
    }

    @Test("of many who ask for one name at once, one gets it", arguments: TestEngine.available)
    func race(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let outcomes = await withTaskGroup(of: [String]?.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        await refusals {
                            // Half compete for the name, half for the address.
                            let (name, mail) =
                                number % 2 == 0 ? ("charlie", "c\(number)") : ("charlie\(number)", "charlie")
                            _ = try await stand.services.createAccount(
                                NewAccount(
                                    username: name,
                                    email: "\(mail)@mail.example",
                                    password: ServicesFixture.password,
                                    agreement: true
                                )
                            )
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 2)
            #expect(outcomes.filter { $0 == ["username ERR_TAKEN"] }.count == 5)
            #expect(outcomes.filter { $0 == ["email ERR_TAKEN"] }.count == 5)
            let count = try await stand.database.read { try UserQueries.count($0) }
            #expect(count == 2)
        }
    }

    @Test("an app signs somebody up with its own token, and no other way", arguments: TestEngine.available)
    func throughApp(_ engine: TestEngine) async throws {
        try await withServices(engine) { stand in
            let app = try await stand.app()
            let token = try await stand.services.clientCredentialsToken(
                clientID: app.app.clientID,
                secret: app.secret,
                scope: "write:accounts"
            )
            let grant = try #require(try await stand.services.grants.grant(token: token.token))
            #expect(grant.user == nil && grant.scopes == .writeAccounts)
            var wish = NewAccount(
                username: "bob",
                email: "bob@mail.example",
                password: ServicesFixture.password,
                role: .admin,
                agreement: true
            )
            let issued = try await stand.services.signUpThroughApp(wish, grant: grant)
            #expect(issued.scopes == "read write follow push")
            let user = try #require(try await stand.services.grants.grant(token: issued.token))
            #expect(user.user?.email == "bob@mail.example" && user.user?.role == .user)
            await #expect(throws: ServiceError.forbidden("This action is not allowed")) {
                try await stand.services.signUpThroughApp(wish, grant: user)
            }
            #expect(
                await refusals { _ = try await stand.services.signUpThroughApp(wish, grant: grant) } == [
                    "username ERR_TAKEN", "email ERR_TAKEN",
                ]
            )
            (wish.username, wish.email, wish.password) = ("charlie", "c@mail.example", nil)
            let refused = await refusals { [wish] in _ = try await stand.services.signUpThroughApp(wish, grant: grant) }
            #expect(refused == ["password ERR_BLANK"])
        }
    }

    @Test("closed registrations are closed to strangers, not to the command line", arguments: TestEngine.available)
    func closed(_ engine: TestEngine) async throws {
        try await withServices(engine, registrations: .closed) { stand in
            let wish = NewAccount(
                username: "bob",
                email: "b@mail.example",
                password: ServicesFixture.password,
                agreement: true
            )
            await #expect(throws: ServiceError.forbidden("Signing up is closed on this server")) {
                try await stand.services.signUp(wish)
            }
            _ = try await stand.services.createAccount(wish)
        }
    }
}
