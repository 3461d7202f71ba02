// The page of one account.

/// An account and what it posted.
public struct ProfilePage: Sendable {
    /// How the server stands to the account.
    public enum Standing: Sendable {
        /// Shown as it is.
        case normal
        /// Limited by the moderators: the posts are not shown to strangers.
        case limited
        /// Suspended: nothing of it is shown.
        case suspended
    }

    /// A line that the account wrote about itself.
    public struct Field: Sendable {
        /// What the line is about, plain text.
        public var name: String
        /// What it says, sanitised inline HTML.
        public var value: SafeHTML
        /// The address in it was proven to link back; the moment, or nil.
        public var verifiedAt: TimeView?

        /// A line of a profile.
        public init(name: String, value: SafeHTML, verifiedAt: TimeView? = nil) {
            self.name = name
            self.value = value
            self.verifiedAt = verifiedAt
        }
    }

    /// What is around the page.
    public var frame: Frame
    /// Who it is.
    public var account: AccountView
    /// Its wide picture; nil shows the default one.
    public var headerURL: String?
    /// What it says of itself, sanitised blocks of HTML; nil or empty for nothing.
    public var note: SafeHTML?
    /// What it says of itself as plain text, for previews.
    public var summary: String
    /// Its lines.
    public var fieldLines: [Field]
    /// When it joined.
    public var joined: TimeView
    /// Its posts.
    public var statusesCount: Int
    /// Those who follow it.
    public var followersCount: Int
    /// Those it follows.
    public var followingCount: Int
    /// It approves its followers one by one.
    public var locked: Bool
    /// Search engines may list it.
    public var indexable: Bool
    /// How the server stands to it.
    public var standing: Standing
    /// Its pinned posts; on the first page only.
    public var pinned: [StatusView]
    /// One page of its posts, the newest first.
    public var statuses: [StatusView]
    /// Which of its posts these are.
    public var part: ProfilePart
    /// How who is signed in stands to it, and what they can do.
    public var relationship: RelationshipView?
    /// It is the reader's own.
    public var isOwn = false
    /// The tag that all of these posts have, where the page is of one.
    public var tag: String?
    /// The page's address everywhere, absolute.
    public var canonicalURL: String
    /// The ActivityPub document of the account, or nil.
    public var activityURL: String?
    /// The page with newer posts, or nil.
    public var newerURL: String?
    /// The page with older posts, or nil.
    public var olderURL: String?

    /// The page of one account.
    public init(
        frame: Frame,
        account: AccountView,
        headerURL: String? = nil,
        note: SafeHTML? = nil,
        summary: String = "",
        fieldLines: [Field] = [],
        joined: TimeView,
        statusesCount: Int = 0,
        followersCount: Int = 0,
        followingCount: Int = 0,
        locked: Bool = false,
        indexable: Bool = false,
        standing: Standing = .normal,
        pinned: [StatusView] = [],
        statuses: [StatusView] = [],
        part: ProfilePart = .posts,
        canonicalURL: String,
        activityURL: String? = nil,
        newerURL: String? = nil,
        olderURL: String? = nil
    ) {
        self.frame = frame
        self.account = account
        self.headerURL = headerURL
        self.note = note
        self.summary = summary
        self.fieldLines = fieldLines
        self.joined = joined
        self.statusesCount = statusesCount
        self.followersCount = followersCount
        self.followingCount = followingCount
        self.locked = locked
        self.indexable = indexable
        self.standing = standing
        self.pinned = pinned
        self.statuses = statuses
        self.part = part
        self.canonicalURL = canonicalURL
        self.activityURL = activityURL
        self.newerURL = newerURL
        self.olderURL = olderURL
    }
}
