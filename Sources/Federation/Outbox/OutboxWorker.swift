// From what happened here to what others are told: one event, its activities, and a delivery for each server concerned.

internal import ActivityPub
internal import Basics
internal import Database
internal import Domain
internal import Jobs
public import Logging
public import ServiceLifecycle
public import Services
internal import Storage

/// Takes what the use cases left in the outbox, in order, and writes the deliveries in the transaction that ends it.
public struct OutboxWorker: Service {
    private let services: Services
    private let logger: Logger

    private static let batch = 50
    private static let lease = Duration.seconds(120)
    /// Looks at what cannot be told, and tries to write what can: about five minutes, and an hour and a half.
    private static let buildsMost: Int64 = 6
    private static let writesMost: Int64 = 10

    public init(services: Services, logger: Logger) {
        self.services = services
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                // At once where this process wrote something, and once a second for what others did.
                group.addTask { for await _ in services.outbox.wakes { await workOff() } }
                group.addTask {
                    while !Task.isCancelled {
                        await workOff()
                        try? await Task.sleep(for: .seconds(1))
                    }
                }
            }
        }
    }

    private func workOff() async {
        do {
            while try await work() == OutboxWorker.batch, !Task.isCancelled {}
        } catch {
            logger.error("The outbox is not worked off: \(error)")
        }
    }

    /// Works off what is there now. Returns how much it was.
    @discardableResult
    public func work() async throws -> Int {
        let now = services.clock.now()
        let entries = try await services.database.write { connection in
            try OutboxQueries.lease(limit: OutboxWorker.batch, until: now + OutboxWorker.lease, now: now, connection)
        }
        var isWaiting: Set<Int64> = []
        for entry in entries where !isWaiting.contains(entry.accountID) {
            do {
                try await work(on: entry)
            } catch {
                // What the same account did later waits with it.
                isWaiting.insert(entry.accountID)
                logger.warning("Event \(entry.id) of the outbox is tried again: \(error)")
            }
        }
        return entries.count
    }

    private func work(on entry: OutboxEntry) async throws {
        let sendings: [Sending]
        do {
            sendings = try await self.sendings(for: entry)
        } catch {
            return try await putOff(entry, attempts: OutboxWorker.buildsMost, error)
        }
        do {
            if try await write(sendings, ending: entry) { services.deliveries.wake() }
        } catch {
            try await putOff(entry, attempts: OutboxWorker.writesMost, error)
        }
    }

    private func sendings(for entry: OutboxEntry) async throws -> [Sending] {
        guard let event = entry.event else { return [] }
        do {
            return try await ActivityBuilder(services: services).sendings(for: event, by: entry.accountID)
        } catch ServiceError.notFound {
            // Gone again before it was told.
            return []
        }
    }

    /// Ends an entry in the transaction that writes what is sent for it. Returns whether anything is.
    private func write(_ sendings: [Sending], ending entry: OutboxEntry) async throws -> Bool {
        let (now, policies) = (services.clock.now(), services.servers.policies)
        return try await services.database.write { connection -> Bool in
            guard try OutboxQueries.finish(entry, connection) else { return false }
            var hasSent = false
            for sending in sendings {
                try sending.rememberAct(connection)
                let inboxes = try sending.inboxes(policies, connection)
                guard !inboxes.isEmpty else { continue }
                _ = try DeliveryQueries.insert(sending.activity, to: inboxes, at: now, connection)
                hasSent = true
            }
            return hasSent
        }
    }

    /// Tries an entry again later, so often; then it is forgotten, and what its account did after it goes out.
    private func putOff(_ entry: OutboxEntry, attempts: Int64, _ error: any Error) async throws {
        guard entry.attempts < attempts else {
            logger.error("Event \(entry.id) of the outbox was given up after \(entry.attempts) attempts: \(error)")
            _ = try await services.database.write { try OutboxQueries.finish(entry, $0) }
            return
        }
        let until = services.clock.now() + .seconds(5 << min(entry.attempts, 9))
        try await services.database.write { try OutboxQueries.delay(entry, until: until, $0) }
        throw error
    }
}

/// An activity with those who are to have it.
struct Sending: Sendable {
    var activity: OutgoingActivity
    var audience: Audience
    /// What is said by it until it is taken back, with its number; nil for the number of what is taken back.
    var act: (act: SentAct, number: Int64?)?

    /// Whom an activity goes to. Each server has it once, in its shared inbox.
    struct Audience: Sendable {
        var accounts: [Int64] = []
        /// All who follow this account.
        var followersOf: Int64?
        /// The servers that were sent this status before.
        var knowing: Int64?
    }

    func rememberAct(_ connection: Connection) throws {
        guard let (act, number) = act else { return }
        if let number {
            try SentActQueries.set(act, by: activity.accountID, number, connection)
        } else {
            try SentActQueries.forget(act, by: activity.accountID, connection)
        }
    }

    func inboxes(_ policies: ServerPolicies, _ connection: Connection) throws -> [Inbox] {
        var addresses = try RemoteAccountQueries.inboxes(of: audience.accounts, connection)
        if let account = audience.followersOf {
            addresses += try RemoteAccountQueries.inboxes(followersOf: account, connection)
        }
        if let status = audience.knowing { addresses += try DeliveryQueries.inboxes(knowing: status, connection) }
        var seen: Set<String> = []
        return addresses.compactMap { address in
            guard seen.insert(address).inserted, let id = ObjectID(address) else { return nil }
            let host = id.origin.authority
            return policies.policy(of: host).isSuspended ? nil : Inbox(url: address, host: host)
        }
    }
}
