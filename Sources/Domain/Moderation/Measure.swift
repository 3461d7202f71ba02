// What moderators do about a whole tag, or a whole call, at once; each ends by itself, or when it is taken back (docs/decisions/0051).

public import Basics

public struct Measure: Sendable, Equatable {
    /// Raw values are stored.
    public enum Kind: Int64, Sendable, CaseIterable {
        /// New posts wait for a moderator before anybody sees them.
        case hold = 0
        /// In no list of tags, calls or trends.
        case unlist = 1
        /// Nobody replies in the thread of a call.
        case lockReplies = 2
        /// A word to readers, above the page.
        case notice = 3
        /// Nobody can post with the tag.
        case block = 4

        /// Its name in the client API.
        public var name: String {
            switch self {
            case .hold: "hold"
            case .unlist: "unlist"
            case .lockReplies: "lock_replies"
            case .notice: "notice"
            case .block: "block"
            }
        }

        public init?(name: String) {
            guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = found
        }

        /// As it begins, and is taken back, in the log.
        public var begins: ModerationAction.Kind {
            switch self {
            case .hold: .holdPosts
            case .unlist: .unlist
            case .lockReplies: .lockReplies
            case .notice: .setNotice
            case .block: .blockTag
            }
        }

        public var ends: ModerationAction.Kind {
            switch self {
            case .hold: .unholdPosts
            case .unlist: .listAgain
            case .lockReplies: .unlockReplies
            case .notice: .removeNotice
            case .block: .unblockTag
            }
        }
    }

    /// What it is about.
    public enum Subject: Sendable, Hashable, Codable {
        /// The id of a tag: all posts with it.
        case tag(Int64)
        /// Its post, the thread below it, and the posts that answer it by its tag.
        case call(Int64)

        public var id: Int64 {
            switch self {
            case .tag(let id), .call(let id): id
            }
        }
    }

    public var subject: Subject
    public var kind: Kind
    /// What readers are told; empty for all but a notice.
    public var text: String
    /// Of the text, ISO 639.
    public var language: String?
    /// The act by which it began, in the log.
    public var actionID: Int64
    public var startedAt: Timestamp
    /// When it ends by itself; nil: when it is taken back.
    public var endsAt: Timestamp?

    public init(
        subject: Subject,
        kind: Kind,
        text: String = "",
        language: String? = nil,
        actionID: Int64,
        startedAt: Timestamp,
        endsAt: Timestamp? = nil
    ) {
        (self.subject, self.kind, self.text, self.language) = (subject, kind, text, language)
        (self.actionID, self.startedAt, self.endsAt) = (actionID, startedAt, endsAt)
    }

    /// Characters of a notice.
    public static let textLimit = 500

    public func isInForce(at now: Timestamp) -> Bool { endsAt.map { now < $0 } ?? true }

    /// A tag has no thread, and a call is closed or deleted rather than blocked.
    public static func kinds(of subject: Subject) -> [Kind] {
        switch subject {
        case .tag: [.hold, .block, .unlist, .notice]
        case .call: [.hold, .lockReplies, .unlist, .notice]
        }
    }
}
