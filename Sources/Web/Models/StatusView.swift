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
    /// Where it stands what it said before; nil where no page of this server says so.
    public var historyURL: String?
    /// Who can see it.
    public var visibility: Visibility
    /// Replies it has.
    public var repliesCount: Int
    /// How often it was boosted.
    public var reblogsCount: Int
    /// How often it was marked as a favourite.
    public var favouritesCount: Int
    /// How often it was quoted.
    public var quotesCount: Int
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
    /// What it asks; nil for a call, which has `call`.
    public var poll: PollView?
    /// What it says of the call that it is, or nil.
    public var call: CallFigures?
    /// What it quotes, or nil.
    public var quote: QuotedView?
    /// What its first link leads to, or nil.
    public var card: CardView?
    /// Custom emoji in its texts.
    public var emojis: EmojiPictures
    /// What who is signed in may do with it; nil for strangers.
    public var actions: StatusActions?
    /// Where it stands in a list under an anchor of its own: its id, or that of the boost that shows it.
    public var entry: String?
    /// The title of the reader's filter that covers it.
    public var filteredBy: String?
    /// Who can reply, where that is not everyone.
    public var replyWords: String?
    /// Somebody above has taken it out of the thread, where it stands for who wrote it.
    var isKeptOut = false
    /// Who has yet to approve it as a reply: said to its author.
    public var approver: AccountView?
    /// When the page is made: times are then said as so long ago.
    public var now: TimeView?

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
        quotesCount: Int = 0,
        inReplyTo: ReplyTarget? = nil,
        depth: Int = 0,
        pinned: Bool = false,
        boostedBy: AccountView? = nil,
        attachments: [AttachmentView] = [],
        poll: PollView? = nil,
        call: CallFigures? = nil,
        quote: QuotedView? = nil,
        card: CardView? = nil,
        emojis: EmojiPictures = .none,
        now: TimeView? = nil
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
        self.quotesCount = quotesCount
        self.inReplyTo = inReplyTo
        self.depth = depth
        self.pinned = pinned
        self.boostedBy = boostedBy
        self.attachments = attachments
        self.poll = poll
        self.call = call
        self.quote = quote
        self.card = card
        self.emojis = emojis
        self.now = now
    }
}
