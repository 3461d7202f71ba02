// Favourite, bookmark, pin, mute the thread: what people do with a status, and how they take it back.

internal import Domain
internal import Storage

extension Services {
    /// Favourites a status (the original of a reblog). Returns the id of what was favourited.
    public func favouriteStatus(_ id: Int64, by account: Int64) async throws -> Int64 {
        let status = try await visibleOriginal(id, for: account).status
        let relations = try await relations.relations(of: account)
        guard StatusPolicy.canFavourite(standing: relations.standing(to: status.accountID)) else {
            throw ServiceError.notAllowed
        }
        try await change { change in
            guard let now = try StatusQueries.status(status.id, change.connection) else { throw ServiceError.notFound }
            guard try InteractionQueries.add(.favourite, of: status.id, by: account, change.connection) else { return }
            let sender = try change.sender(account, toRemote: !status.isLocal)
            try change.record(
                .favourited(status: status.id, author: status.accountID, account: account),
                sentBy: sender
            )
            let counters = try CounterQueries.change(status: status.id, favourites: 1, change.connection)
            change.record(.statusCountersChanged(id: status.id, counters))
            // Last, as everywhere: the counters' rows are held before those of groups.
            guard status.isLocal, !now.mutesInteractions else { return }
            try change.notify(
                .favourite,
                status.accountID,
                from: account,
                status: status.id,
                conversation: status.conversationID
            )
        }
        return status.id
    }

    /// Takes a favourite back. Returns the id of what it was on.
    public func unfavouriteStatus(_ id: Int64, by account: Int64) async throws -> Int64 {
        // What one has done can be undone, even when one may no longer look.
        let status = try await original(id).status
        let wasThere = try await change { change in
            guard try InteractionQueries.remove(.favourite, of: status.id, by: account, change.connection) else {
                return false
            }
            let sender = try change.sender(account, toRemote: !status.isLocal)
            try change.record(
                .unfavourited(status: status.id, author: status.accountID, account: account),
                sentBy: sender
            )
            if let counters = try CounterQueries.lower(status: status.id, favourites: 1, change.connection) {
                change.record(.statusCountersChanged(id: status.id, counters))
            }
            try NotificationQueries.withdraw(
                .favourite,
                for: status.accountID,
                from: account,
                status: status.id,
                change.connection
            )
            return true
        }
        return wasThere ? status.id : try await visibleOriginal(id, for: account).status.id
    }
}
