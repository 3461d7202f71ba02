// Putting a notification away, or a group of them, or all.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// No transaction deletes more at once.
    private static let dismissedAtOnce = 1000

    /// Throws `ServiceError.notFound` where the account has no such notification.
    public func dismissNotification(_ id: Int64, of account: Int64) async throws {
        guard try await dismissNotifications([id], of: account) == 1 else { throw ServiceError.notFound }
    }

    /// Puts away those of `ids` that the account has. Returns how many.
    @discardableResult
    public func dismissNotifications(_ ids: [Int64], of account: Int64) async throws -> Int {
        try await change { change in
            let removed = try NotificationQueries.dismiss(ids, of: account, change.connection)
            try NotificationGroupQueries.settle(removed, change.connection)
            return removed.count
        }
    }

    /// Puts away all of a group. One that is not there is fine, as with Mastodon.
    public func dismissGroup(_ key: GroupKey, of account: Int64) async throws {
        switch key {
        case .ungrouped(let id): try await dismissNotifications([id], of: account)
        case .group(let kind, let status, let bucket):
            let found = try await database.read {
                try NotificationGroupQueries.group(kind, status: status, bucket: bucket, of: account, $0)
            }
            guard let group = found?.id else { return }
            try await inSteps { change in
                try NotificationQueries.dismissGroup(group, limit: Self.dismissedAtOnce, change.connection)
            }
        }
    }

    /// Puts away all that were told until now.
    public func clearNotifications(of account: Int64) async throws {
        let newest = try await database.read { try NotificationQueries.newest($0) }
        try await inSteps { change in
            try NotificationQueries.clear(
                of: account,
                upTo: newest,
                limit: Self.dismissedAtOnce,
                change.connection
            )
        }
    }

    /// Each step is a transaction of its own that leaves all groups right.
    private func inSteps(_ step: @escaping @Sendable (Change) throws -> [RemovedNotification]) async throws {
        var count = Self.dismissedAtOnce
        while count == Self.dismissedAtOnce {
            count = try await change { change in
                let removed = try step(change)
                try NotificationGroupQueries.settle(removed, change.connection)
                return removed.count
            }
        }
    }
}
