// What lies between two accounts, as the client API shows it.

public import Basics

/// Everything one account has decided about another, and what the other has decided that the first may know.
public struct Relationship: Sendable, Equatable {
    public var targetID: Int64
    public var following: Bool = false
    public var showingReblogs: Bool = false
    public var notifying: Bool = false
    public var languages: [String]?
    public var followedBy: Bool = false
    public var blocking: Bool = false
    public var blockedBy: Bool = false
    public var muting: Bool = false
    public var mutingNotifications: Bool = false
    public var mutingExpiresAt: Timestamp?
    public var requested: Bool = false
    public var requestedBy: Bool = false
    public var domainBlocking: Bool = false
    public var endorsed: Bool = false
    public var note: String = ""

    public init(targetID: Int64) { self.targetID = targetID }
}

/// A follow, or a request to follow, with its wishes.
public struct FollowOptions: Sendable, Equatable {
    public var showReblogs: Bool
    public var notify: Bool
    /// Only these languages; nil for all.
    public var languages: [String]?

    public init(showReblogs: Bool = true, notify: Bool = false, languages: [String]? = nil) {
        self.showReblogs = showReblogs
        self.notify = notify
        self.languages = languages
    }
}

/// A mute in force.
public struct Mute: Sendable, Equatable {
    public var hidesNotifications: Bool
    public var expiresAt: Timestamp?

    public init(hidesNotifications: Bool, expiresAt: Timestamp?) {
        self.hidesNotifications = hidesNotifications
        self.expiresAt = expiresAt
    }

    public func isInForce(at now: Timestamp) -> Bool { expiresAt.map { $0 > now } ?? true }
}
