// Somebody hides their own account and all that is theirs, for a time.

public import Basics

/// While it lasts there is no such account for anybody but its person, and for moderators.
public struct Deactivation: Sendable, Equatable {
    public var since: Timestamp
    /// When it ends by itself; nil: when its person says so.
    public var until: Timestamp?
    /// Other servers were asked to hide the account, too.
    public var isAnnounced: Bool

    public init(since: Timestamp, until: Timestamp? = nil, isAnnounced: Bool = false) {
        self.since = since
        self.until = until
        self.isAnnounced = isAnnounced
    }

    /// So long at most, in days, where an end is given: a year and a leap day.
    public static let mostDays: Int64 = 366
}
