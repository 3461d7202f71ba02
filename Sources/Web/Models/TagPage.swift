// The page of one hashtag.

/// A tag and the newest public posts that carry it.
public struct TagPage: Sendable {
    /// What is around the page.
    public var frame: Frame
    /// The tag without its sign, written as people write it: `MeToo`.
    public var name: String
    /// Posts with the tag that this server knows of, or nil when it was not counted.
    public var postsCount: Int?
    /// One page of posts, the newest first.
    public var statuses: [StatusView]
    /// The page's address everywhere, absolute.
    public var canonicalURL: String
    /// The page with newer posts, or nil.
    public var newerURL: String?
    /// The page with older posts, or nil.
    public var olderURL: String?

    /// The page of one tag.
    public init(
        frame: Frame,
        name: String,
        postsCount: Int? = nil,
        statuses: [StatusView],
        canonicalURL: String,
        newerURL: String? = nil,
        olderURL: String? = nil
    ) {
        self.frame = frame
        self.name = name
        self.postsCount = postsCount
        self.statuses = statuses
        self.canonicalURL = canonicalURL
        self.newerURL = newerURL
        self.olderURL = olderURL
    }
}
