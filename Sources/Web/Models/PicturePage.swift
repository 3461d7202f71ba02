// One picture of a post, as large as the window.

/// A picture with its description.
public struct PicturePage: Sendable {
    /// What is around the page.
    public var frame: Frame
    public var author: AccountView
    /// The post's page.
    public var postURL: String
    public var picture: AttachmentView
    /// Its place among the pictures of the post, from 1.
    public var number: Int
    public var count: Int
    public var previousURL: String?
    public var nextURL: String?
    /// Why the picture waits until asked for, plain text; nil where it does not.
    public var warning: String?

    public init(
        frame: Frame,
        author: AccountView,
        postURL: String,
        picture: AttachmentView,
        number: Int,
        count: Int,
        previousURL: String? = nil,
        nextURL: String? = nil,
        warning: String? = nil
    ) {
        self.frame = frame
        self.author = author
        self.postURL = postURL
        self.picture = picture
        self.number = number
        self.count = count
        self.previousURL = previousURL
        self.nextURL = nextURL
        self.warning = warning
    }
}
