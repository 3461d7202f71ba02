// A server with alice, bob and charlie that speaks with an imagined web.
import ActivityPub
import Basics
import Database
import Domain
import Outbound
import Services
import Storage
import TestSupport
import Testing

struct FederationFixture {
    let services: Services
    let web: FakeWeb
    let time: MovableClock

    static func run(
        _ engine: TestEngine,
        mode: FederationMode = .on,
        _ body: (FederationFixture) async throws -> Void
    ) async throws {
        try await withDatabase(engine, migrate: { try await Migrator.migrate($0) }) { database in
            let (time, web) = (MovableClock(), FakeWeb())
            let services = Services(
                database: database,
                site: try #require(Site(url: "https://chorus.example")),
                clock: time.clock,
                federation: FederationSettings(mode: mode, sealingKey: key) { try web.send($0) }
            )
            try await services.servers.reload()
            let now = time.clock.now()
            try await database.write { connection in
                for (id, name) in [(Int64(1), "alice"), (2, "bob"), (3, "charlie")] {
                    try AccountQueries.insert(Account(id: id, username: name, createdAt: now), connection)
                }
            }
            try await body(FederationFixture(services: services, web: web, time: time))
        }
    }

    static let key = [UInt8](repeating: 7, count: 32)

    /// An actor with its document and its WebFinger on the imagined web.
    func peer(_ name: String = "dora", host: String = "peer.example") throws -> FakeActor {
        let actor = try FakeActor(name, host: host)
        web.put(actor.id, actor.document())
        let handle = "\(name)@\(host)"
        web.put(Self.webFinger(handle), FakeActor.webFinger(handle, actor.id), type: "application/jrd+json")
        return actor
    }

    static func webFinger(_ handle: String) -> String {
        let host = handle.split(separator: "@").last ?? ""
        return "https://\(host)/.well-known/webfinger?resource=\(PercentEncoding.encode("acct:\(handle)"))"
    }

    func account(_ id: Int64) async throws -> Account {
        let details = try await services.database.read { try AccountQueries.details(id, $0) }
        return try #require(details?.account)
    }

    func remote(_ id: Int64) async throws -> RemoteAccount {
        let found = try await services.database.read { try RemoteAccountQueries.account(id, $0) }
        return try #require(found)
    }
}
