// A small server for tests of what happens between people: alice, bob and charlie, and a clock that can be moved.
import Basics
import Database
import Domain
import Media
import Services
import Storage
import Synchronization
import TestSupport
import Testing

/// A clock that stands still until it is moved.
final class MovableClock: Sendable {
    private let time = Mutex(Timestamp(seconds: 1_508_098_860))

    var clock: Clock { Clock { self.time.withLock { $0 } } }

    func move(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
}

/// Three people who do not know each other yet.
struct PeopleFixture {
    static let alice: Int64 = 1
    static let bob: Int64 = 2
    static let charlie: Int64 = 3

    let services: Services
    let time: MovableClock
    /// Everything told so far.
    let told: Told

    final class Told: Sendable {
        private let events = Mutex<[DomainEvent]>([])

        /// What was told since the last call.
        func take() -> [DomainEvent] {
            events.withLock { events in
                defer { events = [] }
                return events
            }
        }

        func hear(_ event: DomainEvent) { events.withLock { $0.append(event) } }
    }

    /// Runs `body`, and checks afterwards that every counter equals a recount.
    static func run(
        _ engine: TestEngine,
        limits: Limits = Limits(),
        media: MediaWorkshop? = nil,
        archives: ArchiveFolder? = nil,
        isFederated: Bool = true,
        handleDomain: String? = nil,
        _ body: (PeopleFixture) async throws -> Void
    ) async throws {
        try await withDatabase(engine, migrate: { try await Migrator.migrate($0) }) { database in
            let time = MovableClock()
            let site = try #require(Site(url: "https://chorus.example", handleDomain: handleDomain))
            let services = Services(
                database: database,
                site: site,
                limits: limits,
                clock: time.clock,
                isFederated: isFederated,
                media: media,
                archives: archives
            )
            let told = Told()
            services.events.listen(told.hear)
            let neighbourhood = PeopleFixture(services: services, time: time, told: told)
            for (id, name) in [(alice, "alice"), (bob, "bob"), (charlie, "charlie")] {
                try await neighbourhood.add(id, name)
            }
            try await body(neighbourhood)
            let differences = try await database.read { try RecountQueries.differences(limit: 10, $0) }
            #expect(differences.isEmpty, "counters are exact")
        }
    }

    /// An account with a login.
    func add(_ id: Int64, _ name: String, _ change: @Sendable (inout Account) -> Void = { _ in }) async throws {
        let now = time.clock.now()
        var account = Account(id: id, username: name, createdAt: now)
        change(&account)
        let email = try #require(EmailAddress.validate("\(name)@example.com"))
        let user = User(accountID: id, email: email.written, confirmedAt: now, createdAt: now)
        try await services.database.write { [account] connection in
            try AccountQueries.insert(account, connection)
            try AccountQueries.setModeration(
                silencedAt: account.silencedAt,
                suspendedAt: account.suspendedAt,
                of: id,
                connection
            )
            try UserQueries.insert(user, email: email, passwordHash: "-", reason: nil, connection)
        }
    }

    /// An account of another server.
    func addRemote(
        _ id: Int64,
        _ name: String,
        at domain: String = "far.example",
        _ change: @Sendable (inout Account) -> Void = { _ in }
    ) async throws {
        var account = Account(id: id, username: name, domain: domain, createdAt: time.clock.now())
        account.uri = "https://\(domain)/users/\(name)"
        account.url = "https://\(domain)/@\(name)"
        change(&account)
        try await services.database.write { [account] in try AccountQueries.insert(account, $0) }
    }

    /// What waits in the outbox, oldest first, and in whose name.
    func outbox() async throws -> [(account: Int64, event: DomainEvent)] {
        let now = time.clock.now()
        let entries = try await services.database.write { connection in
            let entries = try OutboxQueries.lease(limit: 100, until: now, now: now, connection)
            for entry in entries { _ = try OutboxQueries.finish(entry, connection) }
            return entries
        }
        return try entries.map { ($0.accountID, try #require($0.event)) }
    }

    func lock(_ account: Int64) async throws {
        try await services.updateProfile(of: account, ProfileChanges(isLocked: true))
        _ = told.take()
    }

    func relationship(of account: Int64, to target: Int64) async throws -> Relationship {
        let now = time.clock.now()
        let found = try await services.database.read {
            try RelationshipQueries.relationships(of: account, to: [target], now: now, $0).first
        }
        return try #require(found)
    }

    /// `followers` and `following` as stored.
    func follows(_ account: Int64) async throws -> [Int64] {
        let details = try await services.database.read { try AccountQueries.details(account, $0) }
        let counters = try #require(details?.counters)
        return [counters.followers, counters.following]
    }

    /// What an account was told, newest first, as `follow from 2`.
    func notices(_ account: Int64) async throws -> [String] {
        let records = try await services.database.read {
            try NotificationQueries.list(of: account, .init(), PageBounds(limit: 40), $0)
        }
        return records.map { "\($0.kind.name) from \($0.fromAccountID)" }
    }
}
