// Reblogging: a status of one's own that points at another.

internal import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// Reblogs a status (the original, where `id` is itself a reblog) and returns the id of the reblog. Doing it again
    /// returns the same one.
    public func reblogStatus(_ id: Int64, visibility wished: Visibility?, by user: User) async throws -> Int64 {
        let original = try await visibleOriginal(id, for: user.accountID)
        let relations = try await relations.relations(of: user.accountID)
        guard
            StatusPolicy.canReblog(
                visibility: original.status.visibility,
                standing: relations.standing(to: original.status.accountID)
            )
        else { throw ServiceError.forbidden("This action is not allowed") }
        let status = original.status
        let isSilenced = try await accounts.account(user.accountID)?.account.isSilenced ?? false
        var visibility = StatusPolicy.visibility(wished: wished ?? user.defaultVisibility, authorIsSilenced: isSilenced)
        if visibility == .direct || status.visibility == .private { visibility = .private }
        do {
            return try await reblog(status, visibility, by: user.accountID)
        } catch DatabaseError.constraint {
            // The same request came twice, and the other one was faster: now there is a reblog.
            return try await reblog(status, visibility, by: user.accountID)
        }
    }

    private func reblog(_ status: Status, _ visibility: Visibility, by account: Int64) async throws -> Int64 {
        try await change { change in
            if let existing = try StatusQueries.reblog(of: status.id, by: account, change.connection) {
                return existing
            }
            guard try StatusQueries.status(status.id, change.connection) != nil else { throw ServiceError.notFound }
            let author = try change.author(account)
            let id = change.ids.next()
            let reblog = Status(
                id: id,
                accountID: account,
                visibility: visibility,
                conversationID: id,
                reblogOfID: status.id,
                language: status.language,
                createdAt: change.now
            )
            try StatusQueries.insert(reblog, change.connection)
            if author.isCounted {
                try change.countReblogs(1, for: try TagQueries.listed(on: status.id, change.connection), by: account)
            }
            change.tell(.statusPosted(TimelineEntry(reblog, reblogged: status), tagIDs: [], mentioned: []))
            change.tell(.interactionChanged(account: account, status: status.id))
            let counters = try CounterQueries.change(status: status.id, reblogs: 1, change.connection)
            change.tell(.statusCountersChanged(id: status.id, counters))
            try change.countPost(of: reblog, by: 1)
            if status.isLocal {
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
    func original(_ id: Int64) async throws -> KeptStatus {
        let kept = try await statuses.statuses([id])
        guard let status = kept[id] else { throw ServiceError.notFound }
        return status.status.reblogOfID.flatMap { kept[$0] } ?? status
    }

    /// The status that `id` names, or what it reblogs, if the account may see it.
    func visibleOriginal(_ id: Int64, for account: Int64) async throws -> KeptStatus {
        let kept = try await statuses.statuses([id])
        let status = try await visible(id, among: kept, for: account)
        return status.status.reblogOfID.flatMap { kept[$0] } ?? status
    }

    /// The status or reblog that `id` names, if the account may see it.
    func visible(_ id: Int64, for account: Int64) async throws -> KeptStatus {
        try await visible(id, among: try await statuses.statuses([id]), for: account)
    }

    private func visible(_ id: Int64, among kept: [Int64: KeptStatus], for account: Int64) async throws -> KeptStatus {
        let viewer = Viewer(accountID: account, relations: try await relations.relations(of: account))
        guard let status = try await self.status(id, among: kept, seenBy: viewer) else { throw ServiceError.notFound }
        return status
    }

    /// The status or reblog that `id` names, if the viewer may see it and nobody who wrote it is suspended.
    public func status(
        _ id: Int64,
        among kept: [Int64: KeptStatus],
        seenBy viewer: Viewer
    ) async throws -> KeptStatus? {
        guard let status = kept[id], viewer.sees(status, among: kept, listed: false) else { return nil }
        let original = status.status.reblogOfID.flatMap { kept[$0] }
        for author in [status.status.accountID, original?.status.accountID].compactMap({ $0 }) {
            guard try await accounts.account(author)?.account.isSuspended == false else { return nil }
        }
        return status
    }
}
