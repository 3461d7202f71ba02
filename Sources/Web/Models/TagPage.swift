// The page of one hashtag.

public import Domain

/// A tag: how large what it says is, and posts by people who chose to be found.
public struct TagPage: Sendable {
    /// What is around the page.
    public var frame: Frame
    /// The tag without its sign, written as people write it: `MeToo`.
    public var name: String
    /// What this server has seen of it; nil when nobody used it here.
    public var magnitude: TagMagnitude?
    /// Whether the reader follows it; nil for strangers.
    var isFollowed: Bool?
    /// Whether the reader may know what gates found.
    var isForModerators = false
    /// What moderators say about it.
    var moderation = ModeratorsWords()
    /// Search engines may list the page.
    var isIndexable = true
    /// Calls that own the tag, the newest first.
    public var calls: [CallLine]
    /// The posts with the most favourites and boosts of late; on the first page only.
    public var supported: [StatusView]
    /// One page of posts, the newest first.
    public var statuses: [StatusView]
    /// There are public posts, whether or not any may be shown here.
    public var hasPosts: Bool
    /// The page's address everywhere, absolute.
    public var canonicalURL: String
    /// The picture for previews, absolute, or nil.
    public var pictureURL: String?
    /// The page with newer posts, or nil; with one this is not the first page.
    public var newerURL: String?
    /// The page with older posts, or nil.
    public var olderURL: String?

    /// The page of one tag.
    public init(
        frame: Frame,
        name: String,
        magnitude: TagMagnitude? = nil,
        calls: [CallLine] = [],
        supported: [StatusView] = [],
        statuses: [StatusView],
        hasPosts: Bool = true,
        canonicalURL: String,
        pictureURL: String? = nil,
        newerURL: String? = nil,
        olderURL: String? = nil
    ) {
        self.frame = frame
        self.name = name
        self.magnitude = magnitude
        self.calls = calls
        self.supported = supported
        self.statuses = statuses
        self.hasPosts = hasPosts
        self.canonicalURL = canonicalURL
        self.pictureURL = pictureURL
        self.newerURL = newerURL
        self.olderURL = olderURL
    }
}
