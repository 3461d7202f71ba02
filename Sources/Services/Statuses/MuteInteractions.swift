// Somebody does not want to hear of favourites and reblogs of one post of theirs.

internal import Domain
internal import Storage

extension Services {
    /// Throws `ServiceError.notFound` for what the account may not see, `.notAllowed` for what is not its own.
    public func muteInteractions(_ isMuted: Bool, of id: Int64, by account: Int64) async throws {
        let status = try await visibleOriginal(id, for: account).status
        guard status.accountID == account else { throw ServiceError.notAllowed }
        try await change { change in
            guard let now = try StatusQueries.status(status.id, change.connection) else { throw ServiceError.notFound }
            guard now.mutesInteractions != isMuted else { return }
            try ReplyQueries.muteInteractions(isMuted, of: status.id, change.connection)
            change.record(.statusChanged(id: status.id))
        }
    }
}
