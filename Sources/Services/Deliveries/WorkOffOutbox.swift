// Entries of the outbox, taken in their order and ended in the transaction that writes what is sent for them.

public import Basics
internal import Database
public import Domain
internal import Jobs
internal import Storage

extension Services {
    /// Takes the next entries. Others may take them after the lease, unless they were ended or delayed.
    public func leaseOutbox(limit: Int, for lease: Duration) async throws -> [OutboxEntry] {
        let now = clock.now()
        return try await database.write { try OutboxQueries.lease(limit: limit, until: now + lease, now: now, $0) }
    }

    /// Ends an entry, and writes what is sent for it to the inboxes of its audience. Writes nothing where somebody else has taken
    /// the entry since.
    public func finishOutbox(_ entry: OutboxEntry, sending: [Sending]) async throws {
        let (now, policies) = (clock.now(), servers.policies)
        let hasSent = try await database.write { connection -> Bool in
            guard try OutboxQueries.finish(entry, connection) else { return false }
            var hasSent = false
            for sending in sending {
                try sending.rememberAct(connection)
                let inboxes = try sending.inboxes(policies, connection)
                guard !inboxes.isEmpty else { continue }
                _ = try DeliveryQueries.insert(sending.activity, to: inboxes, at: now, connection)
                hasSent = true
            }
            return hasSent
        }
        if hasSent { deliveries.wake() }
    }

    /// Puts an entry off, and with it the later ones of its account.
    public func delayOutbox(_ entry: OutboxEntry, until: Timestamp) async throws {
        try await database.write { try OutboxQueries.delay(entry, until: until, $0) }
    }

    /// The number with which something was said last that is now taken back; nil where it was not said, or without one.
    public func sentNumber(of act: SentAct, by account: Int64) async throws -> Int64? {
        try await database.read { try SentActQueries.number(act, by: account, $0) }
    }
}
