// Posting by a person of this server: a draft is composed and published.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Posts a status for a local account and returns it as cached.
    ///
    /// Throws `ServiceError.notFound` when what it answers does not exist or may not be seen, `.invalid` for a text that
    /// is blank or too long, or that its author is asked about first. One that is held is returned as its author sees it.
    public func postStatus(_ draft: StatusDraft, by user: User) async throws -> CachedStatus {
        // The same key answers with the same status before anything else is looked at.
        if let key = draft.idempotencyKey {
            let (id, held) = try await found(withKey: key, by: user.accountID)
            if let id {
                guard let status = try await statuses.status(id) else { throw ServiceError.notFound }
                return status
            }
            if let held, let status = try await heldStatus(held) { return status }
        }
        try requireRoomForPosts()
        let new = try await compose(draft, by: user)
        if let held = try await guardPost(new, of: draft, by: user) { return held }
        return try await publish(new, by: user.accountID)
    }

    /// What was posted with a key, or waits for a moderator.
    private func found(withKey key: String, by account: Int64) async throws -> (status: Int64?, held: HeldRow?) {
        let after = clock.now() - .seconds(3600)
        return try await database.read { connection in
            if let id = try StatusQueries.status(idempotencyKey: key, of: account, after: after, connection) {
                return (id, nil)
            }
            return (nil, try HeldQueries.held(key: key, of: account, connection))
        }
    }
}
