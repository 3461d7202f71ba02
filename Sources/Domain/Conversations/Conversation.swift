// A conversation: direct statuses of one thread among the same people, as one of them sees it.

/// A conversation as stored.
public struct Conversation: Sendable, Equatable {
    public var id: Int64
    public var accountID: Int64
    /// The others, ascending; empty where somebody writes to nobody.
    public var participants: [Int64]
    public var lastStatusID: Int64
    public var isUnread: Bool

    public init(id: Int64, accountID: Int64, participants: [Int64], lastStatusID: Int64, isUnread: Bool) {
        self.id = id
        self.accountID = accountID
        self.participants = participants
        self.lastStatusID = lastStatusID
        self.isUnread = isUnread
    }

    /// The others in a direct status, as one of its people sees them.
    public static func participants(author: Int64, mentioned: [Int64], for account: Int64) -> [Int64] {
        Set(mentioned + [author]).subtracting([account]).sorted()
    }
}
