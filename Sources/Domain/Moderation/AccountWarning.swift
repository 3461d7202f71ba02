// What a moderator let somebody know.

public import Basics

public struct AccountWarning: Sendable, Equatable {
    public var id: Int64
    /// Whom it is for.
    public var accountID: Int64
    /// What was done besides: `none`, `disable`, `silence`, `suspend`, `delete_statuses`.
    public var action: String
    public var text: String
    /// The post that was removed.
    public var statusID: Int64?
    public var createdAt: Timestamp

    public init(id: Int64, accountID: Int64, action: String, text: String, statusID: Int64? = nil, createdAt: Timestamp)
    {
        self.id = id
        self.accountID = accountID
        self.action = action
        self.text = text
        self.statusID = statusID
        self.createdAt = createdAt
    }
}
