// A tag that somebody shows on their profile.

public import Basics

/// A tag on a profile, with how often its owner has posted it, in public or unlisted.
public struct FeaturedTag: Sendable, Equatable {
    public var id: Int64
    public var tagID: Int64
    /// As its owner wrote it.
    public var name: String
    public var statuses: Int64
    public var lastStatusAt: Timestamp?

    public init(id: Int64, tagID: Int64, name: String, statuses: Int64, lastStatusAt: Timestamp? = nil) {
        self.id = id
        self.tagID = tagID
        self.name = name
        self.statuses = statuses
        self.lastStatusAt = lastStatusAt
    }
}
