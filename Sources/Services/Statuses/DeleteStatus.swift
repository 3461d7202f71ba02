// Deleting, and taking a reblog back: every count and timeline follows in the same transaction.

internal import Basics
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
    ) async throws -> KeptStatus {
        guard let kept = try await statuses.status(id), kept.status.accountID == account else {
            throw ServiceError.notFound
        }
        try await change { change in
            try StatusQueries.lock(kept.status.reblogOfID ?? id, change.connection)
            guard let status = try StatusQueries.status(id, change.connection), status.accountID == account else {
                throw ServiceError.notFound
            }
            if status.hasMedia || deletingMedia { try change.releaseMedia(of: id, deleting: deletingMedia) }
            try change.delete(status)
        }
        if deletingMedia { try await removeFiles() }
        return kept
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
    mutating func delete(_ status: Status) throws {
        for (id, accountID) in try StatusQueries.reblogs(of: status.id, connection) {
            guard let reblog = try StatusQueries.status(id, connection) else { continue }
            tell(.statusDeleted(TimelineEntry(reblog, reblogged: status), tagIDs: []))
            tell(.interactionChanged(account: accountID, status: status.id))
            try countPost(of: reblog, by: -1)
        }
        let author = try author(status.accountID)
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
        try StatusQueries.delete(status.id, connection)
        if status.reblogOfID == nil, try ThreadQueries.orphanReplies(to: status, connection) {
            tell(.parentDeleted(id: status.id))
        }
        if let card = status.cardID { try CardQueries.release(card, at: now, connection) }
        try uncount(status, for: tagIDs, by: author)
        for call in calls.sorted(by: { $0.id < $1.id }) { try settle(call, by: author) }
        tell(.statusDeleted(TimelineEntry(status), tagIDs: tagIDs))
        if let original = status.reblogOfID {
            if let counters = try CounterQueries.lower(status: original, reblogs: 1, connection) {
                tell(.statusCountersChanged(id: original, counters))
            }
            tell(.interactionChanged(account: status.accountID, status: original))
            if let author = try StatusQueries.status(original, connection)?.accountID {
                try NotificationQueries.withdraw(
                    .reblog,
                    for: author,
                    from: status.accountID,
                    status: original,
                    connection
                )
            }
        }
        if let parent = status.inReplyToID, status.visibility.isOpen,
            let counters = try CounterQueries.lower(status: parent, replies: 1, connection)
        {
            tell(.statusCountersChanged(id: parent, counters))
        }
        try countPost(of: status, by: -1)
    }
}
