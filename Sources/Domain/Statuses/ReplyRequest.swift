// A reply that an author above has to approve, and what they have said.

public import Basics

public struct ReplyRequest: Sendable, Equatable {
    /// The reply. It is the request's id as well: each account is asked once about it.
    public var replyID: Int64
    /// Who is asked.
    public var accountID: Int64
    /// The status of theirs whose policy asks.
    public var targetID: Int64
    public var state: ReplyApproval
    public var decidedAt: Timestamp?
    /// The activity by which another server has asked; nil where none did.
    public var uri: String?

    public init(
        replyID: Int64,
        accountID: Int64,
        targetID: Int64,
        state: ReplyApproval = .waits,
        decidedAt: Timestamp? = nil,
        uri: String? = nil
    ) {
        self.replyID = replyID
        self.accountID = accountID
        self.targetID = targetID
        self.state = state
        self.decidedAt = decidedAt
        self.uri = uri
    }
}
