// Somebody lets somebody in: a link that is good so often, and so long.

public import Basics

/// Who may invite, as the admin has set it. Raw values stand in the configuration.
public enum InviteMode: String, Sendable, CaseIterable {
    case moderators, members, nobody
}

public struct Invite: Sendable, Equatable {
    public var id: Int64
    /// What stands in the link; nobody guesses it.
    public var code: String
    /// Who lets in.
    public var accountID: Int64
    /// Whom it is for, as its maker noted it for themselves.
    public var comment: String
    /// Sign-ups with it.
    public var uses: Int64
    /// Nil for no limit.
    public var mostUses: Int64?
    public var createdAt: Timestamp
    /// Nil for never.
    public var expiresAt: Timestamp?

    public init(
        id: Int64 = 0,
        code: String,
        accountID: Int64,
        comment: String = "",
        uses: Int64 = 0,
        mostUses: Int64?,
        createdAt: Timestamp,
        expiresAt: Timestamp?
    ) {
        self.id = id
        self.code = code
        self.accountID = accountID
        self.comment = comment
        self.uses = uses
        self.mostUses = mostUses
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    public func isOver(at now: Timestamp) -> Bool {
        expiresAt.map { $0 <= now } ?? false || mostUses.map { uses >= $0 } ?? false
    }

    /// How often one can be good, as in Mastodon; nil for no limit.
    public static let offeredUses: [Int64?] = [1, 5, 10, 25, 50, 100, nil]
    /// For how many seconds one can be good, as in Mastodon; nil for no end.
    public static let offeredSeconds: [Int64?] = [1800, 3600, 21_600, 43_200, 86_400, 604_800, nil]
    public static let commentCharacters = 100
    /// That one person may have at a time.
    public static let mostOpen = 100
}

public enum InvitePolicy {
    /// The least role that may invite; nil where nobody may.
    public static func least(_ mode: InviteMode) -> Role? {
        switch mode {
        case .moderators: .moderator
        case .members: .user
        case .nobody: nil
        }
    }

    /// Whether somebody may let others in now. Who may not any more has let in by links that work no longer.
    public static func mayInvite(_ user: User, isHidden: Bool, _ mode: InviteMode) -> Bool {
        guard let least = least(mode), user.role.rawValue >= least.rawValue else { return false }
        return !user.isNewcomer && !user.isDisabled && !user.isFrozen && !isHidden
    }
}
