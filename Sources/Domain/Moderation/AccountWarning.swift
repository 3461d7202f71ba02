// What a moderator let somebody know.

public import Basics

public struct AccountWarning: Sendable, Equatable {
    public var id: Int64
    /// Whom it is for.
    public var accountID: Int64
    /// What was done besides, as in `ModerationAction.Kind`.
    public var action: String
    public var text: String
    /// The posts that were removed or marked.
    public var statusIDs: [Int64]
    public var createdAt: Timestamp
    /// The act that it tells of; nil for those from before acts were kept.
    public var actionID: Int64?
    public var appeal: Appeal?

    public init(
        id: Int64,
        accountID: Int64,
        action: String,
        text: String,
        statusIDs: [Int64] = [],
        createdAt: Timestamp,
        actionID: Int64? = nil,
        appeal: Appeal? = nil
    ) {
        self.id = id
        self.accountID = accountID
        self.action = action
        self.text = text
        self.statusIDs = statusIDs
        self.createdAt = createdAt
        self.actionID = actionID
        self.appeal = appeal
    }
}
