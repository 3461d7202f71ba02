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
    private static let attemptsMost = 6

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
        var sendings: [Sending] = []
        do {
            if let event = entry.event {
                sendings = try await ActivityBuilder(services: services).sendings(for: event, by: entry.accountID)
            }
        } catch ServiceError.notFound {
            // Gone again before it was told.
        } catch  where entry.attempts < OutboxWorker.attemptsMost {
            let until = services.clock.now() + .seconds(5 << min(entry.attempts, 6))
            try await services.database.write { try OutboxQueries.delay(entry, until: until, $0) }
            throw error
        } catch {
            logger.error("Event \(entry.id) of the outbox was given up: \(error)")
        }
        let (now, ready, policies) = (services.clock.now(), sendings, services.servers.policies)
        let hasSent = try await services.database.write { connection -> Bool in
            guard try OutboxQueries.finish(entry, connection) else { return false }
            var hasSent = false
            for sending in ready {
                let inboxes = try sending.inboxes(policies, connection)
                guard !inboxes.isEmpty else { continue }
                _ = try DeliveryQueries.insert(sending.activity, to: inboxes, at: now, connection)
                hasSent = true
            }
            return hasSent
        }
        if hasSent { services.deliveries.wake() }
    }
}

/// An activity with those who are to have it.
struct Sending: Sendable {
    var activity: OutgoingActivity
    var audience: Audience

    /// Whom an activity goes to. Each server has it once, in its shared inbox.
    struct Audience: Sendable {
        var accounts: [Int64] = []
        /// All who follow this account.
        var followersOf: Int64?
        /// The servers that were sent this status before.
        var knowing: Int64?
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
