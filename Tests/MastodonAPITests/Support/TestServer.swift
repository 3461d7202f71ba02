// A whole server in this process: the real use cases over a real database, the routes, and three people.

import Basics
import Database
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MastodonAPI
import Media
import NIOCore
import Services
import Storage
import Synchronization
import TestSupport
import Testing

/// Somebody with an account here and a token for it.
struct Person: Sendable {
    let id: Int64
    let name: String
    let user: User
    let token: String
}

struct TestServer: Sendable {
    let services: Services
    let client: any TestClientProtocol
    let clock: HandClock
    let alice: Person
    let bob: Person
    let charlie: Person
    fileprivate let told: EventLog

    /// Sends one request, a second after the one before, or as long as `after` says.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        as person: Person? = nil,
        token: String? = nil,
        _ parameters: KeyValuePairs<String, String> = [:],
        json: String? = nil,
        headers: HTTPFields = [:],
        body: ByteBuffer? = nil,
        after: Duration = .seconds(1)
    ) async throws -> Reply {
        clock.advance(after)
        var headers = headers
        if let token = token ?? person?.token { headers[.authorization] = "Bearer \(token)" }
        var uri = path
        var body = body
        let form = parameters.map { "\(PercentEncoding.encode($0.key))=\(PercentEncoding.encode($0.value))" }
        if let json {
            headers[.contentType] = "application/json"
            body = ByteBuffer(string: json)
        }
        if !form.isEmpty {
            if method == .get || body != nil {
                uri += (uri.contains("?") ? "&" : "?") + form.joined(separator: "&")
            } else {
                headers[.contentType] = "application/x-www-form-urlencoded"
                body = ByteBuffer(string: form.joined(separator: "&"))
            }
        }
        let before = services.database.statistics.statements
        let seen = told.count
        let response = try await client.execute(uri: uri, method: method, headers: headers, body: body)
        return Reply(
            request: "\(method) \(path)",
            response: response,
            events: told.since(seen),
            statements: services.database.statistics.statements - before
        )
    }

    func get(
        _ path: String,
        as person: Person? = nil,
        _ parameters: KeyValuePairs<String, String> = [:]
    ) async throws -> Reply { try await send(.get, path, as: person, parameters) }

    /// Posts a status and returns its id.
    @discardableResult
    func post(
        _ text: String,
        by person: Person,
        _ visibility: String = "public",
        answering parent: String? = nil
    ) async throws -> String {
        let reply = try await send(
            .post,
            "/api/v1/statuses",
            as: person,
            ["status": text, "visibility": visibility, "in_reply_to_id": parent ?? ""]
        )
        return try reply.id()
    }

    /// Posts a status of these fields.
    func post(_ fields: KeyValuePairs<String, String>, by person: Person) async throws -> Reply {
        try await send(.post, "/api/v1/statuses", as: person, fields)
    }

    /// Changes a profile by the older of its two addresses.
    func updateProfile(_ fields: KeyValuePairs<String, String>, of person: Person) async throws -> Reply {
        try await send(.patch, "/api/v1/accounts/update_credentials", as: person, fields)
    }

    /// One act on a status, such as `favourite`.
    @discardableResult
    func act(_ name: String, _ status: String, by person: Person) async throws -> Reply {
        try await send(.post, "/api/v1/statuses/\(status)/\(name)", as: person)
    }

    func follow(_ target: Person, by person: Person) async throws {
        _ = try await services.followAccount(target.id, by: person.id)
    }

    func block(_ target: Person, by person: Person) async throws {
        try await send(.post, "/api/v1/accounts/\(target.id)/block", as: person).expect(200)
    }

    /// Counters that are not what their causes say; empty when all is right.
    func wrongCounters() async throws -> [CounterDifference] {
        try await services.database.read { try RecountQueries.differences(limit: 10, $0) }
    }

    /// The same database, with nothing in memory.
    func cold() -> Services {
        Services(
            database: services.database,
            site: services.site,
            limits: services.limits,
            clock: services.clock,
            media: services.media
        )
    }

    func token(_ person: Person, scopes: String) async throws -> String {
        try await services.createToken(username: person.name, scopes: scopes).token
    }
}

/// What seals tokens in these tests.
let pushKey = [UInt8](repeating: 7, count: 32)

/// Runs `body` with a server on a new database; alice, bob and charlie follow nobody yet.
func withServer(
    _ engine: TestEngine,
    sizes: TimelineSizes = TimelineSizes(),
    fetchPage: PageFetch? = nil,
    translator: Translator? = nil,
    isLimited: Bool = false,
    limits change: (inout Limits) -> Void = { _ in },
    media: MediaWorkshop? = nil,
    guarding: GuardSettings = GuardSettings(),
    _ body: @escaping @Sendable (TestServer) async throws -> Void
) async throws {
    var limits = Limits()
    limits.passwordCost = 4
    change(&limits)
    await Gate.servers.enter()
    defer { Gate.servers.leave() }
    try await withDatabase(
        engine,
        template: "MastodonAPITests",
        migrate: { _ = try await Migrator.migrate($0) }
    ) { database in
        let clock = HandClock(Timestamp(seconds: 1_700_000_000))
        let site = try #require(Site(url: "https://chorus.example", isLimited: isLimited))
        let services = Services(
            database: database,
            site: site,
            limits: limits,
            clock: clock.clock,
            media: media,
            fetchPage: fetchPage,
            translator: translator,
            push: PushSettings(sealingKey: pushKey),
            timelineSizes: sizes,
            guarding: guarding
        )
        // A key that is always the same, since instance documents tell it.
        try await database.write { try PushQueries.keep(secret: [UInt8](repeating: 1, count: 32), named: "vapid", $0) }
        let told = EventLog()
        services.events.listen(told.append)
        var people: [Person] = []
        for name in ["alice", "bob", "charlie"] { people.append(try await person(name, services)) }
        let (alice, bob, charlie) = (people[0], people[1], people[2])
        try await run(services) { client in
            try await body(
                TestServer(
                    services: services,
                    client: client,
                    clock: clock,
                    alice: alice,
                    bob: bob,
                    charlie: charlie,
                    told: told
                )
            )
        }
    }
}

extension TestServer {
    /// The routes of other services, such as `cold()`.
    func with(_ services: Services, _ body: @escaping @Sendable (TestServer) async throws -> Void) async throws {
        let told = EventLog()
        services.events.listen(told.append)
        let (clock, alice, bob, charlie) = (clock, alice, bob, charlie)
        try await run(services) { client in
            try await body(
                TestServer(
                    services: services,
                    client: client,
                    clock: clock,
                    alice: alice,
                    bob: bob,
                    charlie: charlie,
                    told: told
                )
            )
        }
    }

    /// One more person.
    func newPerson(_ name: String) async throws -> Person { try await person(name, services) }
}

private func person(_ name: String, _ services: Services) async throws -> Person {
    let made = try await services.createAccount(
        NewAccount(username: name, email: "\(name)@example.org", password: "correct horse", agreement: true)
    )
    let token = try await services.createToken(username: name)
    return Person(id: made.account.id, name: name, user: made.user, token: token.token)
}

private func run(
    _ services: Services,
    _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
) async throws {
    let router = Router(context: TestContext.self)
    var logger = Logger(label: "tests")
    logger.logLevel = .critical
    API(services: services, limiter: RateLimiter(limits: .off), logger: logger).register(on: router)
    MediaFiles(services)?.register(on: router)
    try await Hummingbird.Application(router: router, logger: logger).test(.router) { try await body($0) }
}

private struct TestContext: RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress? = nil

    init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
}

/// What the services told, in order.
final class EventLog: Sendable {
    private let events = Mutex<[DomainEvent]>([])

    var count: Int { events.withLock { $0.count } }

    func append(_ event: DomainEvent) { events.withLock { $0.append(event) } }

    func since(_ place: Int) -> [DomainEvent] { events.withLock { Array($0[place...]) } }
}
