// Whether somebody may reply: every post above has a say, each for all that stands below it (docs/decisions/0039).

internal import Basics
internal import Database
public import Domain
internal import Storage

/// What stands above a reply.
struct ThreadAbove: Sendable {
    /// Authors who do not let this account reply.
    var refusing: Set<Int64> = []
    /// Those who have to approve a reply by this account, from the top of the thread, each with the status of theirs that asks.
    var approving: [(account: Int64, status: Int64)] = []
    /// Those who have hidden something above, and hear of nothing below it.
    var deaf: Set<Int64> = []
    /// Moderators let nobody reply there.
    var isLocked = false

    var access: ReplyAccess { !refusing.isEmpty ? .refused : approving.isEmpty ? .allowed : .waits }

    /// Who does not let a reply of this kind stand below theirs, not even after a while.
    func refusing(_ visibility: Visibility, mentions: [Mention]) -> Set<Int64> {
        refusing.union(
            approving.map(\.account).filter { account in
                !StatusPolicy.canWait(visibility, isNamed: mentions.contains { $0.accountID == account })
            }
        )
    }
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
        let thread = Set(parent.withAbove).sorted().compactMap { read[$0] }
        above.deaf = Set(thread.compactMap(\.status.hiddenBy))
        let (measures, now) = (try await measures.current(), clock.now())
        if !measures.isEmpty,
            let locked = thread.first(where: { measures.measure(.lockReplies, on: .call($0.status.id), at: now) != nil }
            )
        {
            above.isLocked = true
            above.refusing.insert(locked.status.accountID)
            return above
        }
        // A count that its author could narrow would be none: whoever asks everybody can only close the call.
        guard read[parent.id]?.isOpenCall(at: clock.now()) != true else { return above }
        for cached in thread where cached.status.replyPolicy != .everyone {
            guard cached.status.isLocal || isLocal else { continue }
            let author = cached.status.accountID
            switch try await access(to: cached, account) {
            case .allowed: continue
            case .refused: above.refusing.insert(author)
            case .waits where above.approving.contains { $0.account == author }: continue
            case .waits: above.approving.append((author, cached.status.id))
            }
        }
        return above
    }

    private func access(to cached: CachedStatus, _ account: Int64) async throws -> ReplyAccess {
        let (status, author) = (cached.status, cached.status.accountID)
        var standing = ReplyStanding()
        standing.isAuthor = author == account
        standing.isNamed = status.inReplyToAccountID == account || cached.mentions.contains { $0.accountID == account }
        switch status.replyPolicy.atOnce {
        case .followers:
            standing.follows = try await relations.relations(of: account).standing(to: author).contains(.follows)
        case .followed:
            standing.isFollowed = try await relations.relations(of: author).standing(to: account).contains(.follows)
        default: break
        }
        return StatusPolicy.replyAccess(status.replyPolicy, standing)
    }

    /// What becomes of a reply by somebody of this server to a status that they see.
    public func replyAccess(to status: Status, by account: Int64) async throws -> ReplyAccess {
        try await above(status, for: account, isLocal: true).access
    }

    /// The same for several statuses, by id: one read for all that stand above them.
    public func replyAccess(to parents: [Status], by account: Int64) async throws -> [Int64: ReplyAccess] {
        guard !parents.isEmpty else { return [:] }
        let read = try await statuses.statuses(Array(Set(parents.flatMap(\.withAbove))))
        var found: [Int64: ReplyAccess] = [:]
        for parent in parents { found[parent.id] = try await above(parent, in: read, for: account, true).access }
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
