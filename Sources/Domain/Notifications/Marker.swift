// How far somebody has read.

public import Basics

/// How far somebody has read a timeline.
public struct Marker: Sendable, Equatable {
    /// `home` or `notifications`.
    public var timeline: String
    public var lastReadID: Int64
    /// Rises with each change.
    public var version: Int64
    public var updatedAt: Timestamp

    public init(timeline: String, lastReadID: Int64, version: Int64, updatedAt: Timestamp) {
        self.timeline = timeline
        self.lastReadID = lastReadID
        self.version = version
        self.updatedAt = updatedAt
    }
}
