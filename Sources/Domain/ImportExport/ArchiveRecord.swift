// All that somebody wrote, as a file that is made for them.

public import Basics

/// An archive, asked for or made.
public struct ArchiveRecord: Sendable, Equatable {
    public var id: Int64
    public var account: Int64
    public var state: ArchiveState
    /// Of the file, without a suffix: nobody can guess it.
    public var name: String
    /// Which of several servers on one database made it, and has the file.
    public var node: Int64
    /// Posts in it so far.
    public var posts: Int64
    public var bytes: Int64
    /// Why it failed: a sentence for its owner.
    public var reason: String?
    public var createdAt: Timestamp

    public init(
        id: Int64,
        account: Int64,
        state: ArchiveState,
        name: String,
        node: Int64,
        posts: Int64,
        bytes: Int64,
        reason: String? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.account = account
        self.state = state
        self.name = name
        self.node = node
        self.posts = posts
        self.bytes = bytes
        self.reason = reason
        self.createdAt = createdAt
    }
}
