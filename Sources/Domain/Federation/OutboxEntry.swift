// What other servers are to hear.

public import Basics

/// One event that concerns somebody on another server.
public struct OutboxEntry: Sendable, Equatable {
    public var id: Int64
    /// The account of this server in whose name something is to be sent. It may be gone by now.
    public var accountID: Int64
    /// JSON of a `DomainEvent`.
    public var text: String
    /// How often it was leased, this time included.
    public var attempts: Int64
    public var createdAt: Timestamp

    public init(id: Int64, accountID: Int64, text: String, attempts: Int64, createdAt: Timestamp) {
        self.id = id
        self.accountID = accountID
        self.text = text
        self.attempts = attempts
        self.createdAt = createdAt
    }
}
