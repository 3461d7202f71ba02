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
        var above = ThreadAbove()
        guard let parent else { return above }
        let ids = Set(parent.threadPath.ids + [parent.id])
        let read = try await statuses.statuses(Array(ids)).filter { ids.contains($0.key) }
        above.deaf = Set(read.values.compactMap(\.status.hiddenBy))
        // A count that its author could narrow would be none: whoever asks everybody can only close the call.
        guard read[parent.id]?.isOpenCall(at: clock.now()) != true else { return above }
        for cached in read.values where cached.status.replyPolicy != .everyone {
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

    /// Whether a post with these tags answers a call that is open.
    func answersOpenCall(_ tags: [TagName]) async throws -> Bool {
        guard !tags.isEmpty else { return false }
        let now = clock.now()
        return try await database.read {
            try CallQueries.hasOpen(ofTags: try TagQueries.ids(tags, $0), at: now, $0)
        }
    }
}

extension CachedStatus {
    fileprivate func isOpenCall(at now: Timestamp) -> Bool {
        poll.map { $0.isOfCall && !$0.isExpired(at: now) } ?? false
    }
}

extension ServiceError {
    public static let replyRefused = ServiceError.forbidden("Whoever wrote this has chosen who may reply")
}
