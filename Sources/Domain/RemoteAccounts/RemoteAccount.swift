// What is known of an account on another server beyond what every account has.

public import Basics

/// The type of an actor (ActivityStreams 2.0 Vocabulary §3.2).
public enum ActorType: Int64, Sendable, CaseIterable {
    case person = 0
    case service = 1
    case application = 2
    case group = 3
    case organization = 4
}

/// Where an account of another server is reached, and what its server says of it.
public struct RemoteAccount: Sendable, Equatable {
    public var accountID: Int64
    /// Of the actor's id; its handle may name another domain.
    public var host: String
    public var type: ActorType
    public var inbox: String
    public var sharedInbox: String?
    public var outbox: String?
    public var followers: String?
    public var following: String?
    public var featured: String?
    public var featuredTags: String?
    /// As its server says.
    public var statusesCount: Int64?
    public var followersCount: Int64?
    public var followingCount: Int64?
    public var alsoKnownAs: [String]
    public var movedTo: String?
    public var fetchedAt: Timestamp
    /// When WebFinger last agreed to its handle; nil for never.
    public var namedAt: Timestamp?

    public init(
        accountID: Int64,
        host: String,
        type: ActorType = .person,
        inbox: String,
        sharedInbox: String? = nil,
        outbox: String? = nil,
        followers: String? = nil,
        following: String? = nil,
        featured: String? = nil,
        featuredTags: String? = nil,
        statusesCount: Int64? = nil,
        followersCount: Int64? = nil,
        followingCount: Int64? = nil,
        alsoKnownAs: [String] = [],
        movedTo: String? = nil,
        fetchedAt: Timestamp,
        namedAt: Timestamp? = nil
    ) {
        self.accountID = accountID
        self.host = host
        self.type = type
        self.inbox = inbox
        self.sharedInbox = sharedInbox
        self.outbox = outbox
        self.followers = followers
        self.following = following
        self.featured = featured
        self.featuredTags = featuredTags
        self.statusesCount = statusesCount
        self.followersCount = followersCount
        self.followingCount = followingCount
        self.alsoKnownAs = alsoKnownAs
        self.movedTo = movedTo
        self.fetchedAt = fetchedAt
        self.namedAt = namedAt
    }

    /// Where an activity for this account and others of its server goes.
    public var deliveryInbox: String { sharedInbox ?? inbox }
}

/// A public key of an actor.
public struct ActorKey: Sendable, Equatable {
    public var id: String
    /// The id of the actor it belongs to, who lists it.
    public var owner: String
    public var host: String
    /// PEM or multibase, as it was published.
    public var publicKey: String
    public var fetchedAt: Timestamp

    public init(id: String, owner: String, host: String, publicKey: String, fetchedAt: Timestamp) {
        self.id = id
        self.owner = owner
        self.host = host
        self.publicKey = publicKey
        self.fetchedAt = fetchedAt
    }
}

/// An emoji of another server.
public struct RemoteEmoji: Sendable, Equatable {
    public var host: String
    public var shortcode: String
    public var url: String

    public init(host: String, shortcode: String, url: String) {
        self.host = host
        self.shortcode = shortcode
        self.url = url
    }
}
