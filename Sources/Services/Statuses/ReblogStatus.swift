// Reblogging: a status of one's own that points at another.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Reblogs a status (the original, where `id` is itself a reblog) and returns the id of the reblog. Doing it again
    /// returns the same one.
    ///
    /// - Parameter origin: of a boost by somebody of another server.
    public func reblogStatus(
        _ id: Int64,
        visibility wished: Visibility = .public,
        by account: Int64,
        origin: StatusOrigin? = nil
    ) async throws -> Int64 {
        let original = try await visibleOriginal(id, for: account)
        let relations = try await relations.relations(of: account)
        guard
            StatusPolicy.canReblog(
                visibility: original.status.visibility,
                standing: relations.standing(to: original.status.accountID)
            )
        else { throw ServiceError.forbidden("This action is not allowed") }
        let status = original.status
        let isSilenced = try await accounts.account(account)?.account.isSilenced ?? false
        var visibility = StatusPolicy.visibility(wished: wished, authorIsSilenced: isSilenced)
        if visibility == .direct || status.visibility == .private { visibility = .private }
        do {
            return try await reblog(status, visibility, by: account, origin)
        } catch DatabaseError.constraint {
            // The same request came twice, and the other one was faster: now there is a reblog.
            return try await reblog(status, visibility, by: account, origin)
        }
    }

    private func reblog(
        _ status: Status,
        _ visibility: Visibility,
        by account: Int64,
        _ origin: StatusOrigin?
    ) async throws -> Int64 {
        try await change { change in
            if let existing = try StatusQueries.reblog(of: status.id, by: account, change.connection) {
                return existing
            }
            guard let now = try StatusQueries.status(status.id, change.connection) else { throw ServiceError.notFound }
            try change.requireNotGone(origin, by: account)
            let author = try change.author(account)
            let (id, createdAt) = try change.place(origin, after: status)
            let reblog = Status(
                id: id,
                accountID: account,
                visibility: visibility,
                isLocal: origin == nil,
                conversationID: id,
                reblogOfID: status.id,
                language: status.language,
                uri: origin?.uri,
                url: origin?.url,
                createdAt: createdAt
            )
            try StatusQueries.insert(reblog, change.connection)
            if author.isCounted {
                try change.countReblogs(1, for: try TagQueries.listed(on: status.id, change.connection), by: account)
            }
            let counters = try CounterQueries.change(status: status.id, reblogs: 1, change.connection)
            change.record(.statusCountersChanged(id: status.id, counters))
            try change.record(
                .reblogged(TimelineEntry(reblog, reblogged: status)),
                sentBy: OutboxPolicy.sender(
                    of: author.id,
                    isLocal: author.domain.isEmpty,
                    visibility: visibility,
                    remoteFollowers: try change.countPost(of: reblog, by: 1),
                    isRemoteConcerned: !status.isLocal
                )
            )
            if status.isLocal, !now.mutesInteractions {
                try change.notify(
                    .reblog,
                    status.accountID,
                    from: account,
                    status: status.id,
                    conversation: status.conversationID
                )
            }
            return id
        }
    }

    /// The status that `id` names, or what it reblogs, whoever may see it.
    func original(_ id: Int64) async throws -> CachedStatus {
        let cached = try await statuses.statuses([id])
        guard let status = cached[id] else { throw ServiceError.notFound }
        return status.status.reblogOfID.flatMap { cached[$0] } ?? status
    }

    /// The status that `id` names, or what it reblogs, if the account may see it.
    func visibleOriginal(_ id: Int64, for account: Int64) async throws -> CachedStatus {
        let cached = try await statuses.statuses([id])
        let status = try await visible(id, among: cached, for: account)
        return status.status.reblogOfID.flatMap { cached[$0] } ?? status
    }

    /// The status or reblog that `id` names, if the account may see it.
    func visible(_ id: Int64, for account: Int64) async throws -> CachedStatus {
        try await visible(id, among: try await statuses.statuses([id]), for: account)
    }

    private func visible(_ id: Int64, among cached: [Int64: CachedStatus], for account: Int64) async throws
        -> CachedStatus
    {
        let viewer = Viewer(accountID: account, relations: try await relations.relations(of: account))
        guard let status = try await self.status(id, among: cached, seenBy: viewer) else { throw ServiceError.notFound }
        return status
    }

    /// The status or reblog that `id` names, if the viewer may see it and nobody who wrote it is suspended.
    public func status(
        _ id: Int64,
        among cached: [Int64: CachedStatus],
        seenBy viewer: Viewer
    ) async throws -> CachedStatus? {
        guard let status = cached[id], viewer.sees(status, among: cached, listed: false) else { return nil }
        let original = status.status.reblogOfID.flatMap { cached[$0] }
        for author in [status.status.accountID, original?.status.accountID].compactMap({ $0 }) {
            guard try await accounts.account(author, for: viewer.accountID)?.account.isSuspended == false else {
                return nil
            }
        }
        return status
    }
}
