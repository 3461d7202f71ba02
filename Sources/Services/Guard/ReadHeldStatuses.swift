// Held posts as their authors and moderators read them.

internal import Basics
internal import Database
internal import Domain
internal import Guard
public import Storage

/// A post that waits for a moderator.
public struct HeldStatus: Sendable {
    public var status: CachedStatus
    /// What was found in it: `phone_number`, `email_address`, …
    public var kinds: [String]
    /// "a phone number and an e-mail address"
    public var words: String

    init(_ row: HeldRow, _ status: CachedStatus) {
        self.status = status
        kinds = row.kinds.split(separator: " ").map(String.init)
        words = PrivateInformation.words(of: kinds.compactMap(PrivateKind.init(rawValue:)))
    }
}

extension Services {
    /// All that wait, the newest first, for moderators. What can no longer be posted is left out.
    public func heldStatuses(_ bounds: PageBounds) async throws -> Page<HeldStatus> {
        let rows = try await database.read { try HeldQueries.list(bounds, $0) }
        var items: [HeldStatus] = []
        for row in rows { if let held = try await held(row) { items.append(held) } }
        // By what was read, so that what is left out does not end the list.
        return Page(
            items: items,
            newest: rows.first?.id,
            oldest: rows.last?.id,
            isFull: rows.count >= bounds.limit
        )
    }

    /// An author's own, at most forty, the newest first.
    public func heldStatuses(of account: Int64) async throws -> [HeldStatus] {
        let rows = try await database.read { try HeldQueries.list(of: account, limit: 40, $0) }
        var found: [HeldStatus] = []
        for row in rows { if let held = try await held(row) { found.append(held) } }
        return found
    }

    /// An author's own; nil for all others.
    public func heldStatus(_ id: Int64, of account: Int64) async throws -> HeldStatus? {
        guard let row = try await database.read({ try HeldQueries.held(id, $0) }), row.accountID == account else {
            return nil
        }
        return try await held(row)
    }

    func heldStatus(withKey key: String, of account: Int64) async throws -> CachedStatus? {
        guard guarding.mode == .hold,
            let row = try await database.read({ try HeldQueries.held(key: key, of: account, $0) })
        else { return nil }
        return try await held(row)?.status
    }

    private func held(_ row: HeldRow) async throws -> HeldStatus? {
        guard let draft = StatusDraft(kept: row.draft),
            let user = try await database.read({ try UserQueries.user(row.accountID, $0) })
        else { return nil }
        do {
            return HeldStatus(row, try await heldStatus(row, try await compose(draft, by: user)))
        } catch is ServiceError {
            return nil
        }
    }

    /// A status as it would be, of a draft that is not published.
    func heldStatus(_ row: HeldRow, _ new: NewStatus) async throws -> CachedStatus {
        let media = try await database.read { try MediaQueries.media(keptFor: [row.id], $0) }[row.id] ?? []
        var order: [Int64] = []
        if case .uploads(let ids) = new.media { order = ids }
        let status = Status(
            id: row.id,
            accountID: row.accountID,
            visibility: new.visibility,
            inReplyToID: new.parent?.id,
            inReplyToAccountID: new.parent?.accountAnswered(by: row.accountID),
            conversationID: new.parent?.conversationID ?? row.id,
            threadPath: ThreadPath(),
            text: new.text,
            spoilerText: new.spoilerText,
            content: new.content,
            isSensitive: new.isSensitive,
            language: new.language,
            appID: new.appID,
            hasMedia: !media.isEmpty,
            createdAt: row.createdAt,
            quotePolicy: new.quotePolicy,
            quote: new.quoted.map { Quote(quotedID: $0.id, quotedAccountID: $0.accountID, state: .accepted) },
            cardID: nil
        )
        var details = StatusDetails(
            status: status,
            mentions: new.mentions,
            tags: new.tags.map(\.name),
            application: new.application,
            media: order.compactMap { id in media.first { $0.id == id } }
        )
        details.poll = new.poll.map { Poll($0, of: status, at: row.createdAt, isOfCall: false) }
        return CachedStatus(details)
    }
}
