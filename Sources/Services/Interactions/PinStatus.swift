// Pins: up to five own statuses that stand first on a profile.

internal import Basics
internal import Domain
internal import Storage

extension Services {
    public func pinStatus(_ id: Int64, by account: Int64) async throws {
        let cached = try await visible(id, for: account)
        let status = cached.status
        guard status.accountID == account else { throw ServiceError.invalid("Someone else's post cannot be pinned") }
        guard status.reblogOfID == nil else { throw ServiceError.invalid("A boost cannot be pinned") }
        guard StatusPolicy.canPin(status, by: account) else {
            throw ServiceError.invalid("Posts that are only visible to mentioned users cannot be pinned")
        }
        let (most, sender) = (limits.pinnedStatuses, try await sender(of: cached))
        try await change { change in
            // Two at once must not both be the last.
            try CounterQueries.lock([account], change.connection)
            guard try StatusQueries.status(id, change.connection) != nil else { throw ServiceError.notFound }
            guard try InteractionQueries.add(.pin, of: id, by: account, change.connection) else { return }
            guard try InteractionQueries.count(.pin, by: account, change.connection) <= most else {
                throw ServiceError.invalid("You have already pinned the maximum number of posts")
            }
            try change.record(.pinned(status: id, account: account), sentBy: sender)
        }
    }

    public func unpinStatus(_ id: Int64, by account: Int64) async throws {
        let cached = try await visible(id, for: account)
        let (status, sender) = (cached.status, try await sender(of: cached))
        try await change { change in
            guard try InteractionQueries.remove(.pin, of: status.id, by: account, change.connection) else { return }
            try change.record(.unpinned(status: status.id, account: account), sentBy: sender)
        }
    }
}
