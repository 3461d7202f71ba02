// What a moderator let somebody know.

public import Basics

public struct AccountWarning: Sendable, Equatable {
    public var id: Int64
    /// Whom it is for.
    public var accountID: Int64
    /// What was done besides: `none`, `silence`, `suspend`.
    public var action: String
    public var text: String
    public var createdAt: Timestamp

    public init(id: Int64, accountID: Int64, action: String, text: String, createdAt: Timestamp) {
        self.id = id
        self.accountID = accountID
        self.action = action
        self.text = text
        self.createdAt = createdAt
    }
}
