// A tag that somebody follows.

/// A tag somebody follows, with its cursor in the list.
public struct FollowedTag: Sendable, Equatable {
    public var cursor: Int64
    public var tagID: Int64
    public var name: String

    public init(cursor: Int64, tagID: Int64, name: String) {
        self.cursor = cursor
        self.tagID = tagID
        self.name = name
    }
}
