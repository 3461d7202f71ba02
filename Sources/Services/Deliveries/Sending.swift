// An activity with those who are to have it.

internal import ActivityPub
internal import Database
public import Domain
internal import Storage

/// What is sent for one event of the outbox.
public struct Sending: Sendable {
    public var activity: OutgoingActivity
    public var audience: Audience
    /// What is said by it until it is taken back, with its number; nil for the number of what is taken back.
    public var act: (act: SentAct, number: Int64?)?

    public init(activity: OutgoingActivity, audience: Audience, act: (act: SentAct, number: Int64?)? = nil) {
        self.activity = activity
        self.audience = audience
        self.act = act
    }

    /// Whom an activity goes to. Each server has it once, in its shared inbox.
    public struct Audience: Sendable {
        public var accounts: [Int64]
        /// All who follow this account.
        public var followersOf: Int64?
        /// The servers that were sent this status before.
        public var knowing: Int64?

        public init(accounts: [Int64] = [], followersOf: Int64? = nil, knowing: Int64? = nil) {
            self.accounts = accounts
            self.followersOf = followersOf
            self.knowing = knowing
        }
    }
}

extension Sending {
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
