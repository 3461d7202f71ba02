// From what happened here to what others are told: one event, its activities, and a delivery for each server concerned.

internal import ActivityPub
internal import Basics
internal import Domain
internal import Jobs
public import Logging
public import ServiceLifecycle
public import Services

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
        let entries = try await services.leaseOutbox(limit: OutboxWorker.batch, for: OutboxWorker.lease)
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
            try await services.finishOutbox(entry, sending: sendings)
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

    /// Tries an entry again later, so often; then it is forgotten, and what its account did after it goes out.
    private func putOff(_ entry: OutboxEntry, attempts: Int64, _ error: any Error) async throws {
        guard entry.attempts < attempts else {
            logger.error("Event \(entry.id) of the outbox was given up after \(entry.attempts) attempts: \(error)")
            try await services.finishOutbox(entry, sending: [])
            return
        }
        let until = services.clock.now() + .seconds(5 << min(entry.attempts, 9))
        try await services.delayOutbox(entry, until: until)
        throw error
    }
}
