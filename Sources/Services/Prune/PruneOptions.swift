// What is cleared away, and what that came to.

public import Media

/// What is to be cleared away.
public struct PruneOptions: Sendable {
    /// The age from which posts of other servers go that nobody here has touched; nil for never. Those of people who are
    /// followed here stay four times as long.
    public var posts: Duration?
    /// The age from which notifications go; nil for never.
    public var notifications: Duration?
    /// Where files are kept on this machine; nil where they are in a bucket.
    public var store: FolderStore?
    /// Copies of files of other servers; nil where there are none.
    public var copies: FileCache?
    /// Only says what would go.
    public var isDryRun = false
    /// After each piece of work nothing is done for this many times as long.
    public var pause = 3

    public init(posts: Duration? = nil, notifications: Duration? = nil) {
        (self.posts, self.notifications) = (posts, notifications)
    }
}

/// What is cleared away, in this order.
public enum PruneKind: String, Sendable, CaseIterable {
    case copies, posts, notifications, sessions, jobs, files
}

/// What went of a kind, or would go.
public struct PruneFigure: Sendable, Equatable {
    public var kind: PruneKind
    public var count: Int64
    /// About as many; of files exactly.
    public var bytes: Int64

    public init(_ kind: PruneKind, count: Int64 = 0, bytes: Int64 = 0) {
        (self.kind, self.count, self.bytes) = (kind, count, bytes)
    }
}

/// How far it is with a kind.
public struct PruneProgress: Sendable {
    public var figure: PruneFigure
    /// From 0 to 1; nil where nobody knows.
    public var share: Double?
}
