// Somebody asks that what a moderator did be looked at again.

public import Basics

public struct Appeal: Sendable, Equatable {
    /// The act that it is about; there is one appeal for each.
    public var actionID: Int64
    public var accountID: Int64
    public var text: String
    public var createdAt: Timestamp
    public var decision: Decision?

    public struct Decision: Sendable, Equatable {
        public var isGranted: Bool
        /// What the person reads.
        public var answer: String
        public var at: Timestamp
        /// Nil for the command line, and where the account is gone.
        public var by: Int64?

        public init(isGranted: Bool, answer: String, at: Timestamp, by: Int64?) {
            self.isGranted = isGranted
            self.answer = answer
            self.at = at
            self.by = by
        }
    }

    public init(actionID: Int64, accountID: Int64, text: String, createdAt: Timestamp, decision: Decision? = nil) {
        self.actionID = actionID
        self.accountID = accountID
        self.text = text
        self.createdAt = createdAt
        self.decision = decision
    }

    /// Characters of an appeal, as in Mastodon.
    public static let textLimit = 2000
    /// For how long after an act it can be appealed.
    public static let days = 20

    /// The name in the client API.
    public var state: String {
        switch decision?.isGranted {
        case nil: "pending"
        case true?: "approved"
        case false?: "rejected"
        }
    }
}

/// A measure against a person, with what became of it.
public struct Sanction: Sendable, Equatable {
    public var action: ModerationAction
    public var appeal: Appeal?

    public init(action: ModerationAction, appeal: Appeal? = nil) {
        self.action = action
        self.appeal = appeal
    }

    /// Until when it can be appealed.
    public var appealUntil: Timestamp { action.createdAt + .seconds(Int64(Appeal.days) * 86_400) }

    public func canBeAppealed(at now: Timestamp) -> Bool {
        action.kind.isSanction && appeal == nil && action.undoneAt == nil && now < appealUntil
    }
}
