// What somebody is told about. Named with a suffix because `Notification` is Foundation's.

public import Basics

/// One notification as stored. Its id is a small sequential number: apps keep it in 32 bits.
public struct NotificationRecord: Sendable, Equatable {
    public var id: Int64
    public var accountID: Int64
    public var kind: NotificationKind
    public var fromAccountID: Int64
    public var statusID: Int64?
    /// The report or the warning that it is about.
    public var subjectID: Int64?
    public var createdAt: Timestamp
    /// Held back by the recipient's policy, until its sender's request is accepted.
    public var isFiltered: Bool
    /// The hour with which its group began; nil for one that stands on its own.
    public var bucket: Int64?

    public init(
        id: Int64,
        accountID: Int64,
        kind: NotificationKind,
        fromAccountID: Int64,
        statusID: Int64?,
        subjectID: Int64? = nil,
        createdAt: Timestamp,
        isFiltered: Bool = false,
        bucket: Int64? = nil
    ) {
        self.id = id
        self.accountID = accountID
        self.kind = kind
        self.fromAccountID = fromAccountID
        self.statusID = statusID
        self.subjectID = subjectID
        self.createdAt = createdAt
        self.isFiltered = isFiltered
        self.bucket = bucket
    }

    public var groupKey: GroupKey {
        bucket.map { .group(kind, status: statusID, bucket: $0) } ?? .ungrouped(id)
    }
}
