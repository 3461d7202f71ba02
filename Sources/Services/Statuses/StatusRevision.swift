// What an edit makes of a status, by a person here or as its own server tells it.

internal import Basics
internal import Domain

/// Ready for `Change.revise`: its words are checked, or sanitised, and what they name is found.
struct StatusRevision: Sendable {
    enum Media: Sendable {
        /// What the draft attaches; `descriptions` and `thumbnails` of its edits are checked and stored.
        case draft(StatusDraft, descriptions: [String??], thumbnails: [MediaAttachment])
        case remote([RemoteAttachment])
    }

    var text: String
    var spoilerText: String
    /// HTML, safe to show.
    var content: String
    var isSensitive: Bool
    /// Nil leaves it as it is.
    var language: String?
    var mentions: [Mention]
    var tags: [TagName]
    var media: Media
    var poll: NewPoll?
    /// Nil leaves it as it is.
    var quotePolicy: QuotePolicy?
    /// Nil leaves it as it is.
    var replyPolicy: ReplyPolicy?
    /// Its first link, for a preview.
    var link: CardLink?
    /// When it was edited at its origin; nil for a status of this server.
    var editedAt: Timestamp?
}
