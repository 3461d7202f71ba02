// Quotes: a status that shows another one inside, with the consent of its author.

/// Whom an author lets quote a status without asking. Raw values are stored.
public enum QuotePolicy: Int64, Sendable, CaseIterable {
    case everyone = 0
    case followers = 1
    case nobody = 2

    /// The name used by the client API.
    public var name: String {
        switch self {
        case .everyone: "public"
        case .followers: "followers"
        case .nobody: "nobody"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// What holds for a status: one that is not open is for its author alone to quote.
    public func held(to visibility: Visibility) -> QuotePolicy { visibility.isOpen ? self : .nobody }
}

/// What became of the wish to quote. Raw values are stored.
public enum QuoteState: Int64, Sendable, CaseIterable {
    case pending = 0
    case accepted = 1
    case rejected = 2
    /// Accepted once, and taken back by the author of what is quoted.
    case revoked = 3
}

/// The quote in a status.
public struct Quote: Sendable, Equatable {
    /// What is quoted; nil once it was deleted.
    public var quotedID: Int64?
    public var quotedAccountID: Int64
    public var state: QuoteState

    public init(quotedID: Int64?, quotedAccountID: Int64, state: QuoteState) {
        self.quotedID = quotedID
        self.quotedAccountID = quotedAccountID
        self.state = state
    }
}

/// How a quote looks to one viewer: the states of the client API.
public enum QuoteView: String, Sendable {
    case pending, accepted, rejected, revoked, deleted, unauthorized
    case blockedAccount = "blocked_account"
    case blockedDomain = "blocked_domain"
    case mutedAccount = "muted_account"

    /// Whether the quoted status comes with it. Apps hide what the viewer has blocked or muted, and may show it when asked.
    public var isShown: Bool {
        switch self {
        case .accepted, .blockedAccount, .blockedDomain, .mutedAccount: true
        default: false
        }
    }

    /// - Parameters:
    ///   - author: of what is quoted; nil where it or its author is gone.
    ///   - standing: of the viewer to that author; nil for nobody.
    public init(
        _ state: QuoteState,
        of author: Account?,
        visibility: Visibility,
        standing: Standing?,
        isMentioned: Bool
    ) {
        switch state {
        case .pending: self = .pending
        case .rejected: self = .rejected
        case .revoked: self = .revoked
        case .accepted:
            guard let author else {
                self = .deleted
                return
            }
            let isNear = standing?.isDisjoint(with: [.isSelf, .follows]) == false
            if author.isSuspended || (author.isSilenced && !isNear)
                || !StatusPolicy.canSee(visibility: visibility, standing: standing, isMentioned: isMentioned)
            {
                self = .unauthorized
            } else if let standing, standing.contains(.blocks) {
                self = .blockedAccount
            } else if let standing, standing.contains(.blocksDomain) {
                self = .blockedDomain
            } else if let standing, standing.contains(.mutes) {
                self = .mutedAccount
            } else {
                self = .accepted
            }
        }
    }
}

extension StatusPolicy {
    /// May somebody who sees a status quote it? Its author always, except what is direct; others as far as its policy says.
    public static func canQuote(visibility: Visibility, policy: QuotePolicy, standing: Standing?) -> Bool {
        guard let standing, visibility != .direct else { return false }
        if standing.contains(.isSelf) { return true }
        guard visibility.isOpen, standing.isDisjoint(with: [.blocks, .isBlocked]) else { return false }
        switch policy {
        case .everyone: return true
        case .followers: return standing.contains(.follows)
        case .nobody: return false
        }
    }

    /// A post that quotes what is for followers goes to followers.
    public static func visibility(_ wished: Visibility, quoting quoted: Visibility?) -> Visibility {
        quoted == .private && wished.isOpen ? .private : wished
    }
}
