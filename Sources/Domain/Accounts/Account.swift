// Who speaks: a person (or program) on this server or another. Its login, if it is from here, is a `User`.

public import Basics

/// An account as stored. Local ones have an empty `domain`.
public struct Account: Sendable, Equatable {
    public var id: Int64
    /// As written at sign-up; compared by `Username` folding.
    public var username: String
    /// Empty for an account of this server.
    public var domain: String
    public var displayName: String
    /// Plain text for local accounts, HTML for others.
    public var note: String
    public var fields: [ProfileField]
    /// Follows must be granted.
    public var isLocked: Bool
    public var isBot: Bool
    /// May be shown where people look for people; nil when never decided.
    public var isDiscoverable: Bool?
    /// Public posts may be found by full text.
    public var isIndexable: Bool
    public var hidesCollections: Bool?
    public var createdAt: Timestamp
    /// When a moderator limited it: its posts stay out of public places.
    public var silencedAt: Timestamp?
    public var suspendedAt: Timestamp?
    /// Its own person has hidden it. Whether it is also suspended is another matter: either hides it.
    public var deactivation: Deactivation?
    /// ActivityPub id and page of an account of another server; nil for local ones, whose addresses follow from the name.
    public var uri: String?
    public var url: String?
    /// Nil for the picture that everybody has.
    public var avatar: ProfilePicture?
    public var header: ProfilePicture?

    public init(
        id: Int64,
        username: String,
        domain: String = "",
        displayName: String = "",
        note: String = "",
        fields: [ProfileField] = [],
        isLocked: Bool = false,
        isBot: Bool = false,
        isDiscoverable: Bool? = nil,
        isIndexable: Bool = false,
        hidesCollections: Bool? = nil,
        createdAt: Timestamp,
        silencedAt: Timestamp? = nil,
        suspendedAt: Timestamp? = nil,
        deactivation: Deactivation? = nil,
        uri: String? = nil,
        url: String? = nil,
        avatar: ProfilePicture? = nil,
        header: ProfilePicture? = nil
    ) {
        self.id = id
        self.username = username
        self.domain = domain
        self.displayName = displayName
        self.note = note
        self.fields = fields
        self.isLocked = isLocked
        self.isBot = isBot
        self.isDiscoverable = isDiscoverable
        self.isIndexable = isIndexable
        self.hidesCollections = hidesCollections
        self.createdAt = createdAt
        self.silencedAt = silencedAt
        self.suspendedAt = suspendedAt
        self.deactivation = deactivation
        self.uri = uri
        self.url = url
        self.avatar = avatar
        self.header = header
    }

    public var isLocal: Bool { domain.isEmpty }
    public var isSilenced: Bool { silencedAt != nil }
    public var isSuspended: Bool { suspendedAt != nil }
    public var isDeactivated: Bool { deactivation != nil }
    /// Nothing of it is shown, whoever wished that.
    public var isHidden: Bool { isSuspended || isDeactivated }
    /// `user` here, `user@domain` elsewhere.
    public var acct: String { isLocal ? username : "\(username)@\(domain)" }
}

/// One line of the table on a profile.
public struct ProfileField: Sendable, Equatable {
    public var name: String
    public var value: String
    public var verifiedAt: Timestamp?

    public init(name: String, value: String, verifiedAt: Timestamp? = nil) {
        self.name = name
        self.value = value
        self.verifiedAt = verifiedAt
    }
}

/// The counters that people see on a profile; each is a recount of rows, kept exact by every change.
public struct AccountCounters: Sendable, Equatable, Codable {
    public var statuses: Int64
    public var followers: Int64
    public var following: Int64
    /// Those of `followers` who are of other servers.
    public var remoteFollowers: Int64
    public var lastStatusAt: Timestamp?
    /// Rises with each change, so that the newer of two readings is known.
    public var version: Int64

    public init(
        statuses: Int64 = 0,
        followers: Int64 = 0,
        following: Int64 = 0,
        remoteFollowers: Int64 = 0,
        lastStatusAt: Timestamp? = nil,
        version: Int64 = 0
    ) {
        self.statuses = statuses
        self.followers = followers
        self.following = following
        self.remoteFollowers = remoteFollowers
        self.lastStatusAt = lastStatusAt
        self.version = version
    }
}
