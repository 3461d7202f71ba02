// Bookmarks: for oneself alone, told to nobody.

internal import Domain
internal import Storage

extension Services {
    /// Bookmarks a status, or takes the bookmark away. Returns the id of the status.
    public func setBookmark(_ isBookmarked: Bool, on id: Int64, by account: Int64) async throws -> Int64 {
        let status = try await isBookmarked ? visibleOriginal(id, for: account).status : original(id).status
        let isNew = try await change { change in
            let isNew: Bool
            if isBookmarked {
                guard try StatusQueries.status(status.id, change.connection) != nil else { throw ServiceError.notFound }
                isNew = try InteractionQueries.add(.bookmark, of: status.id, by: account, change.connection)
            } else {
                isNew = try InteractionQueries.remove(.bookmark, of: status.id, by: account, change.connection)
            }
            if isNew { change.record(.interactionChanged(account: account, status: status.id)) }
            return isNew
        }
        return isNew ? status.id : try await visibleOriginal(id, for: account).status.id
    }
}
