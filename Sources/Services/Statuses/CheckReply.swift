// Whether somebody may reply: every post above has a say, each for all that stands below it (docs/decisions/0039).

internal import Basics
internal import Database
public import Domain
internal import Storage

/// What stands above a reply.
struct ThreadAbove: Sendable {
    /// Authors who do not let this account reply.
    var refusing: Set<Int64> = []
    /// Those who have hidden something above, and hear of nothing below it.
    var deaf: Set<Int64> = []
}

extension Services {
    /// What those above have said about replies by an account.
    ///
    /// - Parameter isLocal: of the account. What others write below posts of others is for the servers of those to refuse.
    func above(_ parent: Status?, for account: Int64, isLocal: Bool) async throws -> ThreadAbove {
        guard let parent else { return ThreadAbove() }
        return try await above(parent, in: try await statuses.statuses(parent.withAbove), for: account, isLocal)
    }

    private func above(
        _ parent: Status,
        in read: [Int64: CachedStatus],
        for account: Int64,
        _ isLocal: Bool
    ) async throws -> ThreadAbove {
        var above = ThreadAbove()
        let thread = Set(parent.withAbove).compactMap { read[$0] }
        above.deaf = Set(thread.compactMap(\.status.hiddenBy))
        // A count that its author could narrow would be none: whoever asks everybody can only close the call.
        guard read[parent.id]?.isOpenCall(at: clock.now()) != true else { return above }
        for cached in thread where cached.status.replyPolicy != .everyone {
            guard cached.status.isLocal || isLocal, try await !canReply(to: cached, account) else { continue }
            above.refusing.insert(cached.status.accountID)
        }
        return above
    }

    private func canReply(to cached: CachedStatus, _ account: Int64) async throws -> Bool {
        let (status, author) = (cached.status, cached.status.accountID)
        var standing = ReplyStanding()
        standing.isAuthor = author == account
        standing.isNamed = status.inReplyToAccountID == account || cached.mentions.contains { $0.accountID == account }
        switch status.replyPolicy {
        case .followers:
            standing.follows = try await relations.relations(of: account).standing(to: author).contains(.follows)
        case .followed:
            standing.isFollowed = try await relations.relations(of: author).standing(to: account).contains(.follows)
        case .everyone, .mentioned, .nobody: break
        }
        return StatusPolicy.canReply(status.replyPolicy, standing)
    }

    /// Whether somebody of this server may reply to a status that they see.
    public func canReply(to status: Status, by account: Int64) async throws -> Bool {
        try await above(status, for: account, isLocal: true).refusing.isEmpty
    }

    /// Those among statuses that somebody of this server sees to which they may reply: one read for all that stand above them.
    public func repliable(among parents: [Status], by account: Int64) async throws -> Set<Int64> {
        guard !parents.isEmpty else { return [] }
        let read = try await statuses.statuses(Array(Set(parents.flatMap(\.withAbove))))
        var found: Set<Int64> = []
        for parent in parents where try await above(parent, in: read, for: account, true).refusing.isEmpty {
            found.insert(parent.id)
        }
        return found
    }

    /// Whether a post with these tags answers a call that is open.
    func answersOpenCall(_ tags: [TagName]) async throws -> Bool {
        guard !tags.isEmpty else { return false }
        let now = clock.now()
        return try await database.read {
            try CallQueries.hasOpen(ofTags: try TagQueries.ids(tags, $0), at: now, $0)
        }
    }
}

extension Status {
    /// Its id and those of the statuses above it.
    fileprivate var withAbove: [Int64] { threadPath.ids + [id] }
}

extension CachedStatus {
    fileprivate func isOpenCall(at now: Timestamp) -> Bool {
        poll.map { $0.isOfCall && !$0.isExpired(at: now) } ?? false
    }
}

extension ServiceError {
    public static let replyRefused = ServiceError.forbidden("Whoever wrote this has chosen who may reply")
}
