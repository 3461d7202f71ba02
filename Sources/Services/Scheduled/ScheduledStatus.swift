// A status for later, as its author sees it.

public import Basics
public import Domain
internal import Storage

public struct ScheduledStatus: Sendable, Equatable {
    public var id: Int64
    public var accountID: Int64
    public var scheduledAt: Timestamp
    public var draft: StatusDraft
    /// What goes with it, in its order.
    public var media: [MediaAttachment]

    /// Nil for a row whose draft this program cannot read.
    ///
    /// - Parameter media: what is kept for it.
    init?(_ row: ScheduledRow, media kept: [MediaAttachment]?) {
        guard var draft = StatusDraft(kept: row.draft) else { return nil }
        draft.idempotencyKey = row.idempotencyKey
        self.draft = draft
        media = draft.mediaIDs.compactMap { id in kept?.first { $0.id == id } }
        id = row.id
        accountID = row.accountID
        scheduledAt = row.scheduledAt
    }
}

/// How many statuses may wait, and how soon they may be due.
public struct ScheduleLimits: Sendable, Equatable {
    public var total: Int64 = 300
    /// Due on one day (UTC).
    public var daily: Int64 = 25
    public var least = Duration.seconds(300)

    public init() {}
}
