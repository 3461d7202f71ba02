// What several facts have in common for those who keep something in memory or tell others of it.

extension DomainEvent {
    /// Two accounts between which something has begun or ended.
    public var changedRelationship: (account: Int64, target: Int64)? {
        switch self {
        case .followRequested(let account, let target), .followed(let account, let target, _),
            .unfollowed(let account, let target), .followRejected(let account, let target, _),
            .blocked(let account, let target), .unblocked(let account, let target),
            .relationshipChanged(let account, let target):
            (account, target)
        default: nil
        }
    }

    /// Whose flags of which status have changed (favourited, reblogged, bookmarked, pinned).
    public var changedInteraction: (account: Int64, status: Int64)? {
        switch self {
        case .favourited(let status, _, let account), .unfavourited(let status, _, let account),
            .pinned(let status, let account), .unpinned(let status, let account),
            .interactionChanged(let account, let status):
            (account, status)
        case .reblogged(let entry), .unreblogged(let entry): (entry.accountID, entry.shownID)
        default: nil
        }
    }

    /// A status that is shown differently from now on.
    public var changedStatus: Int64? {
        switch self {
        case .statusEdited(let id, _), .statusChanged(let id), .quoteRevoked(let id, _),
            .replyApproved(let id, _), .replyKeptOut(let id, _):
            id
        default: nil
        }
    }

    /// A status or boost that came, with the ids of its tags and of those whom it mentions.
    public var posted: (entry: TimelineEntry, tagIDs: [Int64], mentioned: [Int64])? {
        switch self {
        case .statusPublished(let entry, let tagIDs, let mentioned): (entry, tagIDs, mentioned)
        case .reblogged(let entry): (entry, [], [])
        default: nil
        }
    }

    /// A status or boost that is gone, with the ids of the tags whose timelines showed it.
    public var withdrawn: (entry: TimelineEntry, tagIDs: [Int64])? {
        switch self {
        case .statusDeleted(let entry, let tagIDs, _): (entry, tagIDs)
        case .unreblogged(let entry): (entry, [])
        default: nil
        }
    }

    /// An account that was limited, suspended or hidden by its person, or is so no more.
    public var moderatedAccount: Int64? {
        switch self {
        case .accountLimited(let account), .accountUnlimited(let account), .accountSuspended(let account),
            .accountUnsuspended(let account), .accountDeactivated(let account), .accountReactivated(let account):
            account
        default: nil
        }
    }

    /// An account that is shown differently from now on, or that is new or gone.
    public var changedAccount: Int64? {
        switch self {
        case .accountChanged(let id), .profileChanged(let id), .accountDeleted(let id): id
        default: moderatedAccount
        }
    }

    /// An account whose login may allow something else than before.
    public var changedLogin: Int64? {
        if case .userChanged(let account) = self { account } else { moderatedAccount }
    }
}
