// Pins: up to five own statuses that stand first on a profile.

internal import Domain
internal import Storage

extension Services {
    public func pinStatus(_ id: Int64, by account: Int64) async throws {
        guard let status = try await statuses.status(id)?.status, status.accountID == account else {
            throw ServiceError.notFound
        }
        guard StatusPolicy.canPin(status, by: account) else {
            throw ServiceError.invalid("Reblogs and direct messages cannot be pinned")
        }
        let most = limits.pinnedStatuses
        try await change { change in
            guard try StatusQueries.status(id, change.connection) != nil else { throw ServiceError.notFound }
            guard try InteractionQueries.add(.pin, of: id, by: account, change.connection) else { return }
            guard try InteractionQueries.count(.pin, by: account, change.connection) <= most else {
                throw ServiceError.invalid("You have already pinned the maximum number of posts")
            }
            change.tell(.interactionChanged(account: account, status: id))
        }
    }

    public func unpinStatus(_ id: Int64, by account: Int64) async throws {
        guard let status = try await statuses.status(id)?.status, status.accountID == account else {
            throw ServiceError.notFound
        }
        try await change { change in
            _ = try InteractionQueries.remove(.pin, of: status.id, by: account, change.connection)
            change.tell(.interactionChanged(account: account, status: status.id))
        }
    }
}
