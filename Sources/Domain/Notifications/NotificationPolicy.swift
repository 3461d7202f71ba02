// From whom one wants to hear: what is held back, and what is never told.

public import Basics

/// What becomes of a notification.
public enum NotificationRuling: Int64, Sendable, CaseIterable {
    case accept = 0
    /// Kept apart: in no list, no stream and no push, until its sender is accepted.
    case filter = 1
    case drop = 2

    /// The name used by the client API.
    public var name: String {
        switch self {
        case .accept: "accept"
        case .filter: "filter"
        case .drop: "drop"
        }
    }

    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// One person's rules, with Mastodon's for those who never set any.
public struct NotificationPolicy: Sendable, Equatable {
    /// Of accounts that the recipient does not follow.
    public var notFollowing = NotificationRuling.accept
    /// Of accounts that do not follow the recipient, or have for less than three days.
    public var notFollowers = NotificationRuling.accept
    /// Of accounts younger than thirty days.
    public var newAccounts = NotificationRuling.accept
    /// Direct mentions out of the blue.
    public var privateMentions = NotificationRuling.filter
    /// Of accounts that moderators have limited.
    public var limitedAccounts = NotificationRuling.filter
    public var bots = NotificationRuling.accept
    /// Until when what strangers say is held; see `shieldHolds`.
    public var shieldUntil: Timestamp?

    public init() {}

    static let newAccountAge = Duration.seconds(30 * 86_400)
    static let newFollowerAge = Duration.seconds(3 * 86_400)

    /// The strictest rule that applies.
    ///
    /// - Parameter isAnswer: whether a direct mention answers one by the recipient; asked only where that decides.
    public func ruling(
        on kind: NotificationKind,
        _ sender: NotificationSender,
        at now: Timestamp,
        isAnswer: () throws -> Bool
    ) rethrows -> NotificationRuling {
        if sender.isUnwanted { return .drop }
        guard kind.isFilterable, !sender.isPermitted else { return .accept }
        var rulings: [NotificationRuling] = []
        if !sender.isFollowed { rulings.append(notFollowing) }
        if sender.followsSince.map({ $0 > now - Self.newFollowerAge }) ?? true { rulings.append(notFollowers) }
        if sender.createdAt > now - Self.newAccountAge { rulings.append(newAccounts) }
        if sender.isLimited, !sender.isFollowed { rulings.append(limitedAccounts) }
        if sender.isBot { rulings.append(bots) }
        var strictest = rulings.max { $0.rawValue < $1.rawValue } ?? .accept
        if kind == .mention, sender.isDirect, !sender.isFollowed, privateMentions.rawValue > strictest.rawValue,
            try !isAnswer()
        {
            strictest = privateMentions
        }
        guard strictest == .accept, shieldHolds(kind, sender, at: now) else { return strictest }
        // Whom one has written to may answer.
        guard sender.isDirect, try isAnswer() else { return .filter }
        return .accept
    }
}

/// Who causes a notification, as the recipient stands to them.
public struct NotificationSender: Sendable, Equatable {
    /// Blocked or muted, or the conversation is muted.
    public var isUnwanted = false
    public var isFollowed = false
    /// Since when they follow the recipient.
    public var followsSince: Timestamp?
    /// The recipient accepted their request once.
    public var isPermitted = false
    public var createdAt: Timestamp
    public var isLimited = false
    public var isBot = false
    /// The status is for those it mentions only.
    public var isDirect = false

    public init(createdAt: Timestamp) { self.createdAt = createdAt }
}
