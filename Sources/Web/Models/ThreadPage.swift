// The page of one post and the conversation around it.

/// A post, what it answers, and what answers it.
public struct ThreadPage: Sendable {
    /// What is around the page.
    public var frame: Frame
    /// What the post answers, the oldest first.
    public var ancestors: [StatusView]
    /// The post.
    public var status: StatusView
    /// One page of the replies, in the order they are to be read, each with its depth (1 and more).
    public var replies: [StatusView]
    /// The post's address everywhere, absolute: for search engines, previews, and to paste into an app.
    public var canonicalURL: String
    /// The ActivityPub document of the post, or nil.
    public var activityURL: String?
    /// The page of the call that the post is, or nil.
    public var callURL: String?
    /// The form for a reply, for who is signed in.
    var compose: ComposeBox?
    /// Why who is signed in cannot reply, a sentence.
    var refusal: String?
    /// Search engines may list it: the post is public and its author agreed.
    public var indexable: Bool
    /// The page of replies before this one, or nil.
    public var earlierURL: String?
    /// The page of replies after this one, or nil.
    public var moreURL: String?

    /// The page of one post.
    public init(
        frame: Frame,
        ancestors: [StatusView] = [],
        status: StatusView,
        replies: [StatusView] = [],
        canonicalURL: String,
        activityURL: String? = nil,
        callURL: String? = nil,
        indexable: Bool = false,
        earlierURL: String? = nil,
        moreURL: String? = nil
    ) {
        self.frame = frame
        self.ancestors = ancestors
        self.status = status
        self.replies = replies
        self.canonicalURL = canonicalURL
        self.activityURL = activityURL
        self.callURL = callURL
        self.indexable = indexable
        self.earlierURL = earlierURL
        self.moreURL = moreURL
    }
}
