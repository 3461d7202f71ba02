// All that one reader has decided about others (and who has blocked them), as sets: asked for every status shown.

public import Basics

/// One account's follows, blocks and mutes, read once and kept while the account is active. Immutable: a change makes
/// it forgotten and read anew.
public final class ReaderRelations: Sendable {
    public let accountID: Int64
    public let choices: ReaderChoices
    private let follows: [Int64: FollowOptions]
    private let blocks: Set<Int64>
    private let blockedBy: Set<Int64>
    private let mutes: [Int64: Mute]
    private let clock: Clock

    public init(
        accountID: Int64,
        follows: [Int64: FollowOptions] = [:],
        blocks: Set<Int64> = [],
        blockedBy: Set<Int64> = [],
        mutes: [Int64: Mute] = [:],
        choices: ReaderChoices = ReaderChoices(),
        clock: Clock
    ) {
        self.accountID = accountID
        self.choices = choices
        self.follows = follows
        self.blocks = blocks
        self.blockedBy = blockedBy
        self.mutes = mutes
        self.clock = clock
    }

    public func follow(of account: Int64) -> FollowOptions? { follows[account] }

    /// Everybody the account follows.
    public var followed: some Collection<Int64> { follows.keys }

    public func isMuting(_ account: Int64) -> Bool {
        guard !mutes.isEmpty, let mute = mutes[account] else { return false }
        return mute.isInForce(at: clock.now())
    }

    /// When the next mute ends by itself; nil where none will.
    public var nextMuteEnd: Timestamp? {
        guard !mutes.isEmpty else { return nil }
        let now = clock.now()
        return mutes.values.compactMap(\.expiresAt).filter { $0 > now }.min()
    }

    /// Whether a moment lies behind.
    public func isPast(_ moment: Timestamp) -> Bool { moment <= clock.now() }

    /// Nothing of this account is shown in lists.
    public func hides(_ account: Int64) -> Bool {
        blocks.contains(account) || blockedBy.contains(account) || isMuting(account)
    }

    /// Nothing of this server is shown in lists. `domain` is empty for accounts of this one.
    public func hides(domain: String) -> Bool { !domain.isEmpty && choices.blockedDomains.contains(domain) }

    /// Whether one of the tags is followed.
    public func followsTag(among tags: [Int64]) -> Bool {
        !choices.followedTags.isEmpty && tags.contains { choices.followedTags.contains($0) }
    }

    /// The reader does not want to hear of what this account does: a mute may leave notifications on.
    public func hidesNotifications(from account: Int64) -> Bool {
        if blocks.contains(account) || blockedBy.contains(account) { return true }
        guard let mute = mutes[account], mute.hidesNotifications else { return false }
        return mute.isInForce(at: clock.now())
    }

    /// How the reader stands to an author.
    public func standing(to account: Int64) -> Standing {
        if account == accountID { return .isSelf }
        var standing: Standing = []
        if follows[account] != nil { standing.insert(.follows) }
        if blocks.contains(account) { standing.insert(.blocks) }
        if blockedBy.contains(account) { standing.insert(.isBlocked) }
        if isMuting(account) { standing.insert(.mutes) }
        return standing
    }
}
