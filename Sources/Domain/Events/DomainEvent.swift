// What happened, recorded in the transaction and told after its commit: `DomainEvent+effects` says what follows for caches.

public import Basics

/// One thing that happened. Ids and small facts, never whole bodies: those who need more read it.
///
/// Between nodes, and in the outbox, it is its JSON: a case that is renamed is one that older versions do not know.
/// `account` is who acts, `target` and `author` whom it is about.
public enum DomainEvent: Sendable, Equatable, Codable {
    // MARK: What people did with statuses

    /// `tagIDs` are those that tag timelines show it under.
    case statusPublished(TimelineEntry, tagIDs: [Int64], mentioned: [Int64])
    /// Its author has changed it: its words, its poll, its end, who may quote it.
    case statusEdited(id: Int64, account: Int64)
    /// `tagIDs` as in `statusPublished`. `concerned`: the people it mentioned, and those of other servers who boosted it.
    case statusDeleted(TimelineEntry, tagIDs: [Int64], concerned: [Int64])
    /// The entry is that of the boost.
    case reblogged(TimelineEntry)
    case unreblogged(TimelineEntry)
    case favourited(status: Int64, author: Int64, account: Int64)
    case unfavourited(status: Int64, author: Int64, account: Int64)
    case pinned(status: Int64, account: Int64)
    case unpinned(status: Int64, account: Int64)
    /// Somebody from here has voted in a poll of another server. Nothing is told of whoever votes in a poll of this one.
    case voted(poll: Int64, status: Int64, account: Int64, choices: [Int64])
    /// The author of what is quoted has taken the consent back.
    case quoteRevoked(status: Int64, account: Int64)

    /// The author above has approved a reply, or kept it out: told by who wrote it, or to the server that has asked for it.
    case replyApproved(status: Int64, account: Int64)
    case replyKeptOut(status: Int64, account: Int64)

    // MARK: What people did with each other

    case followRequested(account: Int64, target: Int64)
    /// Also of a request that was accepted. `uri`: the id that another server has given the follow.
    case followed(account: Int64, target: Int64, uri: String?)
    /// Also of a request that was withdrawn.
    case unfollowed(account: Int64, target: Int64)
    /// `target` has declined the request of `account`, or ended its follow.
    case followRejected(account: Int64, target: Int64, uri: String?)
    case blocked(account: Int64, target: Int64)
    case unblocked(account: Int64, target: Int64)
    /// Somebody told the moderators of an account.
    case reported(report: Int64, account: Int64, target: Int64)

    // MARK: What became of accounts

    case profileChanged(account: Int64)
    /// Somebody of this server goes on as another account, here or elsewhere.
    case accountMoved(account: Int64, target: Int64)
    case accountLimited(account: Int64)
    case accountUnlimited(account: Int64)
    case accountSuspended(account: Int64)
    case accountUnsuspended(account: Int64)
    /// Its own person has hidden it for a time, and shows it again.
    case accountDeactivated(account: Int64)
    case accountReactivated(account: Int64)
    /// Closed; what it has left is erased from now on.
    case accountDeleted(account: Int64)

    // MARK: What follows from that, for what is kept in memory and for those who listen

    /// It is shown differently than before, without its author's doing.
    case statusChanged(id: Int64)
    /// An edit changed which tag timelines show a status.
    case statusRetagged(TimelineEntry, added: [Int64], removed: [Int64])
    /// The answers to a status that was deleted answer nothing now.
    case parentDeleted(id: Int64)
    case statusCountersChanged(id: Int64, StatusCounters)
    /// A status counts for tags.
    case tagsUsed([Int64], CountedUse, by: CountedAuthor, UseTraits)
    /// Statuses of an account count for a tag no more. `lastAt`: its newest that still does.
    case tagUnused(Int64, account: Int64, [CountedUse], lastAt: Timestamp?)
    /// Votes came to a poll or were taken back, or it ended; of a call's poll, what it shows has moved.
    case pollChanged(Int64)
    /// One person more (or, by -1, less) has spoken in answer to a call, first at a moment. Nothing is told of silent answers.
    case callAnswered(Int64, at: Timestamp, by: Int32)
    case accountChanged(id: Int64)
    /// The preview of an address says something else than before.
    case cardChanged(id: Int64)
    case accountCountersChanged(id: Int64, AccountCounters)
    /// A mute, or what else lies between two accounts, has changed.
    case relationshipChanged(account: Int64, target: Int64)
    /// A list was made, changed or deleted, or somebody joined or left it.
    case listChanged(account: Int64, list: Int64)
    /// Filters of an account, their keywords or statuses.
    case filtersChanged(account: Int64)
    /// An account follows or features a tag, or does so no more.
    case tagChoiceChanged(account: Int64, tag: Int64)
    /// A conversation of an account has a new last status, or was read or marked unread. Those that are gone are told
    /// of too.
    case conversationChanged(account: Int64, conversation: Int64)
    case domainBlockChanged(account: Int64, domain: String)
    /// An account has bookmarked a status, or done so no more.
    case interactionChanged(account: Int64, status: Int64)
    case threadMuteChanged(account: Int64, conversation: Int64)
    /// Something that the account is shown. What its policy holds back is told as `notificationFiltered` only.
    case notified(account: Int64, notification: Int64)
    /// Held back: in no list, no stream and no push.
    case notificationFiltered(account: Int64, notification: Int64)
    /// What was held back of some sender is shown now.
    case notificationsMerged(account: Int64)
    /// Moderators have begun or ended something that is about a whole tag or call.
    case measuresChanged(Measure.Subject)
    case announcementPublished(Int64)
    case announcementDeleted(Int64)
    /// How many have now reacted to an announcement in one way.
    case announcementReaction(Int64, name: String, count: Int64)
    /// Other nodes have changed something and were not heard: what is kept in memory may be old.
    case eventsMissed
    case tokenRevoked(hash: [UInt8])
    case userChanged(account: Int64)
}
