// A post of another server that waits for a moderator, because all new posts of its tag or call do.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Keeps a post for a moderator where a measure says so, and one below what waits already.
    ///
    /// Throws `ServiceError.notFound` for one that waits from now on: nobody has it. `.forbidden` where nobody can post with its tag.
    func holdIfNeeded(_ remote: RemoteStatus, _ new: NewStatus, by account: Int64) async throws {
        var measure = try await holding(new)?.subject
        if measure == nil, new.visibility != .direct, new.parent == nil, let parent = remote.inReplyToURI {
            measure = try await database.read { try HeldQueries.held(uri: parent, $0)?.measure }
        }
        guard let measure else { return }
        let text = remote.keptText
        try await change { change in
            // What is here already, and what its author has deleted, does not wait.
            guard try StatusQueries.id(uri: remote.origin.uri, change.connection) == nil else { return }
            try change.requireNotGone(remote.origin, by: account)
            let row = HeldRow(
                id: change.ids.next(),
                accountID: account,
                draft: text,
                kinds: HoldGrounds.name(of: measure),
                idempotencyKey: remote.origin.uri,
                createdAt: change.now,
                measure: measure
            )
            _ = try HeldQueries.insert(row, change.connection)
        }
        guard try await status(uri: remote.origin.uri) != nil else { throw ServiceError.notFound }
    }

    /// Takes over what another server says of a post that waits here. Returns false where none does.
    func updateHeld(_ remote: RemoteStatus, by account: Int64) async throws -> Bool {
        let (uri, text) = (remote.origin.uri, remote.keptText)
        return try await database.write { try HeldQueries.set(draft: text, withKey: uri, of: account, $0) }
    }

    /// Whether a post of another server waits for a moderator.
    public func isHeld(uri: String, by account: Int64) async throws -> Bool {
        try await database.read { try HeldQueries.held(key: uri, of: account, $0) != nil }
    }

    /// Publishes a post of another server that waited.
    func approveRemote(_ row: HeldRow, _ kept: RemoteStatus, by moderator: Moderator) async throws -> CachedStatus {
        guard let author = try await accounts.account(row.accountID)?.account, !author.isLocal, !author.isSuspended
        else {
            throw ServiceError.invalid("Its author can no longer post it")
        }
        var remote = kept
        // What it answers may have waited as well, and be here by now.
        if remote.inReplyToID == nil, let parent = remote.inReplyToURI {
            remote.inReplyToID = try await status(uri: parent)?.status.id
        }
        var new = try await compose(remote, by: author)
        new.scheduledID = row.id
        let status = try await publish(new, by: author.id) { change, status in
            try change.require(moderator, mayActOn: row.accountID)
            try change.log(.approveHeld, by: moderator) { action in
                (action.targetID, action.statusIDs, action.subject) = (row.accountID, [row.id, status], row.kinds)
            }
        }
        guarding.note("Post \(row.id) was approved, and is \(status.status.id) now")
        return status
    }

    /// How such a post would be, for moderators: its files stay where they are until it is published.
    func heldRemote(_ row: HeldRow, _ remote: RemoteStatus, by author: Account?) async throws -> HeldStatus? {
        guard let author else { return nil }
        do {
            var new = try await compose(remote, by: author)
            new.text = new.text.isEmpty ? HTML.plainText(fromHTML: new.content) : new.text
            return HeldStatus(row, heldStatus(row, new, []), canBePublished: !author.isSuspended)
        } catch is ServiceError {
            return nil
        }
    }
}

extension Change {
    /// Throws `ServiceError.notFound` for a post of another server that waits for a moderator, and is not what is published now.
    func requireNotHeld(_ new: NewStatus, by account: Int64) throws {
        guard let origin = new.origin,
            let row = try HeldQueries.held(key: origin.uri, of: account, connection), row.id != new.scheduledID
        else { return }
        throw ServiceError.notFound
    }
}
