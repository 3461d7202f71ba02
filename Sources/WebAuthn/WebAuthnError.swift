// Why what an authenticator said is not taken.

public enum WebAuthnError: Error, Sendable, Equatable, CaseIterable {
    /// Not what the standard describes, or longer than anything an authenticator says.
    case malformed
    /// Made for the other of the two ceremonies.
    case otherType
    /// A challenge that was not given out, to somebody else, or too long ago.
    case otherChallenge
    /// Made on another page, or in a frame on one.
    case otherOrigin
    /// Made for another server.
    case otherRelyingParty
    /// Nobody touched the authenticator, or it did not ask who they are.
    case notVerified
    /// A key of a kind, or of a size, that is not taken here.
    case unsupportedKey
    case wrongSignature
}
