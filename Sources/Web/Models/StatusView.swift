// A status as a page shows it.

/// One post.
public struct StatusView: Sendable {
    /// Who can see it.
    public enum Visibility: Sendable { case `public`, unlisted, `private`, direct }

    /// The id, digits; makes the anchor `#post-<id>` in a thread.
    public var id: String
    /// Its page.
    public var url: String
    /// Who wrote it.
    public var author: AccountView
    /// Its content, sanitised blocks of HTML.
    public var content: SafeHTML
    /// The language it says it is in (BCP 47), or nil.
    public var language: String?
    /// The content warning, plain text; empty for none. Content then waits behind it, closed.
    public var spoilerText: String
    /// Pictures wait until asked for.
    public var sensitive: Bool
    /// When it was posted.
    public var createdAt: TimeView
    /// When it was last edited, or nil.
    public var editedAt: TimeView?
    /// Who can see it.
    public var visibility: Visibility
    /// Replies it has.
    public var repliesCount: Int
    /// How often it was boosted.
    public var reblogsCount: Int
    /// How often it was marked as a favourite.
    public var favouritesCount: Int
    /// Whom and what it answers, or nil.
    public var inReplyTo: ReplyTarget?
    /// Steps below the post that a thread page is about: 1 answers it directly. 0 outside threads.
    public var depth: Int
    /// Its author pinned it.
    public var pinned: Bool
    /// Who boosted it, when it stands here for that reason.
    public var boostedBy: AccountView?
    /// Pictures, sounds and films.
    public var attachments: [AttachmentView]

    /// A post to show; what is left out is not there.
    public init(
        id: String,
        url: String,
        author: AccountView,
        content: SafeHTML,
        language: String? = nil,
        spoilerText: String = "",
        sensitive: Bool = false,
        createdAt: TimeView,
        editedAt: TimeView? = nil,
        visibility: Visibility = .public,
        repliesCount: Int = 0,
        reblogsCount: Int = 0,
        favouritesCount: Int = 0,
        inReplyTo: ReplyTarget? = nil,
        depth: Int = 0,
        pinned: Bool = false,
        boostedBy: AccountView? = nil,
        attachments: [AttachmentView] = []
    ) {
        self.id = id
        self.url = url
        self.author = author
        self.content = content
        self.language = language
        self.spoilerText = spoilerText
        self.sensitive = sensitive
        self.createdAt = createdAt
        self.editedAt = editedAt
        self.visibility = visibility
        self.repliesCount = repliesCount
        self.reblogsCount = reblogsCount
        self.favouritesCount = favouritesCount
        self.inReplyTo = inReplyTo
        self.depth = depth
        self.pinned = pinned
        self.boostedBy = boostedBy
        self.attachments = attachments
    }
}

/// What a post answers.
public struct ReplyTarget: Sendable {
    /// The handle of the one who is answered, without the first at sign.
    public var handle: String
    /// The answered post: its page, or `#post-<id>` where it stands on the same page; nil when it is not known here.
    public var url: String?

    /// A post that is answered.
    public init(handle: String, url: String?) {
        self.handle = handle
        self.url = url
    }
}

/// Something attached to a post.
public struct AttachmentView: Sendable {
    /// What it is; an animation is a silent film that runs again and again. What is nothing of these is linked.
    public enum Kind: Sendable { case image, video, animation, audio, other }

    /// What it is.
    public var kind: Kind
    /// The whole file.
    public var url: String
    /// A small picture of it, or nil.
    public var previewURL: String?
    /// What its author says is in it; empty when nothing was said.
    public var description: String
    /// Pixels, when known: the page then keeps its place while it loads.
    public var width: Int?
    /// Pixels, when known.
    public var height: Int?

    /// An attachment to show.
    public init(
        kind: Kind,
        url: String,
        previewURL: String? = nil,
        description: String = "",
        width: Int? = nil,
        height: Int? = nil
    ) {
        self.kind = kind
        self.url = url
        self.previewURL = previewURL
        self.description = description
        self.width = width
        self.height = height
    }
}
