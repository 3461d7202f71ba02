// What belongs in a feed, and by whose decisions.

internal import Domain

/// The rules of one feed. A feed that was made by other rules (or older ones) is of no use.
struct FeedRules: Sendable {
    let key: FeedKey
    /// Whose home or list it is.
    var reader: ReaderRelations?
    var list: ListMembers?

    /// Relations and lists are immutable and read anew after a change: the same object says the same.
    func isSame(as other: FeedRules) -> Bool { reader === other.reader && list === other.list }

    /// Whether a status that gains or loses a tag may come or go.
    var looksAtTags: Bool {
        switch key {
        case .tag: true
        case .home: reader.map { !$0.choices.followedTags.isEmpty } ?? false
        case .list, .publicTimeline: false
        }
    }

    /// Whether what is posted belongs in the feed; of a change of tags, whether it matters to the feed.
    func admits(_ change: TimelineChange) -> Bool {
        switch key {
        case .tag(let tag): return change.tagIDs.contains(tag)
        case .publicTimeline(let origin):
            return change.entry.isInPublicTimeline && origin.admits(isLocal: change.entry.isLocal)
        case .list:
            guard let reader, let list else { return false }
            return ListFeedPolicy.belongs(change.entry, list: list, reader: reader)
        case .home:
            guard let reader else { return false }
            let hasFollowedTag = reader.followsTag(among: change.tagIDs)
            if case .untagged = change.kind { return hasFollowedTag }
            return HomeFeedPolicy.belongs(
                change.entry,
                reader: reader,
                isMentioned: change.mentioned.contains(reader.accountID),
                hasFollowedTag: hasFollowedTag
            )
        }
    }
}
