// Which statuses belong in the timeline of a list.

/// A list with all its members. Immutable: a change makes another one, by which timelines know that they are old.
public final class ListMembers: Sendable {
    public let list: AccountList
    public let members: Set<Int64>

    public init(_ list: AccountList, members: Set<Int64>) {
        self.list = list
        self.members = members
    }
}

/// The rules of the timeline of a list.
public enum ListFeedPolicy {
    /// Does `entry` belong in the list, as its owner `reader` sees it?
    ///
    /// What members post or reblog, by the rules of the owner's home timeline (but whether or not the list is exclusive);
    /// of answers to others those that the list's policy names; nothing that is only for those mentioned.
    public static func belongs(_ entry: TimelineEntry, list: ListMembers, reader: ReaderRelations) -> Bool {
        guard list.members.contains(entry.accountID), entry.visibility != .direct else { return false }
        let isOwn = entry.accountID == reader.accountID
        guard isOwn || HomeFeedPolicy.belongsByFollow(entry, reader: reader, isMentioned: false) else { return false }
        guard let repliedTo = entry.inReplyToAccountID, repliedTo != entry.accountID, repliedTo != reader.accountID
        else { return true }
        switch list.list.repliesPolicy {
        case .followed: return true
        case .list: return list.members.contains(repliedTo)
        case .none: return false
        }
    }
}
