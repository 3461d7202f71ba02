// What was said: a post, a reply, or a reblog (a status of its own that points at another).

public import Basics

/// A status as stored.
public struct Status: Sendable, Equatable {
    public var id: Int64
    public var accountID: Int64
    public var visibility: Visibility
    public var isLocal: Bool
    public var inReplyToID: Int64?
    public var inReplyToAccountID: Int64?
    /// The first status of the thread; its own id for one that answers nothing.
    public var conversationID: Int64
    /// Where it stands in its thread; empty for the first. See `ThreadPath`.
    public var threadPath: ThreadPath
    public var reblogOfID: Int64?
    /// What was typed.
    public var text: String
    public var spoilerText: String
    /// HTML, safe to show.
    public var content: String
    public var isSensitive: Bool
    public var language: String?
    public var appID: Int64?
    /// ActivityPub id and page of a status of another server; nil for local ones.
    public var uri: String?
    public var url: String?
    /// It shows attachments.
    public var hasMedia: Bool
    public var createdAt: Timestamp
    public var editedAt: Timestamp?
    /// Who may quote it.
    public var quotePolicy: QuotePolicy
    /// The quote in it.
    public var quote: Quote?
    /// The preview of its first link.
    public var cardID: Int64?
    /// Who may reply, to it and to all below it.
    public var replyPolicy: ReplyPolicy
    /// Whoever has hidden it, and all below it, from the thread above it.
    public var hiddenBy: Int64?
    /// What became of it where an author above had to approve it; nil for others.
    public var approval: ReplyApproval?
    /// Its author does not hear of its favourites and reblogs.
    public var mutesInteractions: Bool

    public init(
        id: Int64,
        accountID: Int64,
        visibility: Visibility = .public,
        isLocal: Bool = true,
        inReplyToID: Int64? = nil,
        inReplyToAccountID: Int64? = nil,
        conversationID: Int64,
        threadPath: ThreadPath = ThreadPath(),
        reblogOfID: Int64? = nil,
        text: String = "",
        spoilerText: String = "",
        content: String = "",
        isSensitive: Bool = false,
        language: String? = nil,
        appID: Int64? = nil,
        uri: String? = nil,
        url: String? = nil,
        hasMedia: Bool = false,
        createdAt: Timestamp,
        editedAt: Timestamp? = nil,
        quotePolicy: QuotePolicy = .nobody,
        quote: Quote? = nil,
        cardID: Int64? = nil,
        replyPolicy: ReplyPolicy = .everyone,
        hiddenBy: Int64? = nil,
        approval: ReplyApproval? = nil,
        mutesInteractions: Bool = false
    ) {
        self.id = id
        self.accountID = accountID
        self.visibility = visibility
        self.isLocal = isLocal
        self.inReplyToID = inReplyToID
        self.inReplyToAccountID = inReplyToAccountID
        self.conversationID = conversationID
        self.threadPath = threadPath
        self.reblogOfID = reblogOfID
        self.text = text
        self.spoilerText = spoilerText
        self.content = content
        self.isSensitive = isSensitive
        self.language = language
        self.appID = appID
        self.uri = uri
        self.url = url
        self.hasMedia = hasMedia
        self.createdAt = createdAt
        self.editedAt = editedAt
        self.quotePolicy = quotePolicy
        self.quote = quote
        self.cardID = cardID
        self.replyPolicy = replyPolicy
        self.hiddenBy = hiddenBy
        self.approval = approval
        self.mutesInteractions = mutesInteractions
    }

    /// An answer to somebody else (or to oneself).
    public var isReply: Bool { inReplyToAccountID != nil }

    /// `hiddenBy` has not approved it: it was never in the thread.
    public var isUnapproved: Bool { hiddenBy != nil && (approval == .waits || approval == .keptOut) }

    /// See `TimelineEntry.isInPublicTimeline`.
    public var isInPublicTimeline: Bool { TimelineEntry(self).isInPublicTimeline }
}

/// The counters under a status; each is a recount of rows, kept exact by every change.
public struct StatusCounters: Sendable, Equatable, Codable {
    public var replies: Int64
    public var reblogs: Int64
    public var favourites: Int64
    /// Accepted quotes that are not direct.
    public var quotes: Int64
    /// Rises with each change, so that the newer of two readings is known.
    public var version: Int64

    public init(replies: Int64 = 0, reblogs: Int64 = 0, favourites: Int64 = 0, quotes: Int64 = 0, version: Int64 = 0) {
        self.replies = replies
        self.reblogs = reblogs
        self.favourites = favourites
        self.quotes = quotes
        self.version = version
    }
}

/// Somebody named in a status.
public struct Mention: Sendable, Equatable {
    public var accountID: Int64
    public var username: String
    /// Empty for an account of this server.
    public var domain: String
    /// Page of an account of another server.
    public var url: String?

    public init(accountID: Int64, username: String, domain: String = "", url: String? = nil) {
        self.accountID = accountID
        self.username = username
        self.domain = domain
        self.url = url
    }

    public var acct: String { domain.isEmpty ? username : "\(username)@\(domain)" }
}

/// A status with what is read together with it to show it.
public struct StatusDetails: Sendable, Equatable {
    public var status: Status
    public var counters: StatusCounters
    public var mentions: [Mention]
    /// Folded tag names, in the order of the text.
    public var tags: [String]
    /// The app it was posted with, where the author shows it.
    public var application: StatusApplication?
    public var poll: Poll?
    /// In the order in which they are shown.
    public var media: [MediaAttachment]
    /// Empty for a status of this server.
    public var authorDomain: String

    public init(
        status: Status,
        counters: StatusCounters = StatusCounters(),
        mentions: [Mention] = [],
        tags: [String] = [],
        application: StatusApplication? = nil,
        poll: Poll? = nil,
        media: [MediaAttachment] = [],
        authorDomain: String = ""
    ) {
        self.authorDomain = authorDomain
        self.status = status
        self.counters = counters
        self.mentions = mentions
        self.tags = tags
        self.application = application
        self.poll = poll
        self.media = media
    }
}

/// The app a status was posted with, as shown under it.
public struct StatusApplication: Sendable, Equatable {
    public var name: String
    public var website: String?

    public init(name: String, website: String?) {
        self.name = name
        self.website = website
    }
}

/// One earlier text of an edited status.
public struct StatusEdit: Sendable, Equatable {
    public var text: String
    public var content: String
    public var spoilerText: String
    public var isSensitive: Bool
    /// What its poll offered; nil where it had none.
    public var pollOptions: [String]?
    /// What it showed.
    public var media: [EditedMedia]
    public var createdAt: Timestamp

    public init(
        text: String,
        content: String,
        spoilerText: String,
        isSensitive: Bool,
        pollOptions: [String]? = nil,
        media: [EditedMedia] = [],
        createdAt: Timestamp
    ) {
        self.text = text
        self.content = content
        self.spoilerText = spoilerText
        self.isSensitive = isSensitive
        self.pollOptions = pollOptions
        self.media = media
        self.createdAt = createdAt
    }
}

/// An attachment as an earlier text of a status showed it.
public struct EditedMedia: Sendable, Equatable {
    public var id: Int64
    public var description: String?

    public init(id: Int64, description: String?) {
        self.id = id
        self.description = description
    }
}
