// What somebody reads of a measure against them, in mails and on pages, in the language that is spoken.

public import Domain

extension ModerationAction.Kind {
    /// One sentence to the person; empty for what is not a measure.
    public var sentenceToPerson: String {
        switch self {
        case .warn: localized("A moderator has a word for you.")
        case .markStatuses: localized("Posts of yours are marked as sensitive.")
        case .removeStatuses: localized("Posts of yours were removed.")
        case .rejectHeld: localized("A post of yours that waited for a moderator was not published.")
        case .sensitive: localized("All your pictures and videos are marked as sensitive.")
        case .silence: localized("Your account is limited: only those who follow you see your posts.")
        case .freeze:
            localized(
                "Your account is frozen: you can read, take back what you said, and take your data along, but not write."
            )
        case .suspend: localized("Your account is suspended: nobody sees it or its posts.")
        default: ""
        }
    }
}
