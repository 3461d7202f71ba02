// An actor as its server describes it: a person, a bot, a group, a server.

public import Basics

/// What is read of an actor's document, and what is written of one of ours. HTML is as it came: nothing is clean here.
public struct ActorObject: Sendable, Equatable {
    /// Other types are no actors to anybody on the network.
    public enum Kind: String, Sendable, CaseIterable {
        case person = "Person"
        case service = "Service"
        case group = "Group"
        case application = "Application"
        case organization = "Organization"
    }

    public var id: ObjectID
    public var kind: Kind
    /// The name in its handle; empty where `webfinger` alone says it.
    public var username: String
    /// The handle it wishes to be known by (FEP-2c59); asked for by WebFinger before it is believed.
    public var handle: AccountAddress?
    public var name: String
    /// HTML.
    public var summary: String
    /// Its page.
    public var url: ObjectID?
    public var inbox: ObjectID
    public var sharedInbox: ObjectID?
    public var outbox: ObjectID?
    public var followers: ObjectID?
    public var following: ObjectID?
    public var featured: ObjectID?
    public var featuredTags: ObjectID?
    public var featuredCollections: ObjectID?
    public var keys: [KeyObject]
    public var avatar: PictureLink?
    public var header: PictureLink?
    /// Names and values as HTML.
    public var fields: [(name: String, value: String)] = []
    public var emojis: [EmojiTag] = []
    /// Without `#`.
    public var hashtags: [String] = []
    public var alsoKnownAs: [ObjectID] = []
    public var movedTo: ObjectID?
    /// Hosts whose articles may name it as author.
    public var attributionDomains: [String] = []
    /// Follows wait for its yes.
    public var isLocked = false
    public var isDiscoverable = false
    /// Its public posts may be found by search (FEP-5feb).
    public var isIndexable = false
    public var isMemorial = false
    public var isSuspended = false
    public var published: Timestamp?
    public var policy: InteractionPolicy?
    /// Its server understands RFC 9421 (FEP-844e).
    public var takesMessageSignatures = false

    public init(id: ObjectID, kind: Kind, username: String, inbox: ObjectID) {
        (self.id, self.kind, self.username, self.inbox) = (id, kind, username, inbox)
        (name, summary, keys) = ("", "", [])
    }

    /// Bots and servers.
    public var isBot: Bool { kind == .service || kind == .application }

    public static func == (a: ActorObject, b: ActorObject) -> Bool { a.json() == b.json() }
}

/// A picture of an actor, or of an emoji.
public struct PictureLink: Sendable, Equatable {
    public var url: ObjectID
    public var mediaType: String?
    /// What it shows, in words.
    public var description: String?

    public init(url: ObjectID, mediaType: String? = nil, description: String? = nil) {
        (self.url, self.mediaType, self.description) = (url, mediaType, description)
    }
}

/// A key in an actor's document.
public struct KeyObject: Sendable, Equatable {
    public var id: ObjectID
    public var owner: ObjectID
    public var key: PublicKey

    public init(id: ObjectID, owner: ObjectID, key: PublicKey) { (self.id, self.owner, self.key) = (id, owner, key) }
}

/// A picture with a name, used in texts as `:name:`.
public struct EmojiTag: Sendable, Equatable {
    /// Akkoma's have none.
    public var id: ObjectID?
    /// Without colons.
    public var shortcode: String
    public var picture: PictureLink
    public var updated: Timestamp?

    public init(id: ObjectID?, shortcode: String, picture: PictureLink, updated: Timestamp? = nil) {
        (self.id, self.shortcode, self.picture, self.updated) = (id, shortcode, picture, updated)
    }
}

/// Who may do what with a post, or feature an actor (FEP-044f, FEP-7aa9, GoToSocial's policies).
public struct InteractionPolicy: Sendable, Equatable {
    /// Who may, and who may after a yes. Addresses: everybody, a collection, an actor.
    public struct Rule: Sendable, Equatable {
        public var automatic: [String]
        public var manual: [String]

        public init(automatic: [String], manual: [String] = []) { (self.automatic, self.manual) = (automatic, manual) }
    }

    /// Nil where the author does not say: what that means differs (everyone may like, nobody may quote or feature).
    public var canQuote: Rule?
    public var canLike: Rule?
    public var canReply: Rule?
    public var canAnnounce: Rule?
    public var canFeature: Rule?

    public init(
        canQuote: Rule? = nil,
        canLike: Rule? = nil,
        canReply: Rule? = nil,
        canAnnounce: Rule? = nil,
        canFeature: Rule? = nil
    ) {
        (self.canQuote, self.canLike, self.canReply) = (canQuote, canLike, canReply)
        (self.canAnnounce, self.canFeature) = (canAnnounce, canFeature)
    }
}
