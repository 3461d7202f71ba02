// Where the rest of a thread of another server is found.

public import Basics

/// Where a post of another server says that its thread is.
public struct RemoteThread: Sendable, Equatable {
    public var statusID: Int64
    /// The collection of all of its conversation.
    public var context: String?
    /// The collection of what answers it.
    public var replies: String?
    /// When the last look began, and when it ended.
    public var lookedAt: Timestamp?
    public var finishedAt: Timestamp?
    /// How many posts that look brought in.
    public var found: Int64

    public init(
        statusID: Int64,
        context: String? = nil,
        replies: String? = nil,
        lookedAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil,
        found: Int64
    ) {
        self.statusID = statusID
        self.context = context
        self.replies = replies
        self.lookedAt = lookedAt
        self.finishedAt = finishedAt
        self.found = found
    }
}
