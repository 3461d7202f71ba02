// The page of one call.

internal import Basics
public import Domain
public import Services

/// A call, its answers, and how to answer.
public struct CallPage: Sendable {
    /// What somebody who came back from the form has done.
    public enum Done: Sendable, Equatable {
        case answered
        case withdrawn(deletedPosts: Int)
        /// Its author has given it another end.
        case extended
        case closed
        case helped
    }

    /// What is around the page.
    public var frame: Frame
    /// Who asks.
    public var author: AccountView
    /// The call itself with its figures.
    public var magnitude: CallMagnitude
    /// What the reader has answered.
    public var own: OwnAnswer?
    /// Position of an answer that waits until the reader is let in.
    public var waiting: Int?
    /// Whether a moderator lets them in.
    public var waitsForModerator = false
    public var done: Done?
    /// When the reader's silent answer may appear at the earliest, where their account is too young for it.
    var establishedAt: Timestamp?
    /// What moderators say about it.
    var moderation = ModeratorsWords()
    /// Nobody can reply, by the word of moderators.
    var isLocked = false
    /// Search engines may list the page.
    var isIndexable = true
    /// The form to answer aloud, for who is signed in.
    var compose: ComposeBox?
    /// The reader made the call.
    public var isOwn: Bool
    /// The posts with the most favourites and boosts of late.
    public var supported: [StatusView]
    /// The newest posts, the newest first.
    public var newest: [StatusView]
    /// The call as a post, to answer in an app; absolute.
    public var postURL: String
    /// The page's address everywhere, absolute.
    public var canonicalURL: String
    /// The picture for previews, absolute, or nil.
    public var pictureURL: String?

    public var call: Call { magnitude.call }
    public var isClosed: Bool { call.isClosed(at: magnitude.at) }

    /// The page of one call.
    public init(
        frame: Frame,
        author: AccountView,
        magnitude: CallMagnitude,
        own: OwnAnswer? = nil,
        waiting: Int? = nil,
        done: Done? = nil,
        isOwn: Bool = false,
        supported: [StatusView] = [],
        newest: [StatusView] = [],
        postURL: String,
        canonicalURL: String,
        pictureURL: String? = nil
    ) {
        self.frame = frame
        self.author = author
        self.magnitude = magnitude
        self.own = own
        self.waiting = waiting
        self.done = done
        self.isOwn = isOwn
        self.supported = supported
        self.newest = newest
        self.postURL = postURL
        self.canonicalURL = canonicalURL
        self.pictureURL = pictureURL
    }
}
