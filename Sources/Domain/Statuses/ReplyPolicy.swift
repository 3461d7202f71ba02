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

    /// The name in the client API.
    public var name: String {
        switch self {
        case .everyone: "public"
        case .followers: "followers"
        case .followed: "following"
        case .mentioned: "mentioned"
        case .nobody: "nobody"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
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
    public static func canReply(_ policy: ReplyPolicy, _ standing: ReplyStanding) -> Bool {
        if standing.isAuthor { return true }
        switch policy {
        case .everyone: return true
        case .followers: return standing.isNamed || standing.follows
        case .followed: return standing.isNamed || standing.isFollowed
        case .mentioned: return standing.isNamed
        case .nobody: return false
        }
    }

    /// The author of a status may hide a reply below it, by somebody else.
    public static func canHide(_ reply: Status, among above: [Status], by account: Int64) -> Bool {
        reply.accountID != account && reply.reblogOfID == nil && above.contains { $0.accountID == account }
    }
}
