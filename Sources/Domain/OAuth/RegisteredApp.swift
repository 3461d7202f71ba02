// An app that people can sign in with.

public import Basics

/// An app that registered with this server.
public struct RegisteredApp: Sendable, Equatable {
    public var id: Int64
    public var clientID: String
    public var secretHash: [UInt8]
    public var name: String
    public var website: String?
    public var redirectURIs: [String]
    /// As registered, separated by spaces.
    public var scopes: String
    public var createdAt: Timestamp

    public init(
        id: Int64,
        clientID: String,
        secretHash: [UInt8],
        name: String,
        website: String?,
        redirectURIs: [String],
        scopes: String,
        createdAt: Timestamp
    ) {
        self.id = id
        self.clientID = clientID
        self.secretHash = secretHash
        self.name = name
        self.website = website
        self.redirectURIs = redirectURIs
        self.scopes = scopes
        self.createdAt = createdAt
    }
}
