// Letting somebody through who was held back, or not.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// No transaction moves or deletes more at once.
    private static let movedAtOnce = 500

    /// One page of those who wait to be heard, newest first.
    public func notificationRequests(of account: Int64, _ request: PageBounds) async throws
        -> Page<NotificationRequest>
    {
        let relations = try await relations.relations(of: account)
        let found = try await database.read { try NotificationRequestQueries.list(of: account, request, $0) }
        return Page(rows: found.map { (cursor: $0.id, item: $0) }, bounds: request).map { one in
            one.count == 0 || relations.hidesNotifications(from: one.fromAccountID) ? nil : one
        }
    }

    /// Throws `ServiceError.notFound`.
    public func notificationRequest(_ id: Int64, of account: Int64) async throws -> NotificationRequest {
        let found = try await database.read { try NotificationRequestQueries.requests([id], of: account, $0) }
        guard let request = found.first else { throw ServiceError.notFound }
        return request
    }

    /// From now on these senders are heard, and what was held back of them is shown.
    ///
    /// - Parameter all: all of `ids` must be there; otherwise `ServiceError.notFound` is thrown.
    public func acceptNotificationRequests(_ ids: [Int64], of account: Int64, all: Bool = false) async throws {
        let senders = try await change { change in
            let requests = try NotificationRequestQueries.requests(ids, of: account, change.connection)
            guard !all || requests.count == ids.count else { throw ServiceError.notFound }
            for request in requests {
                try NotificationPolicyQueries.permit(request.fromAccountID, by: account, change.connection)
                try NotificationRequestQueries.end(account, from: request.fromAccountID, change.connection)
            }
            return requests.map(\.fromAccountID)
        }
        for sender in senders { try await mergeNotifications(of: account, from: sender) }
    }

    /// Ends requests; what was held back of these senders is deleted, and more of them goes on being held back.
    ///
    /// - Parameter all: as in `acceptNotificationRequests`.
    public func dismissNotificationRequests(_ ids: [Int64], of account: Int64, all: Bool = false) async throws {
        let senders = try await change { change in
            let requests = try NotificationRequestQueries.requests(ids, of: account, change.connection)
            guard !all || requests.count == ids.count else { throw ServiceError.notFound }
            for request in requests {
                try NotificationRequestQueries.end(account, from: request.fromAccountID, change.connection)
            }
            return requests.map(\.fromAccountID)
        }
        for sender in senders {
            var count = Self.movedAtOnce
            while count == Self.movedAtOnce {
                count = try await change { change in
                    try NotificationRequestQueries.discard(
                        of: account,
                        from: sender,
                        limit: Self.movedAtOnce,
                        change.connection
                    )
                }
            }
        }
    }

    /// Whether all that was accepted is in the lists.
    public func areNotificationsMerged(of account: Int64) async throws -> Bool {
        try await !database.read { try NotificationPolicyQueries.isMerging(account, $0) }
    }

    /// Goes on with what an end of the server interrupted.
    public func mergeAcceptedNotifications() async throws {
        for (account, from) in try await database.read({ try NotificationPolicyQueries.merging(limit: 100, $0) }) {
            try await mergeNotifications(of: account, from: from)
        }
    }

    private func mergeNotifications(of account: Int64, from sender: Int64) async throws {
        var isDone = false
        while !isDone {
            isDone = try await change { try $0.merge(of: account, from: sender, limit: Self.movedAtOnce) }
        }
    }
}

extension Change {
    /// Shows some of what was held back. Returns whether that was the last of it.
    fileprivate mutating func merge(of account: Int64, from sender: Int64, limit: Int) throws -> Bool {
        let held = try NotificationRequestQueries.held(of: account, from: sender, limit: limit, connection)
        try NotificationRequestQueries.show(held.filter { !$0.kind.isGroupable }.map(\.id), in: nil, connection)
        for record in held where record.kind.isGroupable {
            let group = try NotificationGroupQueries.place(
                record.kind,
                for: account,
                status: record.statusID,
                at: record.createdAt,
                connection
            )
            try NotificationRequestQueries.show([record.id], in: group, connection)
            try NotificationGroupQueries.grow(group, by: record.id, at: record.createdAt, connection)
        }
        guard held.count < limit else { return false }
        try NotificationPolicyQueries.setMerged(sender, by: account, connection)
        record(.notificationsMerged(account: account))
        return true
    }
}
