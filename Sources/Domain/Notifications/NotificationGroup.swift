// Notifications of one kind, about one status, of some hours: shown as one.

public import Basics

/// What is kept of a group, so that no page counts its members.
public struct NotificationGroup: Sendable, Equatable {
    public var id: Int64
    public var kind: NotificationKind
    public var statusID: Int64?
    /// The hour since 1970 with which it began.
    public var bucket: Int64
    /// How many notifications are in it.
    public var count: Int64
    /// The newest of them: where the group stands in lists.
    public var lastID: Int64
    public var lastAt: Timestamp

    public init(
        id: Int64,
        kind: NotificationKind,
        statusID: Int64?,
        bucket: Int64,
        count: Int64,
        lastID: Int64,
        lastAt: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.statusID = statusID
        self.bucket = bucket
        self.count = count
        self.lastID = lastID
        self.lastAt = lastAt
    }

    public var key: GroupKey { .group(kind, status: statusID, bucket: bucket) }

    /// A group is joined during so many hours from its first.
    public static let hours: Int64 = 12

    /// The hour of a moment.
    public static func bucket(of moment: Timestamp) -> Int64 { moment.seconds / 3600 }
}

/// How the client API names a group, or a notification on its own: `favourite-12-472131`, `follow-472131`, `ungrouped-7`.
public enum GroupKey: Sendable, Equatable {
    case group(NotificationKind, status: Int64?, bucket: Int64)
    case ungrouped(Int64)

    public var text: String {
        switch self {
        case .group(let kind, let status?, let bucket): "\(kind.name)-\(status)-\(bucket)"
        case .group(let kind, nil, let bucket): "\(kind.name)-\(bucket)"
        case .ungrouped(let id): "ungrouped-\(id)"
        }
    }

    /// Nil for a text that no group has.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.dropFirst().compactMap { part in
            part.utf8.allSatisfy(ASCII.isDigit) ? Int64(part) : nil
        }
        guard numbers.count == parts.count - 1, let first = parts.first, let last = numbers.last else { return nil }
        if first == "ungrouped" {
            guard numbers.count == 1 else { return nil }
            self = .ungrouped(last)
            return
        }
        guard let kind = NotificationKind(name: String(first)), kind.isGroupable else { return nil }
        switch (kind, numbers.count) {
        case (.favourite, 2), (.reblog, 2): self = .group(kind, status: numbers[0], bucket: last)
        case (.follow, 1), (.adminSignUp, 1): self = .group(kind, status: nil, bucket: last)
        default: return nil
        }
    }
}
