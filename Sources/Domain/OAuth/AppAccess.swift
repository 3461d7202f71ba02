// What an app may do in somebody's name.

public import Basics

/// An app that may act for an account.
public struct AppAccess: Sendable, Equatable {
    /// Of the token.
    public var id: Int64
    public var hash: [UInt8]
    public var name: String
    public var website: String?
    /// Names, with spaces between them.
    public var scopes: String
    public var createdAt: Timestamp

    public init(
        id: Int64,
        hash: [UInt8],
        name: String,
        website: String? = nil,
        scopes: String,
        createdAt: Timestamp
    ) {
        self.id = id
        self.hash = hash
        self.name = name
        self.website = website
        self.scopes = scopes
        self.createdAt = createdAt
    }
}
