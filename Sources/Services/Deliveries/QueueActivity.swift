// An activity is written down for every inbox that is to have it.

internal import ActivityPub
internal import Database
public import Domain
internal import Jobs
internal import Storage

extension Change {
    /// Writes an activity and its deliveries; suspended servers get nothing.
    ///
    /// - Parameter inboxes: shared inboxes, or those of single accounts; each counts once.
    mutating func deliver(_ activity: OutgoingActivity, to inboxes: [String], _ policies: ServerPolicies) throws {
        let targets = Set(inboxes).compactMap { inbox -> Inbox? in
            guard let address = ObjectID(inbox) else { return nil }
            let host = address.origin.authority
            return policies.policy(of: host).isSuspended ? nil : Inbox(url: address.text, host: host)
        }
        guard !targets.isEmpty else { return }
        try DeliveryQueries.insert(activity, to: targets, at: now, connection)
    }
}

extension Services {
    /// Writes an activity down for one account of another server.
    public func deliver(_ activity: OutgoingActivity, toAccount account: Int64) async throws {
        let inboxes = try await database.read { try RemoteAccountQueries.inboxes(of: [account], $0) }
        try await deliver(activity, to: inboxes)
    }

    /// Writes an activity down for the inboxes; it is sent in the background.
    public func deliver(_ activity: OutgoingActivity, to inboxes: [String]) async throws {
        let policies = servers.policies
        try await change { try $0.deliver(activity, to: inboxes, policies) }
        deliveries.wake()
    }
}
