// The client API in process: a router without a socket, three people, and a clock that stands still.
import Basics
import Database
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MastodonAPI
import NIOCore
import Services
import Storage
import TestSupport
import Testing

/// What the API is given of a connection: tests have none.
struct SocketlessContext: RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress? = nil

    init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
}

/// An answer as tests look at it.
struct TestAnswer {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSONValue { try JSONValue.parse(body) }

    /// Values of one member in a list of objects.
    func all(_ key: String) throws -> [String] {
        try #require(try json().array, "\(text)").map { $0[key]?.string ?? "-" }
    }

    /// The member at a path is `true`.
    func isTrue(_ key: String) throws -> Bool { try json()[key] == .bool(true) }
}

struct TestAPI {
    static let alice: Int64 = 101
    static let bob: Int64 = 102
    static let charlie: Int64 = 103
    static let now = Timestamp(seconds: 1_508_098_860)

    let services: Services
    let client: any TestClientProtocol

    static func run(_ engine: TestEngine, _ body: @escaping @Sendable (TestAPI) async throws -> Void) async throws {
        try await withDatabase(engine, migrate: { try await Migrator.migrate($0) }) { database in
            let site = try #require(Site(url: "https://chorus.example"))
            let services = Services(database: database, site: site, clock: .fixed(now))
            try await database.write { connection in
                try addApp(connection)
                for (id, name) in [(alice, "alice"), (bob, "bob"), (charlie, "charlie")] {
                    try add(id, name, connection)
                }
            }
            let router = Router(context: SocketlessContext.self)
            API(services: services, limiter: RateLimiter(limits: .off), logger: Logger(label: "test")).register(
                on: router
            )
            try await Application(router: router).test(.router) { client in
                try await body(TestAPI(services: services, client: client))
            }
        }
    }

    /// An account with a login and tokens: its name for everything, its name with a scope for that scope.
    static func add(_ id: Int64, _ name: String, _ connection: Connection) throws {
        let email = try #require(EmailAddress.validate("\(name)@example.com"))
        try AccountQueries.insert(Account(id: id, username: name, createdAt: now), connection)
        try UserQueries.insert(
            User(accountID: id, email: email.written, confirmedAt: now, createdAt: now),
            email: email,
            passwordHash: "-",
            reason: nil,
            connection
        )
        for (place, scopes) in ["read write follow", "profile", "read:statuses", "write:mutes"].enumerated() {
            let secret = place == 0 ? name : "\(name)+\(scopes)"
            try OAuthQueries.insert(
                AccessToken(
                    id: id * 10 + Int64(place),
                    hash: GrantCache.hash(secret),
                    appID: 1,
                    accountID: id,
                    scopes: scopes,
                    createdAt: now
                ),
                connection
            )
        }
    }

    private static func addApp(_ connection: Connection) throws {
        try OAuthQueries.insert(
            RegisteredApp(
                id: 1,
                clientID: "client",
                secretHash: [],
                name: "Test",
                website: nil,
                redirectURIs: [],
                scopes: "read",
                createdAt: now
            ),
            connection
        )
        try OAuthQueries.insert(
            AccessToken(
                id: 1,
                hash: GrantCache.hash("app"),
                appID: 1,
                accountID: nil,
                scopes: "read write",
                createdAt: now
            ),
            connection
        )
    }

    /// - Parameter token: `alice`, `alice+profile`, `app`; nil for nobody.
    func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        as token: String? = nil,
        form: String? = nil,
        json: String? = nil
    ) async throws -> TestAnswer {
        var headers: HTTPFields = [:]
        if let token { headers[.authorization] = "Bearer \(token)" }
        if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        if json != nil { headers[.contentType] = "application/json" }
        let body = form ?? json
        if let body { headers[.contentLength] = "\(body.utf8.count)" }
        return try await client.execute(
            uri: uri,
            method: method,
            headers: headers,
            body: body.map { ByteBuffer(string: $0) }
        ) { answer in
            TestAnswer(
                status: Int(answer.status.code),
                headers: answer.headers,
                body: Array(answer.body.readableBytesView)
            )
        }
    }

    func get(_ uri: String, as token: String? = nil) async throws -> TestAnswer { try await send(.get, uri, as: token) }

    func post(_ uri: String, as token: String? = nil, form: String? = nil) async throws -> TestAnswer {
        try await send(.post, uri, as: token, form: form)
    }
}
