// What stands within a post besides its text: media, a quote, the card of a link.

internal import Domain

extension StatusView {
    /// Whether nothing in it is for its reader alone or for a few: no vote, no filter, no decision, no bookmark, nobody's letter, and no
    /// word about whom they have blocked.
    var isForEverybody: Bool {
        guard visibility == .public || visibility == .unlisted, poll == nil, filteredBy == nil, approver == nil,
            !isKeptOut, inReplyTo?.isForFew != true, actions?.approval == nil, actions?.hiding != .unhide,
            actions?.flags.isDisjoint(with: [.bookmarked, .threadMuted]) != false
        else { return false }
        return switch quote {
        case nil, .link: true
        case .post(let quoted): quoted.isForEverybody
        case .notice: false
        }
    }
}

/// What a post answers.
public struct ReplyTarget: Sendable {
    /// The handle of the one who is answered, without the first at sign.
    public var handle: String
    /// The answered post: its page, or `#post-<id>` where it stands on the same page; nil when it is not known here.
    public var url: String?
    /// Not everybody may see it.
    var isForFew = false

    /// A post that is answered.
    public init(handle: String, url: String?) {
        self.handle = handle
        self.url = url
    }
}

/// What a post quotes, as far as its reader may see it.
public indirect enum QuotedView: Sendable {
    /// The quoted post, within the one that quotes it.
    case post(StatusView)
    /// A quote within a quote: only a link.
    case link(String)
    /// Why nothing is shown, in a sentence.
    case notice(String)
}

/// What a link in a post leads to.
public struct CardView: Sendable {
    public var url: String
    public var title: String
    public var description: String
    /// The site, by its name or host.
    public var provider: String
    public var author: String
    /// The page's picture as kept on this server, or nil.
    public var imageURL: String?
    public var imageDescription: String
    /// Pixels of that picture.
    public var width: Int?
    public var height: Int?

    public init(
        url: String,
        title: String,
        description: String = "",
        provider: String,
        author: String = "",
        imageURL: String? = nil,
        imageDescription: String = "",
        width: Int? = nil,
        height: Int? = nil
    ) {
        self.url = url
        self.title = title
        self.description = description
        self.provider = provider
        self.author = author
        self.imageURL = imageURL
        self.imageDescription = imageDescription
        self.width = width
        self.height = height
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
    /// A page with the picture as large as the window, and its description; nil links to the file.
    public var pageURL: String?
    /// A small picture of it, or nil.
    public var previewURL: String?
    /// What its author says is in it; empty when nothing was said.
    public var description: String
    /// Pixels, when known: the page then keeps its place while it loads.
    public var width: Int?
    /// Pixels, when known.
    public var height: Int?
    /// The point that stays visible where the picture is cropped, from the left and from the top, 0 to 1.
    public var focus: (x: Double, y: Double)

    /// An attachment to show.
    public init(
        kind: Kind,
        url: String,
        pageURL: String? = nil,
        previewURL: String? = nil,
        description: String = "",
        width: Int? = nil,
        height: Int? = nil,
        focus: (x: Double, y: Double) = (0.5, 0.5)
    ) {
        self.kind = kind
        self.url = url
        self.pageURL = pageURL
        self.previewURL = previewURL
        self.description = description
        self.width = width
        self.height = height
        self.focus = focus
    }
}
