// What people publish, whatever its type: a post, a poll, an article, a video, all read into one value.

public import Basics

/// A post of another server as read, or one of ours to be written. HTML is as it came: nothing is clean here.
public struct Note: Sendable, Equatable {
    /// The types that become posts.
    public enum Kind: String, Sendable, CaseIterable {
        case note = "Note"
        case question = "Question"
        case article = "Article"
        case page = "Page"
        case image = "Image"
        case audio = "Audio"
        case video = "Video"
        case event = "Event"

        /// Those which have a title and a page of their own: shown as title, summary and link.
        public var isConverted: Bool { self != .note && self != .question }
    }

    public var id: ObjectID
    public var kind: Kind
    public var author: ObjectID
    /// The title of an Article and the like.
    public var name: String
    /// HTML.
    public var content: String
    /// HTML by language (BCP 47), in the order in which they came.
    public var contents: [(language: String, html: String)] = []
    /// The content warning of a Note; of the others a summary. Text, or HTML from some.
    public var summary: String
    /// The language of its text, as far as it says so.
    public var language: String?
    public var isSensitive = false
    public var addressing: Addressing
    public var inReplyTo: ObjectID?
    /// Its page.
    public var url: ObjectID?
    public var published: Timestamp?
    public var updated: Timestamp?
    public var mentions: [MentionTag] = []
    /// Without `#`.
    public var hashtags: [String] = []
    public var emojis: [EmojiTag] = []
    public var attachments: [NoteAttachment] = []
    /// The pages that its author's server shows as a preview.
    public var links: [ObjectID] = []
    public var poll: NotePoll?
    public var quote: NoteQuote?
    public var policy: InteractionPolicy?
    /// The collection of its conversation.
    public var context: ObjectID?
    /// What Mastodon had before `context`; any text.
    public var conversation: String?
    public var replies: ObjectID?
    /// The first page of them, where it is to be written with the post; not read.
    public var repliesPage: CollectionObject?
    public var likes: TotalLink?
    public var shares: TotalLink?
    /// The group it was posted to (FEP-1b12).
    public var group: ObjectID?
    /// The word of whoever it replies to that it may (GoToSocial).
    public var replyAuthorization: ObjectID?
    public var call: CallTerm?
    /// The page of a hashtag on the server that writes; not read.
    public var tagPage: (@Sendable (String) -> String)?

    public init(id: ObjectID, kind: Kind, author: ObjectID, addressing: Addressing) {
        (self.id, self.kind, self.author, self.addressing) = (id, kind, author, addressing)
        (name, content, summary) = ("", "", "")
    }

    public static func == (a: Note, b: Note) -> Bool { a.json() == b.json() }
}

/// Somebody named in a text.
public struct MentionTag: Sendable, Equatable {
    public var href: ObjectID
    /// `@alice@chorus.example`, or less.
    public var name: String

    public init(href: ObjectID, name: String) { (self.href, self.name) = (href, name) }
}

/// A file of a post.
public struct NoteAttachment: Sendable, Equatable {
    public var url: ObjectID
    public var mediaType: String?
    public var description: String?
    public var blurhash: String?
    /// Both from -1 to 1, up and right positive.
    public var focus: (x: Double, y: Double)?
    public var width: Int?
    public var height: Int?
    /// Seconds.
    public var duration: Double?
    /// A still picture of a video, a cover of a sound.
    public var preview: ObjectID?

    public init(url: ObjectID, mediaType: String? = nil, description: String? = nil) {
        (self.url, self.mediaType, self.description) = (url, mediaType, description)
    }

    public static func == (a: NoteAttachment, b: NoteAttachment) -> Bool {
        a.url == b.url && a.mediaType == b.mediaType && a.description == b.description && a.blurhash == b.blurhash
            && a.focus?.x == b.focus?.x && a.focus?.y == b.focus?.y && a.width == b.width && a.height == b.height
            && a.duration == b.duration && a.preview == b.preview
    }
}

/// The choices of a Question.
public struct NotePoll: Sendable, Equatable {
    public struct Option: Sendable, Equatable {
        public var name: String
        /// As its author's server counts; nil where it does not say.
        public var votes: Int?

        public init(name: String, votes: Int? = nil) { (self.name, self.votes) = (name, votes) }
    }

    public var options: [Option]
    public var isMultiple: Bool
    public var endTime: Timestamp?
    /// When it was closed.
    public var closed: Timestamp?
    public var voters: Int?

    public init(
        options: [Option],
        isMultiple: Bool,
        endTime: Timestamp? = nil,
        closed: Timestamp? = nil,
        voters: Int? = nil
    ) {
        (self.options, self.isMultiple, self.voters) = (options, isMultiple, voters)
        (self.endTime, self.closed) = (endTime, closed)
    }
}

/// The post that one quotes (FEP-044f).
public struct NoteQuote: Sendable, Equatable {
    public var quoted: ObjectID
    /// The stamp by which its author agrees.
    public var authorization: ObjectID?

    public init(quoted: ObjectID, authorization: ObjectID? = nil) {
        (self.quoted, self.authorization) = (quoted, authorization)
    }
}

/// A collection of which the number of its members matters. A number of somebody else is a claim, and never counted.
public struct TotalLink: Sendable, Equatable {
    public var id: ObjectID?
    public var total: Int?

    public init(id: ObjectID?, total: Int?) { (self.id, self.total) = (id, total) }
}

/// What Chorus says of a Question that is a call: its tag and its page.
public struct CallTerm: Sendable, Equatable {
    /// Without `#`.
    public var tag: String
    /// Where its magnitude is shown.
    public var page: ObjectID
    /// Who suggested the words, where that is said.
    public var suggestedBy: ObjectID?

    public init(tag: String, page: ObjectID, suggestedBy: ObjectID? = nil) {
        (self.tag, self.page, self.suggestedBy) = (tag, page, suggestedBy)
    }
}
