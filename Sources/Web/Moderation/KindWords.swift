// Acts of moderators by their names on the pages of moderators.

internal import Domain

extension ModerationAction.Kind {
    /// What was done, or is to be done, in a few words.
    var words: String {
        switch self {
        case .warn: localized("Warning")
        case .markStatuses: localized("Posts marked as sensitive")
        case .unmarkStatuses: localized("Posts not marked as sensitive any more")
        case .removeStatuses: localized("Posts removed")
        case .sensitive: localized("All files marked as sensitive")
        case .unsensitive: localized("Files not marked as sensitive any more")
        case .silence: localized("Limited|account")
        case .unsilence: localized("Not limited any more")
        case .freeze: localized("Frozen")
        case .unfreeze: localized("Not frozen any more")
        case .suspend: localized("Suspended|account")
        case .unsuspend: localized("Not suspended any more")
        case .note: localized("Note")
        default: decisionWords
        }
    }

    private var decisionWords: String {
        switch self {
        case .assignReport: localized("Report taken on")
        case .unassignReport: localized("Report given back")
        case .resolveReport: localized("Report closed")
        case .reopenReport: localized("Report opened again")
        case .classifyReport: localized("Report classified")
        case .approveHeld: localized("Held post published")
        case .rejectHeld: localized("Held post dropped")
        case .grantAppeal: localized("Appeal granted")
        case .rejectAppeal: localized("Appeal not granted")
        case .approveAccount: localized("Account approved")
        case .rejectAccount: localized("Account not approved")
        case .deleteAccount: localized("Account deleted")
        case .setRole: localized("Role changed")
        case .turnedOffTwoFactor: localized("Two-factor sign-in turned off")
        case .removedPasskeys: localized("Passkeys removed")
        case .ruleTrend: localized("Decision about a trend")
        case .blockServer: localized("Decision about a server")
        case .unblockServer: localized("Decision about a server taken back")
        case .allowServer: localized("Server allowed")
        case .disallowServer: localized("Server not allowed any more")
        default: subjectWords
        }
    }
}

extension ModerationAction.Kind {
    /// Of acts about a whole tag or call.
    private var subjectWords: String {
        switch self {
        case .holdPosts: localized("New posts held")
        case .unholdPosts: localized("New posts not held any more")
        case .unlist: localized("Not listed")
        case .listAgain: localized("Listed again")
        case .lockReplies: localized("Replies closed")
        case .unlockReplies: localized("Replies open again")
        case .setNotice: localized("A word to readers")
        case .removeNotice: localized("Word to readers taken away")
        case .blockTag: localized("Tag blocked")
        case .unblockTag: localized("Tag not blocked any more")
        case .removeByRule: localized("Posts removed by a rule")
        default: ""
        }
    }
}

extension Report.Category {
    var words: String {
        switch self {
        case .other: localized("Something else")
        case .spam: localized("It is spam")
        case .legal: localized("It is against the law")
        case .violation: localized("It breaks a rule of this server")
        }
    }
}
