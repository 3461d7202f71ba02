// The author of a post hides a reply below it from the thread, and all that stands below that one; and takes it back.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// Hides a reply for everybody but who wrote it. It stays where it stands otherwise, and in every count.
    ///
    /// Throws `ServiceError.notFound` for what the account may not see, `.notAllowed` unless a post above is theirs.
    public func hideReply(_ id: Int64, by account: Int64) async throws {
        let reply = try await visibleOriginal(id, for: account).status
        let above = Set(reply.threadPath.ids + [reply.inReplyToID].compactMap { $0 }).subtracting([reply.id])
        let read = try await statuses.statuses(Array(above)).filter { above.contains($0.key) }
        guard StatusPolicy.canHide(reply, among: read.values.map(\.status), by: account) else {
            throw ServiceError.notAllowed
        }
        try await change { change in
            guard try ReplyQueries.hide(reply.id, by: account, change.connection) else { return }
            try change.forgetWord(of: reply, for: account)
            change.record(.statusChanged(id: reply.id))
        }
    }

    /// Shows what an account has hidden, or kept out. Doing it again changes nothing.
    public func unhideReply(_ id: Int64, by account: Int64) async throws {
        let reply = try await visibleOriginal(id, for: account).status
        if reply.isUnapproved, reply.hiddenBy == account {
            return try await approveReply(reply.id, by: account, evenUnasked: true)
        }
        try await change { change in
            guard try ReplyQueries.unhide(reply.id, by: account, change.connection) else { return }
            change.record(.statusChanged(id: reply.id))
        }
    }

    /// Replies that an account has hidden, the newest first.
    public func hiddenReplies(by account: Int64, _ bounds: PageBounds) async throws -> Page<Int64> {
        let ids = try await database.read { try ReplyQueries.hidden(by: account, bounds, $0) }
        return Page(rows: ids.map { (cursor: $0, item: $0) }, bounds: bounds)
    }
}

extension Change {
    /// Whoever hides a reply has no use for the word that it came.
    func forgetWord(of reply: Status, for account: Int64) throws {
        for kind in [NotificationKind.mention, .quote] {
            try NotificationQueries.withdraw(kind, for: account, from: reply.accountID, status: reply.id, connection)
        }
    }
}
