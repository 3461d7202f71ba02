// What happened, told after the commit: listeners (timelines, caches, later streaming and counting) react; no step reaches back.

public import Basics

/// One thing that changed. Ids and small facts, never whole bodies: those who need more read it.
public enum DomainEvent: Sendable, Equatable {
    /// A status or reblog was posted. `tagIDs` are those of a status that tag timelines show.
    case statusPosted(TimelineEntry, tagIDs: [Int64], mentioned: [Int64])
    case statusEdited(id: Int64)
    /// An edit changed which tag timelines show a status.
    case statusRetagged(TimelineEntry, added: [Int64], removed: [Int64])
    /// Also for an undone reblog. `tagIDs` as in `statusPosted`.
    case statusDeleted(TimelineEntry, tagIDs: [Int64])
    /// The answers to a status that was deleted answer nothing now.
    case parentDeleted(id: Int64)
    case statusCountersChanged(id: Int64, StatusCounters)
    /// A status counts for tags.
    case tagsUsed([Int64], CountedUse, by: CountedAuthor, fingerprint: UInt64)
    /// Statuses of an account count for a tag no more. `lastAt`: its newest that still does.
    case tagUnused(Int64, account: Int64, [CountedUse], lastAt: Timestamp?)
    /// Votes came to a poll or were taken back, or it ended; of a call's poll, what it shows has moved.
    case pollChanged(Int64)
    /// One person more (or, by -1, less) has spoken in answer to a call, first at a moment. Nothing is told of silent answers.
    case callAnswered(Int64, at: Timestamp, by: Int)
    /// An account was limited or suspended, or is so no more.
    case accountModerated(id: Int64)
    case accountChanged(id: Int64)
    /// The preview of an address says something else than before.
    case cardChanged(id: Int64)
    case accountCountersChanged(id: Int64, AccountCounters)
    /// A follow, block or mute between two accounts began or ended.
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
    /// What one account has done with one status (favourite, reblog, bookmark, pin, thread mute).
    case interactionChanged(account: Int64, status: Int64)
    case threadMuteChanged(account: Int64, conversation: Int64)
    /// Something that the account is shown. What its policy holds back is told as `notificationFiltered` only.
    case notified(account: Int64, notification: Int64)
    /// Held back: in no list, no stream and no push.
    case notificationFiltered(account: Int64, notification: Int64)
    /// What was held back of some sender is shown now.
    case notificationsMerged(account: Int64)
    case announcementPublished(Int64)
    case announcementDeleted(Int64)
    /// How many have now reacted to an announcement in one way.
    case announcementReaction(Int64, name: String, count: Int64)
    /// Other nodes have changed something and were not heard: what is kept in memory may be old.
    case eventsMissed
    case tokenRevoked(hash: [UInt8])
    case userChanged(account: Int64)
}
