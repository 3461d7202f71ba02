// Somebody whose notifications wait for a yes or a no.

public import Basics

/// Somebody whose mentions are held back.
public struct NotificationRequest: Sendable, Equatable {
    public var id: Int64
    public var fromAccountID: Int64
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    /// Counted up to a bound.
    public var count: Int64
    /// The newest of what they wrote.
    public var lastStatusID: Int64?

    public init(
        id: Int64,
        fromAccountID: Int64,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        count: Int64,
        lastStatusID: Int64? = nil
    ) {
        self.id = id
        self.fromAccountID = fromAccountID
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.count = count
        self.lastStatusID = lastStatusID
    }
}
