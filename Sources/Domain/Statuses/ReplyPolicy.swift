// Who may reply: what an author allows, for a post and for all that stands below it (docs/decisions/0039).

/// Whom an author lets reply to a status. Raw values are stored.
public enum ReplyPolicy: Int64, Sendable, CaseIterable {
    case everyone = 0
    /// Those who follow the author.
    case followers = 1
    /// Those whom the author follows.
    case followed = 2
    /// Those whom the status names, or answers.
    case mentioned = 3
    case nobody = 4
    /// These as above; the replies of others wait until the author has approved them.
    case followersOrApproved = 5
    case followedOrApproved = 6
    case mentionedOrApproved = 7

    /// The name in the client API.
    public var name: String {
        switch self {
        case .everyone: "public"
        case .followers: "followers"
        case .followed: "following"
        case .mentioned: "mentioned"
        case .nobody: "nobody"
        case .followersOrApproved: "followers_or_approved"
        case .followedOrApproved: "following_or_approved"
        case .mentionedOrApproved: "mentioned_or_approved"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// Who may reply at once.
    public var atOnce: ReplyPolicy {
        switch self {
        case .everyone, .followers, .followed, .mentioned, .nobody: self
        case .followersOrApproved: .followers
        case .followedOrApproved: .followed
        case .mentionedOrApproved: .mentioned
        }
    }

    /// Others may reply, too, and wait for the author.
    public var approves: Bool { self != atOnce }
}

/// What becomes of a reply by somebody.
public enum ReplyAccess: Int, Sendable, Comparable {
    case refused
    /// It is out of the thread until an author above has approved it.
    case waits
    case allowed

    public static func < (one: ReplyAccess, other: ReplyAccess) -> Bool { one.rawValue < other.rawValue }
}

/// What the authors above have said of a reply that needed their approval. Raw values are stored.
public enum ReplyApproval: Int64, Sendable {
    case waits = 0
    case approved = 1
    case keptOut = 2
}

/// How somebody who would reply stands to the author of a status above the reply.
public struct ReplyStanding: Sendable, Equatable {
    public var isAuthor = false
    /// The status names them, or answers one of theirs.
    public var isNamed = false
    public var follows = false
    public var isFollowed = false

    public init() {}
}

extension StatusPolicy {
    /// Whoever is named can answer what is said to them, unless nobody can.
    public static func replyAccess(_ policy: ReplyPolicy, _ standing: ReplyStanding) -> ReplyAccess {
        if canReplyAtOnce(policy, standing) { return .allowed }
        return policy.approves ? .waits : .refused
    }

    private static func canReplyAtOnce(_ policy: ReplyPolicy, _ standing: ReplyStanding) -> Bool {
        if standing.isAuthor { return true }
        switch policy {
        case .everyone: return true
        case .followers, .followersOrApproved: return standing.isNamed || standing.follows
        case .followed, .followedOrApproved: return standing.isNamed || standing.isFollowed
        case .mentioned, .mentionedOrApproved: return standing.isNamed
        case .nobody: return false
        }
    }

    /// Only what an author sees can wait for them: what is for the writer's followers must name them. A direct message is no
    /// part of a thread that others read.
    public static func canWait(_ visibility: Visibility, isNamed: Bool) -> Bool {
        visibility.isOpen || (visibility == .private && isNamed)
    }

    /// The author of a status may hide a reply below it, by somebody else.
    public static func canHide(_ reply: Status, among above: [Status], by account: Int64) -> Bool {
        reply.accountID != account && reply.reblogOfID == nil && above.contains { $0.accountID == account }
    }
}
