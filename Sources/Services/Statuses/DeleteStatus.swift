// Deleting, and taking a reblog back: every count and timeline follows in the same transaction.

internal import Basics
internal import Database
internal import Domain
internal import Storage

extension Services {
    /// Deletes an own status and returns it as it was, for "delete and redraft".
    ///
    /// - Parameter deletingMedia: its attachments go as well; otherwise they can be posted anew for a day.
    public func deleteStatus(
        _ id: Int64,
        by account: Int64,
        deletingMedia: Bool = false
    ) async throws -> CachedStatus {
        guard let cached = try await statuses.status(id), cached.status.accountID == account else {
            throw ServiceError.notFound
        }
        try await change { change in
            try StatusQueries.lock(cached.status.reblogOfID ?? id, change.connection)
            guard let status = try StatusQueries.status(id, change.connection), status.accountID == account else {
                throw ServiceError.notFound
            }
            if status.hasMedia || deletingMedia { try change.releaseMedia(of: id, deleting: deletingMedia) }
            try change.delete(status, mentions: cached.mentions)
        }
        if deletingMedia { try await removeFiles() }
        return cached
    }

    /// The newest posts of an account, whoever may see them, the newest first: what their author can delete.
    public func newestPosts(of account: Int64, limit: Int) async throws -> [CachedStatus] {
        let ids = try await database.read { try ArchiveQueries.newestPosts(of: account, limit: limit, $0) }
        let found = try await statuses.statuses(ids)
        return ids.compactMap { found[$0] }.filter { $0.status.reblogOfID == nil }
    }

    /// Deletes what another server says is gone: a status of one of its accounts, or a boost. One that is not known, or not the
    /// account's, changes nothing.
    public func deleteStatus(uri: String, by account: Int64) async throws {
        let known = try await database.read { connection in
            try StatusQueries.id(uri: uri, connection) ?? HeldQueries.held(key: uri, of: account, connection)?.id
        }
        // Also of one that is not here yet: it may be on its way, behind its own deletion.
        guard known != nil || mayRemember(deletionOf: uri) else { return }
        try await change { change in
            try TombstoneQueries.insert(uri, by: account, at: change.now, change.connection)
            if let held = try HeldQueries.held(key: uri, of: account, change.connection) {
                try HeldQueries.delete(held.id, change.connection)
            }
        }
        guard let id = try await database.read({ try StatusQueries.id(uri: uri, $0) }) else { return }
        do {
            _ = try await deleteStatus(id, by: account, deletingMedia: true)
        } catch ServiceError.notFound { return }
    }

    /// Takes a reblog of a status (or of what a reblog shows) back; nothing happens where there is none. Returns the id of
    /// the status; where nothing was taken back the account must be able to see it.
    public func unreblogStatus(_ id: Int64, by account: Int64) async throws -> Int64 {
        let original = try await original(id).status.id
        let wasThere = try await change { change in
            try StatusQueries.lock(original, change.connection)
            guard let reblog = try StatusQueries.reblog(of: original, by: account, change.connection),
                let status = try StatusQueries.status(reblog, change.connection)
            else { return false }
            try change.delete(status)
            return true
        }
        return wasThere ? original : try await visibleOriginal(original, for: account).status.id
    }
}

extension Change {
    /// `status`, or what it reblogs, is locked, so that nobody deletes or reblogs it meanwhile.
    ///
    /// - Parameters:
    ///   - mentions: whom it mentions.
    ///   - isSent: other servers are told, if they are concerned.
    mutating func delete(_ status: Status, mentions: [Mention] = [], isSent: Bool = true) throws {
        // What waits to be approved was sent to nobody.
        let named = status.isUnapproved ? [] : mentions
        var concerned = named.map(\.accountID)
        var isRemoteConcerned = named.contains { !$0.domain.isEmpty }
        for (id, accountID, domain) in try StatusQueries.reblogs(of: status.id, connection) {
            if !domain.isEmpty {
                concerned.append(accountID)
                isRemoteConcerned = true
            }
            guard let reblog = try StatusQueries.status(id, connection) else { continue }
            record(.unreblogged(TimelineEntry(reblog, reblogged: status)))
            try countPost(of: reblog, by: -1)
        }
        let author = try author(status.accountID)
        if !isRemoteConcerned, !status.isUnapproved, status.visibility != .direct, isFederated, author.domain.isEmpty {
            // Whom it answers or quotes; their accounts may be gone by now.
            let others = [status.inReplyToAccountID, status.quote?.quotedAccountID].compactMap { $0 }
            isRemoteConcerned = try others.contains { other in
                try other != author.id && AccountQueries.details(other, connection)?.account.isLocal == false
            }
        }
        let tagIDs = try TagQueries.listed(on: status.id, connection)
        if !tagIDs.isEmpty {
            let reblogs = try TagCountQueries.countedReblogs(of: status.id, connection)
            try countReblogs(-reblogs, for: tagIDs, by: author.id)
        }
        if let original = status.reblogOfID, author.isCounted {
            try countReblogs(-1, for: try TagQueries.listed(on: original, connection), by: author.id)
        }
        try uncount(quoteIn: status)
        if status.visibility == .public { try countCard(of: status, by: -1) }
        try tellQuoters(of: status.id)
        let calls = try callsAnswered(by: status.id)
        try endTalk(of: status)
        if status.visibility.isOpen, status.reblogOfID == nil { try FeaturedTagQueries.uncount(status, connection) }
        if status.isLocal, status.visibility.isOpen, status.reblogOfID == nil, isFederated {
            try TombstoneQueries.insert(own: status.id, of: status.accountID, at: now, connection)
        }
        if status.replyPolicy != .everyone { try askOthers(insteadOf: status.id) }
        try StatusQueries.delete(status.id, connection)
        if status.reblogOfID == nil, try ThreadQueries.orphanReplies(to: status, connection) {
            record(.parentDeleted(id: status.id))
        }
        if let card = status.cardID { try CardQueries.release(card, at: now, connection) }
        try uncount(status, for: tagIDs, by: author)
        for call in calls.sorted(by: { $0.id < $1.id }) { try settle(call, by: author) }
        if let original = status.reblogOfID {
            if let counters = try CounterQueries.lower(status: original, reblogs: 1, connection) {
                record(.statusCountersChanged(id: original, counters))
            }
            if let original = try StatusQueries.status(original, connection) {
                isRemoteConcerned = !original.isLocal
                try NotificationQueries.withdraw(
                    .reblog,
                    for: original.accountID,
                    from: status.accountID,
                    status: original.id,
                    connection
                )
            }
        }
        if let parent = status.inReplyToID, status.visibility.isOpen,
            let counters = try CounterQueries.lower(status: parent, replies: 1, connection)
        {
            record(.statusCountersChanged(id: parent, counters))
        }
        let remoteFollowers = try countPost(of: status, by: -1)
        try record(
            status.reblogOfID == nil
                ? .statusDeleted(TimelineEntry(status), tagIDs: tagIDs, concerned: concerned)
                : .unreblogged(TimelineEntry(status)),
            sentBy: isSent
                ? OutboxPolicy.sender(
                    of: author.id,
                    isLocal: author.domain.isEmpty,
                    visibility: status.visibility,
                    remoteFollowers: remoteFollowers,
                    isRemoteConcerned: isRemoteConcerned
                ) : nil
        )
    }
}
