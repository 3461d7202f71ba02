// Putting a notification away, or all of them.

internal import Storage

extension Services {
    /// Throws `ServiceError.notFound` where the account has no such notification.
    public func dismissNotification(_ id: Int64, of account: Int64) async throws {
        let wasThere = try await change { try NotificationQueries.dismiss(id, of: account, $0.connection) }
        guard wasThere else { throw ServiceError.notFound }
    }

    public func clearNotifications(of account: Int64) async throws {
        try await change { try NotificationQueries.clear(of: account, $0.connection) }
    }
}
