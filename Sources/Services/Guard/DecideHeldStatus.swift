// A moderator decides about a held post: it is published as if it were posted now, or never.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Publishes a held post, and counts it, as of now. Throws `.notFound` for one that is not held any more, `.invalid` for one
    /// that can no longer be posted.
    public func approveHeldStatus(_ id: Int64, by moderator: Moderator) async throws -> CachedStatus {
        guard let row = try await database.read({ try HeldQueries.held(id, $0) }) else { throw ServiceError.notFound }
        if let remote = RemoteStatus(kept: row.draft) { return try await approveRemote(row, remote, by: moderator) }
        let (user, isHidden) = try await database.read { connection in
            (
                try UserQueries.user(row.accountID, connection),
                try AccountQueries.details(row.accountID, connection)?.account.isHidden ?? true
            )
        }
        guard var draft = StatusDraft(kept: row.draft), let user, !user.isDisabled, !user.isFrozen, !isHidden else {
            throw ServiceError.invalid("Its author can no longer post it")
        }
        // Its row goes in the transaction that publishes: of two moderators one alone has.
        (draft.scheduledID, draft.idempotencyKey) = (id, row.idempotencyKey)
        let new: NewStatus
        do {
            new = try await compose(draft, by: user)
        } catch ServiceError.notFound {
            throw ServiceError.invalid("What it answers or quotes is gone")
        }
        let status = try await publish(new, by: user.accountID) { change, status in
            try change.require(moderator, mayActOn: row.accountID)
            try change.log(.approveHeld, by: moderator) { action in
                (action.targetID, action.statusIDs, action.subject) = (row.accountID, [id, status], row.kinds)
            }
        }
        guarding.note("Post \(id) was approved, and is \(status.status.id) now")
        return status
    }

    /// Drops a held post, lets go of its files, and lets its author know. Throws `.notFound` for one that is not held any more.
    public func rejectHeldStatus(
        _ id: Int64,
        _ options: ModerationOptions = ModerationOptions(),
        by moderator: Moderator
    ) async throws {
        try options.check()
        try await change { change in
            guard let row = try HeldQueries.held(id, change.connection) else { throw ServiceError.notFound }
            try change.require(moderator, mayActOn: row.accountID)
            try change.requireRules(options.rules)
            guard try HeldQueries.delete(id, change.connection) else { throw ServiceError.notFound }
            // What was dropped does not come again.
            if RemoteStatus(kept: row.draft) != nil, let uri = row.idempotencyKey {
                try TombstoneQueries.insert(uri, by: row.accountID, at: change.now, change.connection)
            }
            var action = ModerationAction(moderator: moderator, kind: .rejectHeld, createdAt: change.now)
            (action.targetID, action.statusIDs, action.subject) = (row.accountID, [id], row.kinds)
            try change.write(action, options)
        }
        guarding.note("Post \(id) was rejected")
    }

    /// Its author takes a held post back; false where it is not held, or not theirs.
    public func withdrawHeldStatus(_ id: Int64, by account: Int64) async throws -> Bool {
        try await change { change in
            guard let row = try HeldQueries.held(id, change.connection), row.accountID == account else { return false }
            return try HeldQueries.delete(id, change.connection)
        }
    }
}
