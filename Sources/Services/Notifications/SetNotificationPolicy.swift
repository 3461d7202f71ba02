// From whom somebody wants to hear.

internal import Database
public import Domain
internal import Storage

/// What waits for the recipient's word, counted to a limit.
public struct HeldNotifications: Sendable, Equatable {
    public var requests: Int
    public var notifications: Int64
}

extension Services {
    public func notificationPolicy(of account: Int64) async throws -> (NotificationPolicy, HeldNotifications) {
        try await database.read { connection in
            let policy = try NotificationPolicyQueries.policy(of: account, connection)
            let page = PageBounds(limit: NotificationRequestQueries.most)
            let requests = try NotificationRequestQueries.list(of: account, page, connection).filter { $0.count > 0 }
            let count = requests.reduce(0) { $0 + $1.count }
            return (policy, HeldNotifications(requests: requests.count, notifications: count))
        }
    }

    /// Changes the rules. What is held back stays so.
    public func setNotificationPolicy(
        of account: Int64,
        _ adapt: @escaping @Sendable (inout NotificationPolicy) -> Void
    ) async throws {
        try await change { change in
            var policy = try NotificationPolicyQueries.policy(of: account, change.connection)
            adapt(&policy)
            try NotificationPolicyQueries.set(policy, of: account, change.connection)
        }
    }
}
