// How busy a week was.

public import Basics

/// What happened here in one week.
public struct ActivityWeek: Sendable, Equatable {
    /// The Monday it begins with, UTC.
    public var start: Timestamp
    /// Public and unlisted posts and reblogs by people here, also those that were deleted after they were counted.
    public var statuses: Int64 = 0
    /// People who were here.
    public var logins: Int64 = 0
    /// Sign-ups, also of those who were not let in (yet): they are counted by when they came.
    public var registrations: Int64 = 0

    public init(start: Timestamp) { self.start = start }

    public init(of moment: Timestamp) {
        // 1970 began on a Thursday.
        let day = moment.startOfDay.seconds / 86_400
        self.init(start: Timestamp(seconds: (day - (day + 3) % 7) * 86_400))
    }

    /// When the next one begins.
    public var end: Timestamp { start + .seconds(7 * 86_400) }
}
