// What somebody is told about. Named with a suffix because `Notification` is Foundation's.

public import Basics

/// Why somebody is told. Raw values are stored.
public enum NotificationKind: Int64, Sendable, CaseIterable {
    case mention = 1
    case status = 2
    case reblog = 3
    case follow = 4
    case followRequest = 5
    case favourite = 6
    case update = 7
    case poll = 8
    case quote = 20
    case quotedUpdate = 21

    /// The name used by the client API.
    public var name: String {
        switch self {
        case .mention: "mention"
        case .status: "status"
        case .reblog: "reblog"
        case .follow: "follow"
        case .followRequest: "follow_request"
        case .favourite: "favourite"
        case .update: "update"
        case .poll: "poll"
        case .quote: "quote"
        case .quotedUpdate: "quoted_update"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// One notification as stored. Its id is a small sequential number: apps keep it in 32 bits.
public struct NotificationRecord: Sendable, Equatable {
    public var id: Int64
    public var accountID: Int64
    public var kind: NotificationKind
    public var fromAccountID: Int64
    public var statusID: Int64?
    public var createdAt: Timestamp

    public init(
        id: Int64,
        accountID: Int64,
        kind: NotificationKind,
        fromAccountID: Int64,
        statusID: Int64?,
        createdAt: Timestamp
    ) {
        self.id = id
        self.accountID = accountID
        self.kind = kind
        self.fromAccountID = fromAccountID
        self.statusID = statusID
        self.createdAt = createdAt
    }
}
