// Pins: up to five own statuses that stand first on a profile.

internal import Domain
internal import Storage

extension Services {
    public func pinStatus(_ id: Int64, by account: Int64) async throws {
        let status = try await visible(id, for: account).status
        guard status.accountID == account else { throw ServiceError.invalid("Someone else's post cannot be pinned") }
        guard status.reblogOfID == nil else { throw ServiceError.invalid("A boost cannot be pinned") }
        guard StatusPolicy.canPin(status, by: account) else {
            throw ServiceError.invalid("Posts that are only visible to mentioned users cannot be pinned")
        }
        let most = limits.pinnedStatuses
        try await change { change in
            // Two at once must not both be the last.
            try CounterQueries.lock([account], change.connection)
            guard try StatusQueries.status(id, change.connection) != nil else { throw ServiceError.notFound }
            guard try InteractionQueries.add(.pin, of: id, by: account, change.connection) else { return }
            guard try InteractionQueries.count(.pin, by: account, change.connection) <= most else {
                throw ServiceError.invalid("You have already pinned the maximum number of posts")
            }
            change.tell(.interactionChanged(account: account, status: id))
        }
    }

    public func unpinStatus(_ id: Int64, by account: Int64) async throws {
        let status = try await visible(id, for: account).status
        try await change { change in
            _ = try InteractionQueries.remove(.pin, of: status.id, by: account, change.connection)
            change.tell(.interactionChanged(account: account, status: status.id))
        }
    }
}
