// Another server, as far as this one has met it.

public import Basics

/// In which form a host takes signatures.
public enum SignatureForm: Int64, Sendable {
    /// draft-cavage-http-signatures-12: what everybody reads.
    case cavage = 0
    /// RFC 9421.
    case rfc9421 = 1
}

/// What is known of another server.
public struct RemoteHost: Sendable, Equatable {
    /// As `HostName.canonical` writes it, with its port where that is not the scheme's own.
    public var name: String
    public var software: String?
    public var softwareVersion: String?
    public var firstSeenAt: Timestamp
    /// When it sent something, took something, and failed to, the last time.
    public var lastHeardAt: Timestamp?
    public var lastSuccessAt: Timestamp?
    public var lastFailureAt: Timestamp?
    /// Nothing is sent to it until it speaks.
    public var unreachableSince: Timestamp?
    public var signatureForm: SignatureForm

    public init(
        name: String,
        software: String? = nil,
        softwareVersion: String? = nil,
        firstSeenAt: Timestamp,
        lastHeardAt: Timestamp? = nil,
        lastSuccessAt: Timestamp? = nil,
        lastFailureAt: Timestamp? = nil,
        unreachableSince: Timestamp? = nil,
        signatureForm: SignatureForm = .cavage
    ) {
        self.name = name
        self.software = software
        self.softwareVersion = softwareVersion
        self.firstSeenAt = firstSeenAt
        self.lastHeardAt = lastHeardAt
        self.lastSuccessAt = lastSuccessAt
        self.lastFailureAt = lastFailureAt
        self.unreachableSince = unreachableSince
        self.signatureForm = signatureForm
    }
}
