// A browser in which somebody is signed in.

public import Basics

/// A browser that is signed in.
public struct OpenSession: Sendable, Equatable {
    public var hash: [UInt8]
    public var createdAt: Timestamp
    public var expiresAt: Timestamp

    public init(hash: [UInt8], createdAt: Timestamp, expiresAt: Timestamp) {
        self.hash = hash
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
