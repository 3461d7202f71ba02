// A status as its own server tells it: read from an object whose origin was checked, its HTML sanitised.

public import Basics
public import Domain

/// What another server says of a status of one of its accounts, with the ids that this server has for what it names.
public struct RemoteStatus: Sendable, Equatable {
    public var origin: StatusOrigin
    public var editedAt: Timestamp?
    /// HTML, sanitised.
    public var content: String
    /// Plain text.
    public var spoilerText = ""
    public var isSensitive = false
    /// ISO 639.
    public var language: String?
    public var visibility: Visibility
    /// The status it answers; nil also where that is not known here.
    public var inReplyToID: Int64?
    /// The address of what it answers, also where that is not known here.
    public var inReplyToURI: String?
    /// Accounts that it names.
    public var mentions: [Int64] = []
    /// Tags without the sign, as written; what is no tag here is left out.
    public var tags: [String] = []
    public var attachments: [RemoteAttachment] = []
    public var poll: RemotePoll?
    public var quotedID: Int64?
    /// Whether who is quoted has agreed.
    public var quoteState = QuoteState.pending
    /// The address of the word by which they did, if that is on another server.
    public var quoteStamp: String?
    public var quotePolicy = QuotePolicy.nobody
    public var replyPolicy = ReplyPolicy.everyone
    /// A link in it of which a preview can be made.
    public var link: String?

    public init(origin: StatusOrigin, content: String, visibility: Visibility) {
        (self.origin, self.content, self.visibility) = (origin, content, visibility)
    }
}

/// A file of another server.
public struct RemoteAttachment: Sendable, Equatable {
    /// `http` or `https`.
    public var url: String
    public var previewURL: String?
    public var kind: MediaKind
    public var description: String?
    public var blurhash: String?
    public var size: PixelSize?
    public var focus: FocalPoint?
    /// Seconds.
    public var duration: Double?

    public init(url: String, kind: MediaKind) { (self.url, self.kind) = (url, kind) }
}

/// A poll of another server, and how its votes stand there.
public struct RemotePoll: Sendable, Equatable {
    public let options: [String]
    /// Of each option.
    public let tally: PollTally
    public let expiresAt: Timestamp?
    public let isMultiple: Bool
    /// It carries a call.
    public let isCall: Bool

    private static let mostOptions = 20
    /// More people than there are.
    private static let figures: ClosedRange<Int64> = 0...(1 << 34)

    /// Nil for one without two options. Figures that cannot be are taken for the nearest that can.
    ///
    /// - Parameter voters: nil where they are not told apart from votes.
    public init?(
        options: [String],
        votes: [Int64],
        voters: Int64? = nil,
        expiresAt: Timestamp?,
        isMultiple: Bool,
        isCall: Bool = false
    ) {
        guard options.count >= 2, Set(options).count == options.count else { return nil }
        self.options = Array(options.prefix(Self.mostOptions))
        let clamped = { (figure: Int64) in min(max(figure, Self.figures.lowerBound), Self.figures.upperBound) }
        let votes = self.options.indices.map { $0 < votes.count ? clamped(votes[$0]) : 0 }
        tally = PollTally(votes: votes, voters: clamped(voters ?? votes.reduce(0, +)))
        (self.expiresAt, self.isMultiple, self.isCall) = (expiresAt, isMultiple, isCall)
    }
}
