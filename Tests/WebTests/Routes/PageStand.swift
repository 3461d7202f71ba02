// The pages over a database of their own, asked through the router in process.
import Basics
import Database
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Services
import Storage
import TestSupport

@testable import Web

/// A request without a peer.
struct PageContext: RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress? = nil

    init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
}

/// What was answered.
struct PageReply: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: String

    var location: String? { headers[.location] }
    /// Complaints about the document; none for a good page.
    var complaints: [String] { HTMLCheck(body).complaints }
    /// The text of the page.
    var text: String { HTML.plainText(fromHTML: body) }
    /// Where the links of a class or relation lead.
    func links(_ key: String, _ value: String) -> [String] {
        HTMLCheck(body).tags.filter { $0.attributes[key] == value }.compactMap { $0.attributes["href"] }
    }
}

struct PageStand: Sendable {
    let services: Services
    let database: Database
    let clock: HandClock
    let client: any TestClientProtocol

    func get(
        _ path: String,
        method: HTTPRequest.Method = .get,
        headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> PageReply {
        let buffer = body.map { ByteBuffer(string: $0) }
        return try await client.execute(uri: path, method: method, headers: headers, body: buffer) { response in
            PageReply(
                status: response.status.code,
                headers: response.headers,
                body: String(buffer: response.body)
            )
        }
    }

    /// - Parameter isDiscoverable: whether they chose to be found.
    func account(_ name: String, isDiscoverable: Bool = true, role: Role = .user) async throws -> User {
        let user = try await services.createAccount(
            NewAccount(
                username: name,
                email: "\(name)@mail.example",
                password: "a quiet long password",
                role: role,
                agreement: true
            )
        ).user
        if isDiscoverable {
            try await services.updateProfile(of: user.accountID, ProfileChanges(isDiscoverable: true))
        }
        return user
    }

    /// The cookie of a new session, and the proof for its forms.
    func session(_ user: User) async throws -> (cookie: HTTPFields, proof: String) {
        let token = try await services.beginSession(user.accountID).token
        let proof = FormProof.make(for: token, account: user.accountID)
        return ([.cookie: "\(services.site.sessionCookie)=\(token)"], proof)
    }

    @discardableResult
    func post(
        _ text: String,
        by user: User,
        to parent: Int64? = nil,
        _ visibility: Visibility = .public,
        spoiler: String = ""
    ) async throws -> Int64 {
        clock.advance(.seconds(1))
        let draft = StatusDraft(text: text, spoilerText: spoiler, visibility: visibility, inReplyToID: parent)
        return try await services.postStatus(draft, by: user).status.id
    }

    /// What a moderator does.
    func moderate(_ user: User, silenced: Bool = false, suspended: Bool = false) async throws {
        let now = clock.clock.now()
        try await database.write { connection in
            try AccountQueries.setModeration(
                silencedAt: silenced ? now : nil,
                suspendedAt: suspended ? now : nil,
                of: user.accountID,
                connection
            )
        }
        services.events.publish([.accountChanged(id: user.accountID)])
    }
}

/// Runs `body` with the pages on a new database.
///
/// - Parameters:
///   - keeping: how long rendered pages are kept; not at all unless said.
///   - rasteriser: none unless said.
///   - guarding: whether posts are looked at for private information; they are not unless said.
///   - registrations: how strangers come in.
///   - movement: changes what tags, trends and calls are, in place of those of the server.
func withPages(
    _ engine: TestEngine,
    keeping: Duration = .zero,
    rasteriser: Rasteriser? = nil,
    guarding: GuardSettings = GuardSettings(),
    registrations: RegistrationMode = .open,
    movement change: @escaping @Sendable (inout Movement) -> Void = { _ in },
    _ body: @escaping @Sendable (PageStand) async throws -> Void
) async throws {
    try await withDatabase(engine, template: "Pages", migrate: { _ = try await Migrator.migrate($0) }) { database in
        let title = "Chorus & friends"
        guard let site = Site(url: "https://chorus.example", title: title, registrations: registrations) else { return }
        let clock = HandClock()
        var limits = Limits()
        limits.passwordCost = 4
        let services = Services(
            database: database,
            site: site,
            limits: limits,
            clock: clock.clock,
            // Links get cards, which tests fill.
            fetchPage: { _, _, _ in throw ServiceError.notFound },
            guarding: guarding
        )
        let router = Router(context: PageContext.self, options: [.autoGenerateHeadEndpoints])
        let (logger, renderer) = (Logger(label: "pages"), try PageRenderer())
        var movement = Movement(services)
        change(&movement)
        Pages(
            services: services,
            renderer: renderer,
            logger: logger,
            keeping: keeping,
            rasteriser: rasteriser,
            movement: movement
        ).register(on: router)
        AuthPages(services: services, movement: movement, pages: renderer, logger: logger) { _, _ in true }
            .register(on: router)
        try await Application(router: router).test(.router) { client in
            try await body(PageStand(services: services, database: database, clock: clock, client: client))
        }
    }
}
