// The routes of the client API and of the pages over a database of their own, called in process.
import Basics
import Database
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import MastodonAPI
import NIOCore
import Services
import Storage
import Synchronization
import TestSupport
import Testing
import Web

struct OAuthFixtureContext: RemoteAddressRequestContext {
    struct Source: RequestContextSource {
        let logger: Logger
    }

    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?

    init(source: Source) {
        coreContext = .init(source: source)
        remoteAddress = try? SocketAddress(ipAddress: "192.0.2.7", port: 40_000)
    }
}

/// An answer, read to its end.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: String

    var location: String { headers[.location] ?? "" }

    /// A text field of a JSON object.
    func text(_ name: String) -> String? {
        let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        return object?[name] as? String
    }

    /// The value of a hidden field of the page's own form, which is in its main part.
    func hidden(_ name: String) -> String? {
        let body = self.body.firstRange(of: "<main").map { self.body[$0.lowerBound...] } ?? self.body[...]
        guard let start = body.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(body[start.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
    }
}

/// A server without a listener.
struct OAuthFixture: Sendable {
    static let password = "a quiet long password"
    static let back = "https://app.example/back"

    let services: Services
    let now: HandClock
    private let responder: RouterResponder<OAuthFixtureContext>

    init(services: Services, now: HandClock) throws {
        self.services = services
        self.now = now
        let router = Router(context: OAuthFixtureContext.self)
        let (logger, limiter) = (Logger(label: "test"), services.limiter)
        API(services: services, limiter: limiter, logger: logger).register(on: router)
        let renderer = try PageRenderer()
        let pages = AuthPages(services: services, pages: renderer, logger: logger) { attempt, address in
            let family: RateFamily =
                switch attempt {
                case .signIn: .signIn
                case .signUp: .signUp
                case .mail: .mail
                }
            return limiter.allows(family, address, now: services.clock.now())
        }
        pages.register(on: router)
        Pages(services: services, renderer: renderer, logger: logger).register(on: router)
        responder = router.buildResponder()
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        headers: HTTPFields = [:],
        body: String? = nil,
        type: String = "application/x-www-form-urlencoded"
    ) async throws -> Reply {
        var headers = headers
        if let body {
            headers[.contentType] = type
            headers[.contentLength] = "\(body.utf8.count)"
        }
        let head = HTTPRequest(
            method: method,
            scheme: "https",
            authority: "chorus.example",
            path: path,
            headerFields: headers
        )
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(string: body ?? "")))
        let context = OAuthFixtureContext(source: .init(logger: Logger(label: "test")))
        let response = try await responder.respond(to: request, context: context)
        let collected = Collected()
        try await response.body.write(Collector(into: collected))
        return Reply(
            status: response.status.code,
            headers: response.headers,
            body: collected.buffer.withLock { String(buffer: $0) }
        )
    }

    func post(_ path: String, _ fields: [String: String], token: String? = nil) async throws -> Reply {
        try await send(.post, path, headers: bearer(token), body: form(fields))
    }

    func get(_ path: String, token: String? = nil) async throws -> Reply {
        try await send(.get, path, headers: bearer(token))
    }

    private func bearer(_ token: String?) -> HTTPFields { token.map { [.authorization: "Bearer \($0)"] } ?? [:] }

    /// Registers an app over HTTP.
    func app(scopes: String = "read write follow push profile", back: String = OAuthFixture.back) async throws
        -> TestApp
    {
        let reply = try await post(
            "/api/v1/apps",
            ["client_name": "Test app", "redirect_uris": back, "scopes": scopes]
        )
        return TestApp(
            id: try #require(reply.text("client_id")),
            secret: try #require(reply.text("client_secret")),
            back: back
        )
    }

    func account(_ name: String) async throws -> Int64 {
        try await services.createAccount(
            NewAccount(username: name, email: "\(name)@mail.example", password: OAuthFixture.password, agreement: true)
        ).account.id
    }

    /// A code for `alice`, by way of the services.
    func code(_ app: TestApp, by account: Int64, scope: String = "read", challenge: String? = nil) async throws
        -> String
    {
        let query = AuthorizationQuery(
            responseType: "code",
            clientID: app.id,
            redirectURI: app.back,
            scope: scope,
            codeChallenge: challenge,
            codeChallengeMethod: challenge.map { _ in "S256" }
        )
        return try await services.approveAuthorization(services.beginAuthorization(query), by: account)
    }

    func token(_ app: TestApp, by account: Int64, scope: String = "read") async throws -> String {
        let reply = try await post("/oauth/token", app.exchange(code(app, by: account, scope: scope)))
        return try #require(reply.text("access_token"))
    }
}

struct TestApp: Sendable {
    let id: String
    let secret: String
    let back: String

    func exchange(_ code: String) -> [String: String] {
        [
            "grant_type": "authorization_code", "code": code, "client_id": id, "client_secret": secret,
            "redirect_uri": back,
        ]
    }

    func authorize(_ more: [String: String] = [:]) -> String {
        let fields = ["response_type": "code", "client_id": id, "redirect_uri": back, "scope": "read", "state": "a b"]
        return "/oauth/authorize?" + form(fields.merging(more) { $1 })
    }
}

func form(_ fields: [String: String]) -> String {
    fields.sorted { $0.key < $1.key }.map { "\(PercentEncoding.encode($0.key))=\(PercentEncoding.encode($0.value))" }
        .joined(separator: "&")
}

/// A browser: keeps cookies, follows nothing by itself.
struct Browser {
    let stand: OAuthFixture
    var cookies: [String: String] = [:]

    init(_ stand: OAuthFixture) { self.stand = stand }

    mutating func get(_ path: String) async throws -> Reply { try await send(.get, path, nil) }

    mutating func post(_ path: String, _ fields: [String: String]) async throws -> Reply {
        try await send(.post, path, form(fields))
    }

    mutating func signIn(_ login: String, _ password: String = OAuthFixture.password, at page: String = "/auth/sign_in")
        async throws -> Reply
    {
        let asked = try await get(page)
        let fields = [
            "csrf": asked.hidden("csrf") ?? "", "return_to": asked.hidden("return_to") ?? "", "login": login,
            "password": password,
        ]
        return try await post("/auth/sign_in", fields)
    }

    /// Fills in the page where one signs up, as a person does who takes their time, and sends it.
    ///
    /// - Parameters:
    ///   - path: of the page.
    ///   - pause: between opening and sending it.
    mutating func signUp(
        _ fields: [String: String],
        at path: String = "/auth/sign_up",
        after pause: Duration = FormTimer.least
    ) async throws -> Reply {
        let page = try await get(path)
        stand.now.advance(pause)
        var all = ["agreement": "true", "password": OAuthFixture.password]
        for name in ["csrf", "opened", "invite"] { all[name] = page.hidden(name) }
        let back = path.hasPrefix("/auth/sign_up?") ? path : "/auth/sign_up"
        return try await post(back, all.merging(fields) { $1 })
    }

    private mutating func send(_ method: HTTPRequest.Method, _ path: String, _ body: String?) async throws -> Reply {
        let header = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let reply = try await stand.send(method, path, headers: header.isEmpty ? [:] : [.cookie: header], body: body)
        for cookie in reply.headers[values: .setCookie] {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : String(pair[1])
        }
        return reply
    }
}

func withStand(
    _ engine: TestEngine = .sqlite,
    registrations: RegistrationMode = .open,
    invites: InviteMode = .moderators,
    minAge: Int = 0,
    limits: RateLimits = .off,
    mail: MailSettings? = nil,
    _ body: (OAuthFixture) async throws -> Void
) async throws {
    try await withDatabase(engine, template: "OAuth", migrate: { try await Migrator.migrate($0) }) { database in
        guard
            let site = Site(
                url: "https://chorus.example",
                registrations: registrations,
                invites: invites,
                minAge: minAge
            )
        else { return }
        let now = HandClock()
        var numbers = Limits()
        numbers.passwordCost = 4
        let services = Services(
            database: database,
            site: site,
            limits: numbers,
            clock: now.clock,
            mail: mail,
            rateLimits: limits
        )
        try await body(OAuthFixture(services: services, now: now))
    }
}

private final class Collected: Sendable {
    let buffer = Mutex(ByteBuffer())
}

private struct Collector: ResponseBodyWriter {
    let collected: Collected

    init(into collected: Collected) { self.collected = collected }

    mutating func write(_ buffer: ByteBuffer) async throws {
        collected.buffer.withLock { _ = $0.writeImmutableBuffer(buffer) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
