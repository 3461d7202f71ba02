// One act of a moderator, as it is kept for good.

public import Basics

public struct ModerationAction: Sendable, Equatable {
    /// Raw values are stored, and stand in the log that is exported.
    public enum Kind: String, Sendable, CaseIterable {
        // To a person and their posts. Those that tell the person something have the names of the client API's warnings.
        case warn = "none"
        case markStatuses = "mark_statuses_as_sensitive"
        case unmarkStatuses = "unmark_statuses_as_sensitive"
        case removeStatuses = "delete_statuses"
        case sensitive
        case unsensitive
        case silence
        case unsilence
        case freeze = "disable"
        case unfreeze = "enable"
        case suspend
        case unsuspend
        // With a report.
        case assignReport = "assign_report"
        case unassignReport = "unassign_report"
        case resolveReport = "resolve_report"
        case reopenReport = "reopen_report"
        case classifyReport = "classify_report"
        // With what waits for a decision.
        case approveHeld = "approve_held"
        case rejectHeld = "reject_held"
        case grantAppeal = "grant_appeal"
        case rejectAppeal = "reject_appeal"
        case approveAccount = "approve_account"
        case rejectAccount = "reject_account"
        case deleteAccount = "delete_account"
        /// `subject` names the role.
        case setRole = "set_role"
        case turnedOffTwoFactor = "disable_2fa"
        case removedPasskeys = "remove_passkeys"
        /// A word about a person for other moderators.
        case note
        // With tags and servers: `subject` names them.
        case ruleTrend = "rule_trend"
        case blockServer = "block_server"
        case unblockServer = "unblock_server"
        case allowServer = "allow_server"
        case disallowServer = "disallow_server"
        // With all posts of a tag or call at once: `subject` names it, and of a call its post is the first of `statusIDs`.
        case holdPosts = "hold_posts"
        case unholdPosts = "unhold_posts"
        case unlist
        case listAgain = "list_again"
        case lockReplies = "lock_replies"
        case unlockReplies = "unlock_replies"
        case setNotice = "set_notice"
        case removeNotice = "remove_notice"
        case blockTag = "block_tag"
        case unblockTag = "unblock_tag"
        /// `note` says by which rule; the removals themselves are acts of their own, one for each author.
        case removeByRule = "remove_by_rule"
    }

    public var id: Int64
    public var moderator: Moderator
    public var kind: Kind
    /// Nil where it is about nobody, and where the account is gone.
    public var targetID: Int64?
    public var reportID: Int64?
    public var statusIDs: [Int64]
    public var ruleIDs: [Int64]
    /// What it is about beside accounts and posts: a domain, a tag.
    public var subject: String
    /// What the person reads.
    public var text: String
    /// What moderators alone read.
    public var note: String
    public var createdAt: Timestamp
    /// When it ends by itself.
    public var until: Timestamp?
    public var undoneAt: Timestamp?
    public var undoneBy: Moderator?

    public init(
        id: Int64 = 0,
        moderator: Moderator,
        kind: Kind,
        targetID: Int64? = nil,
        reportID: Int64? = nil,
        statusIDs: [Int64] = [],
        ruleIDs: [Int64] = [],
        subject: String = "",
        text: String = "",
        note: String = "",
        createdAt: Timestamp,
        until: Timestamp? = nil,
        undoneAt: Timestamp? = nil,
        undoneBy: Moderator? = nil
    ) {
        self.id = id
        self.moderator = moderator
        self.kind = kind
        self.targetID = targetID
        self.reportID = reportID
        self.statusIDs = statusIDs
        self.ruleIDs = ruleIDs
        self.subject = subject
        self.text = text
        self.note = note
        self.createdAt = createdAt
        self.until = until
        self.undoneAt = undoneAt
        self.undoneBy = undoneBy
    }
}

extension ModerationAction.Kind {
    /// Whether it is a measure against a person, which they are told of and may appeal.
    public var isSanction: Bool {
        switch self {
        case .warn, .markStatuses, .removeStatuses, .sensitive, .silence, .freeze, .suspend, .rejectHeld: true
        default: false
        }
    }

    /// Whether it is about a whole tag or call.
    public var isAboutSubject: Bool {
        switch self {
        case .holdPosts, .unholdPosts, .unlist, .listAgain, .lockReplies, .unlockReplies, .setNotice, .removeNotice,
            .blockTag, .unblockTag, .removeByRule:
            true
        default: false
        }
    }

    /// Its name in the client API's warnings, which knows no others.
    public var warningName: String { self == .rejectHeld ? Self.removeStatuses.rawValue : rawValue }

    /// What takes it back; nil for what cannot be taken back by another act.
    public var opposite: Self? {
        switch self {
        case .markStatuses: .unmarkStatuses
        case .sensitive: .unsensitive
        case .silence: .unsilence
        case .freeze: .unfreeze
        case .suspend: .unsuspend
        default: nil
        }
    }
}
