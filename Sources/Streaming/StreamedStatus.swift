// What must be known of a status to find those who are to hear of it, and who does not want to.

public import Domain

/// A status that was posted or edited.
public struct StreamedStatus: Sendable, Equatable {
    public var entry: TimelineEntry
    public var isLocal: Bool
    /// The server of its author; empty for this one.
    public var domain: String
    public var hasMedia: Bool
    /// Folded names of the tags whose timelines show it.
    public var tags: [String]
    /// The same tags by their ids, for those who follow them.
    public var tagIDs: [Int64]
    /// Accounts that it mentions.
    public var mentioned: [Int64]

    public init(
        _ entry: TimelineEntry,
        isLocal: Bool = true,
        domain: String = "",
        hasMedia: Bool = false,
        tags: [String] = [],
        tagIDs: [Int64] = [],
        mentioned: [Int64] = []
    ) {
        self.entry = entry
        self.isLocal = isLocal
        self.domain = domain
        self.hasMedia = hasMedia
        self.tags = tags
        self.tagIDs = tagIDs
        self.mentioned = mentioned
    }

    /// The streams that are the same for everybody and show this status.
    var openTopics: [StreamTopic] {
        var topics: [StreamTopic] = []
        if entry.isInPublicTimeline {
            for origin in [StreamTopic.Origin.all, isLocal ? .local : .remote] {
                topics.append(.publicTimeline(origin, onlyMedia: false))
                if hasMedia { topics.append(.publicTimeline(origin, onlyMedia: true)) }
            }
        }
        for tag in tags {
            topics.append(.tag(tag, isLocal: false))
            if isLocal { topics.append(.tag(tag, isLocal: true)) }
        }
        return topics
    }
}

/// What readers do not want to see in the streams that are the same for everybody.
public enum OpenStreamPolicy {
    /// Mastodon's rule: nothing of or to those whom the reader blocks or mutes, or who block the reader, and nothing of
    /// servers that the reader blocks.
    public static func shows(_ status: StreamedStatus, to reader: ReaderRelations) -> Bool {
        guard status.entry.accountID != reader.accountID else { return true }
        guard !reader.hides(status.entry.accountID), !reader.hides(domain: status.domain) else { return false }
        if let repliedTo = status.entry.inReplyToAccountID, reader.hides(repliedTo) { return false }
        return !status.mentioned.contains(where: reader.hides)
    }
}
