// A moderator removes posts: counts and timelines follow as when their author deletes them, and the author is told why.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Removes a post with its files and lets its author know.
    ///
    /// Throws as `removeStatuses`.
    public func removeStatus(
        _ id: Int64,
        _ options: ModerationOptions = ModerationOptions(),
        by moderator: Moderator
    ) async throws {
        try await removeStatuses([id], options, by: moderator)
    }

    /// Removes posts of one account, with their files, by one act, and lets their author know.
    ///
    /// Throws `ServiceError.notFound` where one is not there, `.invalid` for posts of several accounts, `.forbidden` where
    /// `moderator` may not act on the author.
    public func removeStatuses(
        _ ids: [Int64],
        _ options: ModerationOptions = ModerationOptions(),
        by moderator: Moderator
    ) async throws {
        try options.check()
        let ids = Set(ids).sorted()
        let (author, _) = try await moderated(ids)
        let cached = try await statuses.statuses(ids)
        try await change { change in
            try change.require(moderator, mayActOn: author)
            try change.requireRules(options.rules)
            try change.requireOpen(options, about: author)
            // In the order in which everybody locks them.
            for id in Set(ids.map { cached[$0]?.status.reblogOfID ?? $0 }).sorted() {
                try StatusQueries.lock(id, change.connection)
            }
            for id in ids {
                guard let status = try StatusQueries.status(id, change.connection) else { throw ServiceError.notFound }
                try change.removeForGood(status, mentions: cached[id]?.mentions ?? [])
            }
            var action = ModerationAction(moderator: moderator, kind: .removeStatuses, createdAt: change.now)
            (action.targetID, action.statusIDs) = (author, ids)
            try change.write(action, options)
            try change.settleReport(options, about: author, by: moderator)
        }
        try await removeFiles()
    }
}

extension Change {
    /// Deletes a post with its files for a moderator. One of another server does not come again, by a boost or a reply to it.
    mutating func removeForGood(_ status: Status, mentions: [Mention]) throws {
        if status.hasMedia { try releaseMedia(of: status.id, deleting: true) }
        if !status.isLocal, let uri = status.uri {
            try TombstoneQueries.insert(uri, by: status.accountID, at: now, connection)
        }
        try delete(status, mentions: mentions)
    }
}
