// All posts of a tag or call that match a rule, removed by one act.

public import Basics

/// Which posts of a tag or call are meant.
public struct RemovalRule: Sendable, Equatable {
    public enum Match: Sendable, Equatable {
        case all
        /// By accounts that were not so many days old when this was asked for.
        case newAccounts(days: Int64)
        /// With these words in them, whatever their case.
        case words(String)
        /// Of one server; empty for this one.
        case server(String)
        /// Somebody has reported them.
        case reported

        /// As stored, with `value`.
        public var name: String {
            switch self {
            case .all: "all"
            case .newAccounts: "new_accounts"
            case .words: "words"
            case .server: "server"
            case .reported: "reported"
            }
        }

        public var value: String {
            switch self {
            case .all, .reported: ""
            case .newAccounts(let days): String(days)
            case .words(let words): words
            case .server(let domain): domain
            }
        }

        public init?(name: String, value: String) {
            switch name {
            case "all": self = .all
            case "new_accounts":
                guard let days = Int64(value), (1...3650).contains(days) else { return nil }
                self = .newAccounts(days: days)
            case "words":
                guard !value.isEmpty else { return nil }
                self = .words(value)
            case "server": self = .server(value)
            case "reported": self = .reported
            default: return nil
            }
        }
    }

    public var subject: Measure.Subject
    public var match: Match
    /// The first moment of the posts, and the last.
    public var since: Timestamp
    public var until: Timestamp

    public init(subject: Measure.Subject, match: Match, since: Timestamp, until: Timestamp) {
        (self.subject, self.match, self.since, self.until) = (subject, match, since, until)
    }

    /// A post that may be meant.
    public struct Candidate: Sendable {
        public var id: Int64
        public var accountID: Int64
        public var accountCreatedAt: Timestamp
        public var domain: String
        public var isReported: Bool
        /// Its warning and its words, without markup.
        public var words: String

        public init(
            id: Int64,
            accountID: Int64,
            accountCreatedAt: Timestamp,
            domain: String,
            isReported: Bool,
            words: String
        ) {
            (self.id, self.accountID, self.accountCreatedAt) = (id, accountID, accountCreatedAt)
            (self.domain, self.isReported, self.words) = (domain, isReported, words)
        }
    }

    /// Whether the rule means a post that is in its subject and its time.
    public func matches(_ post: Candidate) -> Bool {
        switch match {
        case .all: true
        case .newAccounts(let days): until.milliseconds - post.accountCreatedAt.milliseconds < days * 86_400_000
        case .words(let words): post.words.lowercased().contains(words.lowercased())
        case .server(let domain): post.domain == domain
        case .reported: post.isReported
        }
    }
}

/// One such act, and how far it came.
public struct RuleRemoval: Sendable, Equatable {
    public var id: Int64
    public var rule: RemovalRule
    public var moderator: Moderator
    /// In the log.
    public var actionID: Int64
    /// What the authors read, and the rules that were broken.
    public var text: String
    public var ruleIDs: [Int64]
    /// Posts that it is about; nil until they were looked for.
    public var total: Int64?
    public var done: Int64
    /// Posts of people on whom the moderator may not act, and calls.
    public var leftOut: Int64
    public var createdAt: Timestamp
    public var finishedAt: Timestamp?

    public init(
        id: Int64 = 0,
        rule: RemovalRule,
        moderator: Moderator,
        actionID: Int64,
        text: String,
        ruleIDs: [Int64],
        total: Int64? = nil,
        done: Int64 = 0,
        leftOut: Int64 = 0,
        createdAt: Timestamp,
        finishedAt: Timestamp? = nil
    ) {
        (self.id, self.rule, self.moderator, self.actionID) = (id, rule, moderator, actionID)
        (self.text, self.ruleIDs, self.total, self.done, self.leftOut) = (text, ruleIDs, total, done, leftOut)
        (self.createdAt, self.finishedAt) = (createdAt, finishedAt)
    }
}
