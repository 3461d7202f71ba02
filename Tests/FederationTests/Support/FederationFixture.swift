// This server in process, with people of its own, and another server that is made up.

import ActivityPub
import Basics
import Database
import Domain
import Federation
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Media
import NIOCore
import Services
import Storage
import TestSupport
import Testing

/// What the routes are given of a connection: tests have none.
struct SocketlessContext: RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress? = nil

    init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
}

struct FederationFixture: Sendable {
    static let url = "https://chorus.example"

    let services: Services
    let federation: Federation
    let client: any TestClientProtocol
    let clock: HandClock
    let peer: Peer

    /// - Parameters:
    ///   - copies: files of others are copied, which needs the programs that read pictures.
    ///   - limits: how often something may be done.
    static func run(
        _ engine: TestEngine,
        copies: Bool = false,
        registrations: RegistrationMode = .open,
        limits rateLimits: RateLimits = .off,
        _ body: @escaping @Sendable (FederationFixture) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chorus-\(RandomToken.make(length: 12))")
        defer { if copies { try? FileManager.default.removeItem(at: folder) } }
        let media = copies ? try workshop(folder.path) : nil
        let files = copies ? try FileCache(root: folder.path + "/copies", budget: 1 << 30) : nil
        try await withDatabase(engine, template: "Federation", migrate: { _ = try await Migrator.migrate($0) }) {
            database in
            var site = try #require(Site(url: url, registrations: registrations))
            if copies { site.remoteFiles = RemoteFileSigner(secret: [UInt8](repeating: 7, count: 32)) }
            let (clock, peer) = (HandClock(), Peer())
            var limits = Limits()
            limits.passwordCost = 4
            let services = Services(
                database: database,
                site: site,
                limits: limits,
                clock: clock.clock,
                media: media,
                federation: FederationSettings(
                    sealingKey: [UInt8](repeating: 7, count: 32),
                    files: files,
                    send: { try await peer.send($0) }
                ),
                rateLimits: rateLimits
            )
            try await services.servers.reload()
            let federation = Federation(services: services, logger: Logger(label: "federation"))
            let router = Router(context: SocketlessContext.self)
            router.add(middleware: DocumentNegotiation(federation))
            federation.register(on: router)
            federation.registerFollowerSynchronization(on: router)
            federation.registerInboxes(on: router) { _, _ in nil }
            for path in ["/users/:name", "/@{name}"] {
                router.get(RouterPath(path)) { _, _ in Response(status: .ok, headers: [.contentType: "text/html"]) }
            }
            try await Application(router: router).test(.router) { client in
                try await body(
                    FederationFixture(
                        services: services,
                        federation: federation,
                        client: client,
                        clock: clock,
                        peer: peer
                    )
                )
            }
        }
    }

    private static func workshop(_ folder: String) throws -> MediaWorkshop {
        struct MissingTools: Error {}
        guard let tools = MediaTools.installed() else { throw MissingTools() }
        return try MediaWorkshop(
            tools: tools,
            limits: MediaLimits(),
            store: FolderStore(root: folder),
            folder: folder + "/in-progress"
        )
    }

    func person(_ name: String) async throws -> User {
        try await services.createAccount(
            NewAccount(username: name, email: "\(name)@example.com", password: "correct horse battery", agreement: true)
        ).user
    }

    func uri(_ name: String) -> String { "\(FederationFixture.url)/users/\(name)" }

    func get(_ path: String, accept: String = Vocabulary.accept) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: [.accept: accept])
    }

    func document(_ path: String) async throws -> JSONValue {
        let response = try await get(path)
        #expect(response.status == .ok, "\(path)")
        return try JSONValue.parse(Array(response.body.readableBytesView))
    }

    /// Sends an activity to the shared inbox, signed by that actor's key, and has what was taken in done.
    @discardableResult
    func send(
        _ activity: String,
        signedBy actor: String,
        key: SigningKey? = nil,
        as kind: SignatureKind = .cavage,
        to path: String = "/inbox"
    ) async throws -> Int {
        let body = Array(activity.utf8)
        let address = try #require(ObjectID(FederationFixture.url + path))
        var headers: HTTPFields = [.contentType: Vocabulary.contentType]
        let head = RequestHead(method: "POST", address: address, headers: [("content-type", Vocabulary.contentType)])
        for (name, value) in try HTTPSignature.headers(
            for: head,
            body: body,
            key: try key ?? Peer.key.get(),
            keyID: actor + "#main-key",
            as: kind,
            now: clock.clock.now()
        ) {
            guard name != "host", let field = HTTPField.Name(name) else { continue }
            headers[field] = value
        }
        let response = try await client.execute(
            uri: path,
            method: .post,
            headers: headers,
            body: ByteBuffer(bytes: body)
        )
        if response.status == .accepted { try await work() }
        return response.status.code
    }

    /// Does what waits in the inbox, each twice: what is done twice must be as if done once.
    func work() async throws {
        let now = clock.clock.now()
        let rows = try await services.database.read { connection in
            try InboxQueries.due(of: Peer.host, by: now, limit: 50, connection)
        }
        for row in rows + rows { try? await federation.work(on: row) }
    }

    /// Everything in the outbox as activities, with the addresses they go to.
    func sent() async throws -> [(activity: JSONValue, inbox: String)] {
        try await OutboxWorker(services: services, logger: Logger(label: "outbox")).work()
        let now = clock.clock.now()
        return try await services.database.read { connection in
            try DeliveryQueries.due(for: Peer.host, by: now, limit: 100, connection).map {
                (try JSONValue.parse($0.body), $0.inbox)
            }
        }
    }

    /// Sends what waits for the peer, and forgets it.
    func deliver() async throws {
        _ = try await sent()
        let now = clock.clock.now()
        for delivery in try await services.database.read({
            try DeliveryQueries.due(for: Peer.host, by: now, limit: 100, $0)
        }) {
            _ = await services.send(delivery)
            try await services.database.write { try DeliveryQueries.finish([delivery.id], as: .delivered, $0) }
        }
    }

    /// Somebody here follows an account of the peer, which has agreed. Returns that account.
    func follow(_ actor: String, by user: User) async throws -> Int64 {
        let target = try await services.remoteAccount(uri: actor)
        _ = try await services.followAccount(target, by: user.accountID)
        _ = try await services.acceptFollowRequest(of: user.accountID, by: target)
        return target
    }

    /// An account of the peer follows somebody here.
    func follow(_ name: String, by actor: String) async throws {
        try await send(
            #"{"id":"\#(actor)/follows/1","type":"Follow","actor":"\#(actor)","object":"\#(uri(name))"}"#,
            signedBy: actor
        )
    }

    /// Takes what is due of one kind out of the queue, as if it was done. Returns what each was about.
    func takeJobs(_ kind: String) async throws -> [String] {
        let now = clock.clock.now()
        return try await services.database.write { connection in
            let jobs = try JobQueries.lease(
                kind: kind,
                exceptHosts: [],
                by: 0,
                now: now,
                until: now + .seconds(60),
                limit: 50,
                connection
            )
            for job in jobs { try JobQueries.finish(job, by: 0, at: now, connection) }
            return jobs.map(\.payload)
        }
    }

    func follows(_ user: User, _ account: Int64) async throws -> Bool {
        try await services.database.read {
            try RelationshipQueries.followOptions(of: user.accountID, to: account, $0) != nil
        }
    }
}
