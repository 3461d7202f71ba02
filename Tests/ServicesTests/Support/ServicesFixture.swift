// Services over a database of their own, with a clock that the test moves.
import Basics
import Database
import Domain
import Services
import Storage
import TestSupport

struct ServicesFixture: Sendable {
    let services: Services
    let database: Database
    let clock: HandClock
}

/// Runs `body` with services on a new database.
func withServices(
    _ engine: TestEngine,
    registrations: RegistrationMode = .open,
    invites: InviteMode = .moderators,
    minAge: Int = 0,
    mail: MailSettings? = nil,
    rateLimits: RateLimits = .off,
    sendWebhook: WebhookSend? = nil,
    guarding: GuardSettings = GuardSettings(),
    _ body: (ServicesFixture) async throws -> Void
) async throws {
    try await withDatabase(engine, template: "Services", migrate: { try await Migrator.migrate($0) }) { database in
        guard
            let site = Site(
                url: "https://chorus.example",
                registrations: registrations,
                invites: invites,
                minAge: minAge
            )
        else { return }
        let clock = HandClock()
        var limits = Limits()
        limits.passwordCost = 4
        let services = Services(
            database: database,
            site: site,
            limits: limits,
            clock: clock.clock,
            mail: mail,
            rateLimits: rateLimits,
            sendWebhook: sendWebhook,
            guarding: guarding
        )
        try await body(ServicesFixture(services: services, database: database, clock: clock))
    }
}

extension ServicesFixture {
    static let password = "a quiet long password"
    static let back = "https://app.example/back"

    func account(_ name: String) async throws -> Int64 {
        try await services.createAccount(
            NewAccount(
                username: name,
                email: "\(name)@mail.example",
                password: ServicesFixture.password,
                agreement: true
            )
        ).account.id
    }

    func app(scopes: String = "read write follow push") async throws -> NewApp {
        try await services.registerApp(
            name: "Test app",
            redirectURIs: [ServicesFixture.back, "tusky://oauth"],
            scopes: scopes,
            website: nil
        )
    }

    func query(_ app: NewApp, scope: String? = "read write") -> AuthorizationQuery {
        AuthorizationQuery(
            responseType: "code",
            clientID: app.app.clientID,
            redirectURI: ServicesFixture.back,
            scope: scope,
            state: "s 1"
        )
    }

    /// A code for an app and an account.
    func code(_ app: NewApp, by account: Int64, challenge: String? = nil) async throws -> String {
        var query = query(app)
        (query.codeChallenge, query.codeChallengeMethod) = (challenge, challenge == nil ? nil : "S256")
        return try await services.approveAuthorization(services.beginAuthorization(query), by: account)
    }

    func exchange(_ code: String, _ app: NewApp, back: String? = ServicesFixture.back, verifier: String? = nil)
        async throws
        -> IssuedToken
    {
        try await services.exchangeCode(
            code,
            clientID: app.app.clientID,
            secret: app.secret,
            redirectURI: back,
            verifier: verifier
        )
    }
}

/// The codes of the fields that were refused, as `field CODE`.
func refusals(_ body: () async throws -> Void) async -> [String]? {
    do {
        try await body()
        return nil
    } catch ServiceError.invalidFields(let fields) {
        return fields.map { "\($0.field) \($0.code)" }
    } catch {
        return ["\(error)"]
    }
}
