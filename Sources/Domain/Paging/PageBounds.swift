// Mastodon's page rules, the same for every list that pages by a cursor id.

/// Which part of a list is wanted. Ids are the list's cursors, which need not be the ids of what is listed.
public struct PageBounds: Sendable, Equatable {
    /// Only older than this.
    public var maxID: Int64?
    /// Only newer than this; the newest page of them.
    public var sinceID: Int64?
    /// Only newer than this; the page right above it.
    public var minID: Int64?
    /// The most items; 0 for none.
    public var limit: Int

    public init(maxID: Int64? = nil, sinceID: Int64? = nil, minID: Int64? = nil, limit: Int) {
        self.maxID = maxID
        self.sinceID = sinceID
        self.minID = minID
        self.limit = limit
    }

    /// Exclusive upper bound.
    public var below: Int64 { maxID ?? Int64.max }

    /// Exclusive lower bound.
    public var above: Int64 { minID ?? sinceID ?? -1 }

    /// `min_id` selects upward from its cursor; all else downward from the top.
    public var isAscending: Bool { minID != nil }

    /// Brings what was selected into the order of every answer: newest first.
    public func newestFirst<T>(_ selected: [T]) -> [T] { isAscending ? selected.reversed() : selected }
}
