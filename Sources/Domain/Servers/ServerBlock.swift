// What this server's moderators decided about another one.

public import Basics

/// How far a domain is kept away.
public enum ServerSeverity: Int64, Sendable, CaseIterable {
    /// Only what the flags beside it say.
    case noop = 0
    /// Its people are seen by those who follow them alone.
    case silence = 1
    /// Nothing comes from there, and nothing goes there.
    case suspend = 2

    /// The name used by the client API.
    public var name: String {
        switch self {
        case .noop: "noop"
        case .silence: "silence"
        case .suspend: "suspend"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// A decision about a domain and all below it.
public struct ServerBlock: Sendable, Equatable {
    public var id: Int64
    /// As `HostName.canonical` writes it.
    public var domain: String
    public var severity: ServerSeverity
    public var rejectsMedia: Bool
    public var rejectsReports: Bool
    /// Its name is shown in part only where the list is public.
    public var isObfuscated: Bool
    /// Why, for everybody; and for moderators alone.
    public var publicComment: String
    public var privateComment: String
    public var createdAt: Timestamp

    public init(
        id: Int64 = 0,
        domain: String,
        severity: ServerSeverity = .silence,
        rejectsMedia: Bool = false,
        rejectsReports: Bool = false,
        isObfuscated: Bool = false,
        publicComment: String = "",
        privateComment: String = "",
        createdAt: Timestamp
    ) {
        self.id = id
        self.domain = domain
        self.severity = severity
        self.rejectsMedia = rejectsMedia
        self.rejectsReports = rejectsReports
        self.isObfuscated = isObfuscated
        self.publicComment = publicComment
        self.privateComment = privateComment
        self.createdAt = createdAt
    }
}

/// A domain that may speak with this server where only named ones may.
public struct ServerAllow: Sendable, Equatable {
    public var id: Int64
    public var domain: String
    public var createdAt: Timestamp

    public init(id: Int64 = 0, domain: String, createdAt: Timestamp) {
        self.id = id
        self.domain = domain
        self.createdAt = createdAt
    }
}
