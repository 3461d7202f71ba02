// Which statuses belong in somebody's home timeline.

/// What has to be known of a status to place it in timelines; small, since many are kept in memory.
public struct TimelineEntry: Sendable, Equatable, Codable {
    public var id: Int64
    public var accountID: Int64
    public var visibility: Visibility
    public var inReplyToAccountID: Int64?
    public var reblogOfID: Int64?
    /// Author of what was reblogged.
    public var reblogOfAccountID: Int64?
    public var language: String?
    /// By somebody of this server.
    public var isLocal: Bool

    public init(
        id: Int64,
        accountID: Int64,
        visibility: Visibility,
        inReplyToAccountID: Int64? = nil,
        reblogOfID: Int64? = nil,
        reblogOfAccountID: Int64? = nil,
        language: String? = nil,
        isLocal: Bool = true
    ) {
        self.id = id
        self.accountID = accountID
        self.visibility = visibility
        self.inReplyToAccountID = inReplyToAccountID
        self.reblogOfID = reblogOfID
        self.reblogOfAccountID = reblogOfAccountID
        self.language = language
        self.isLocal = isLocal
    }

    /// Shown in the public timelines: neither a reblog nor an answer to another person.
    public var isInPublicTimeline: Bool {
        visibility == .public && reblogOfID == nil && (inReplyToAccountID == nil || inReplyToAccountID == accountID)
    }

    /// The status whose text is shown: the reblogged one for a reblog.
    public var shownID: Int64 { reblogOfID ?? id }
}

extension TimelineEntry {
    /// - Parameter reblogged: what `status` reblogs.
    public init(_ status: Status, reblogged: Status? = nil) {
        self.init(
            id: status.id,
            accountID: status.accountID,
            visibility: status.visibility,
            inReplyToAccountID: status.inReplyToAccountID,
            reblogOfID: status.reblogOfID,
            reblogOfAccountID: reblogged?.accountID,
            language: status.language,
            isLocal: status.isLocal
        )
    }
}

/// The rules of the home timeline.
public enum HomeFeedPolicy {
    /// Does `entry` belong in the home of `reader`?
    ///
    /// Followed authors and oneself; public statuses (no reblogs) with a followed tag; nothing of members of an exclusive
    /// list.
    ///
    /// - Parameter hasFollowedTag: whether tag timelines show it under a tag that the reader follows.
    public static func belongs(
        _ entry: TimelineEntry,
        reader: ReaderRelations,
        isMentioned: Bool,
        hasFollowedTag: Bool = false
    ) -> Bool {
        if entry.accountID == reader.accountID { return true }
        if reader.choices.exclusiveMembers.contains(entry.accountID) { return false }
        if hasFollowedTag, belongsByTag(entry, reader: reader) { return true }
        return belongsByFollow(entry, reader: reader, isMentioned: isMentioned)
    }

    private static func belongsByTag(_ entry: TimelineEntry, reader: ReaderRelations) -> Bool {
        guard entry.visibility == .public, entry.reblogOfID == nil, !reader.hides(entry.accountID) else { return false }
        return entry.inReplyToAccountID.map { !reader.hides($0) } ?? true
    }

    /// What comes by a follow of its author: a reply only if its reader follows the one replied to as well (or is the
    /// one, or the author goes on with an own thread); nothing of those blocked or muted, nor reblogged from them; no
    /// reblogs of those whose reblogs are switched off; only the languages wished for, in reblogs too; a direct status
    /// only if the reader is mentioned.
    static func belongsByFollow(_ entry: TimelineEntry, reader: ReaderRelations, isMentioned: Bool) -> Bool {
        guard let follow = reader.follow(of: entry.accountID) else { return false }
        guard !reader.hides(entry.accountID) else { return false }
        if entry.visibility == .direct { return isMentioned }
        if let languages = follow.languages, let language = entry.language, !languages.contains(language),
            !languages.contains(Language.withoutRegion(language))
        {
            return false
        }
        if let author = entry.reblogOfAccountID {
            return follow.showReblogs && !reader.hides(author)
        }
        guard let repliedTo = entry.inReplyToAccountID else { return true }
        if reader.hides(repliedTo) { return false }
        return repliedTo == entry.accountID || repliedTo == reader.accountID || reader.follow(of: repliedTo) != nil
    }
}
