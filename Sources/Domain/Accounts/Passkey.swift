// A passkey as the server keeps it.

public import Basics

/// What a device of somebody signs in with.
public struct Passkey: Sendable, Equatable {
    /// Its authenticator has chosen it; no two passkeys have the same.
    public var credentialID: [UInt8]
    public var accountID: Int64
    /// COSE_Key.
    public var publicKey: [UInt8]
    /// How often its authenticator has signed, by its own account; zero where it does not count.
    public var counter: Int64
    /// How browsers reach it (`internal`, `hybrid`, `usb`, …), with spaces between.
    public var transports: String
    public var name: String
    public var createdAt: Timestamp
    public var usedAt: Timestamp?

    public init(
        credentialID: [UInt8],
        accountID: Int64,
        publicKey: [UInt8],
        counter: Int64,
        transports: String,
        name: String,
        createdAt: Timestamp
    ) {
        self.credentialID = credentialID
        self.accountID = accountID
        self.publicKey = publicKey
        self.counter = counter
        self.transports = transports
        self.name = name
        self.createdAt = createdAt
    }
}
