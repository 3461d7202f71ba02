// Held posts as their authors and moderators read them.

public import Basics
internal import Database
public import Domain
internal import Guard
internal import Storage

/// A post that waits for a moderator.
public struct HeldStatus: Sendable {
    public var status: CachedStatus
    /// What was found in it: `phone_number`, `email_address`, …
    public var kinds: [String]
    /// "a phone number", "an e-mail address".
    public var words: [Sentence]
    /// The tag or call of which all new posts wait; nil for what waits by its words alone.
    public var measure: Measure.Subject?
    /// False where what it answers or quotes is gone, or its author cannot post: as long as that is so, it can only be dropped.
    public var canBePublished: Bool

    init(_ row: HeldRow, _ status: CachedStatus, canBePublished: Bool) {
        (self.status, self.canBePublished) = (status, canBePublished)
        kinds = row.kinds.split(separator: " ").map(String.init)
        words = HoldGrounds.words(stored: row.kinds)
        measure = row.measure
    }
}

/// The same in one line of a list: nothing that it names is looked up.
public struct HeldLine: Sendable {
    public var id: Int64
    public var accountID: Int64
    public var text: String
    /// As in `HeldStatus`.
    public var words: [Sentence]
    public var createdAt: Timestamp
}

extension Services {
    /// Those that wait longest, the oldest first.
    public func heldLines(limit: Int) async throws -> [HeldLine] {
        let rows = try await database.read { try HeldQueries.list(PageBounds(minID: 0, limit: limit), $0) }
        return rows.reversed().map { row in
            HeldLine(
                id: row.id,
                accountID: row.accountID,
                text: StatusDraft(kept: row.draft)?.text
                    ?? RemoteStatus(kept: row.draft).map { HTML.plainText(fromHTML: $0.content) } ?? "",
                words: HoldGrounds.words(stored: row.kinds),
                createdAt: row.createdAt
            )
        }
    }

    /// All that wait, the newest first, for moderators.
    public func heldStatuses(_ bounds: PageBounds) async throws -> Page<HeldStatus> {
        let rows = try await database.read { try HeldQueries.list(bounds, $0) }
        // By what was read, so that what is left out does not end the list.
        return Page(
            items: try await held(rows),
            newest: rows.first?.id,
            oldest: rows.last?.id,
            isFull: rows.count >= bounds.limit
        )
    }

    /// An author's own, at most forty, the newest first.
    public func heldStatuses(of account: Int64) async throws -> [HeldStatus] {
        try await held(try await database.read { try HeldQueries.list(of: account, limit: 40, $0) })
    }

    /// An author's own; nil for all others.
    public func heldStatus(_ id: Int64, of account: Int64) async throws -> HeldStatus? {
        guard let row = try await database.read({ try HeldQueries.held(id, $0) }), row.accountID == account else {
            return nil
        }
        return try await held([row]).first
    }

    func heldStatus(_ row: HeldRow) async throws -> CachedStatus? { try await held([row]).first?.status }

    private func held(_ rows: [HeldRow]) async throws -> [HeldStatus] {
        let (users, media) = try await database.read { connection in
            (
                try UserQueries.users(rows.map(\.accountID), connection),
                try MediaQueries.media(keptFor: rows.map(\.id), connection)
            )
        }
        let authors = try await accounts.accounts(rows.map(\.accountID), evenSecret: true)
        var found: [HeldStatus] = []
        for row in rows {
            if let remote = RemoteStatus(kept: row.draft) {
                let author = authors[row.accountID]?.account
                if let status = try await heldRemote(row, remote, by: author) { found.append(status) }
                continue
            }
            guard let draft = StatusDraft(kept: row.draft), let user = users[row.accountID] else { continue }
            var (new, canBePublished) = (unresolved(draft), false)
            do { (new, canBePublished) = (try await compose(draft, by: user), true) } catch is ServiceError {}
            if user.isDisabled || user.isFrozen || authors[row.accountID]?.account.isHidden != false {
                canBePublished = false
            }
            let status = heldStatus(row, new, media[row.id] ?? [])
            found.append(HeldStatus(row, status, canBePublished: canBePublished))
        }
        return found
    }

    /// A draft as it was written, with nothing found that it names: what can no longer be posted is still read and decided about.
    private func unresolved(_ draft: StatusDraft) -> NewStatus {
        let site = site
        return NewStatus(
            text: draft.text,
            spoilerText: draft.spoilerText,
            content: ContentHTML.render(
                StatusText.parse(draft.text),
                mentions: { _, _ in nil },
                tagURL: { site.tagURL($0.name) }
            ),
            isSensitive: draft.isSensitive ?? false,
            language: draft.language,
            visibility: draft.visibility ?? .direct,
            mentions: [],
            tags: [],
            quotePolicy: .nobody,
            media: .uploads(draft.mediaIDs),
            poll: draft.poll.map(NewPoll.init)
        )
    }

    /// A status as it would be, of a draft that was just held.
    func heldStatus(_ row: HeldRow, _ new: NewStatus) async throws -> CachedStatus {
        let media = try await database.read { try MediaQueries.media(keptFor: [row.id], $0) }
        return heldStatus(row, new, media[row.id] ?? [])
    }

    func heldStatus(_ row: HeldRow, _ new: NewStatus, _ media: [MediaAttachment]) -> CachedStatus {
        var order: [Int64] = []
        if case .uploads(let ids) = new.media { order = ids }
        let status = Status(
            id: row.id,
            accountID: row.accountID,
            visibility: new.visibility,
            isLocal: new.origin == nil,
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
            uri: new.origin?.uri,
            url: new.origin?.url,
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
