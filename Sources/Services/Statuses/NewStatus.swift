// A status with all that is to be written of it: composed by a person here of a draft, or of what another server has sent.

public import Basics
internal import Domain

/// Ready for `publish`: its words are checked, or sanitised, and what it names is found.
struct NewStatus: Sendable {
    /// What was typed; of a status of another server, its HTML as plain text.
    var text: String
    var spoilerText: String
    /// HTML, safe to show.
    var content: String
    var isSensitive: Bool
    var language: String?
    var visibility: Visibility
    /// In the order of their accounts' ids.
    var mentions: [Mention]
    var tags: [TagName]
    /// What it answers.
    var parent: Status?
    var quoted: Status?
    var quoteState = QuoteState.accepted
    var quoteStamp: String?
    var quotePolicy: QuotePolicy
    var replyPolicy = ReplyPolicy.everyone
    /// Accounts that it names or answers, and that are not told of it.
    var untold: Set<Int64> = []
    /// Those above who have to approve it first, from the top of the thread, each with the status of theirs that asks.
    var approving: [(account: Int64, status: Int64)] = []
    var media: NewMedia
    var poll: NewPoll?
    var call: CallDraft?
    /// Its first link, for a preview.
    var link: CardLink?
    /// Nil for a status of this server.
    var origin: StatusOrigin?
    var appID: Int64?
    var application: StatusApplication?
    /// As in `StatusDraft`.
    var network: UInt32 = 0
    var scheduledID: Int64?
    var idempotencyKey: String?
}

/// Where a status or boost of another server comes from.
public struct StatusOrigin: Sendable, Equatable {
    /// ActivityPub id.
    public var uri: String
    /// Its page; nil where it has none.
    public var url: String?
    public var publishedAt: Timestamp

    public init(uri: String, url: String? = nil, publishedAt: Timestamp) {
        (self.uri, self.url, self.publishedAt) = (uri, url, publishedAt)
    }
}

/// What a new status shows.
enum NewMedia: Sendable {
    /// Uploads of its author.
    case uploads([Int64])
    /// Files that stay where they are.
    case remote([RemoteAttachment])
}

/// The poll of a new status, or of one that is edited.
struct NewPoll: Sendable {
    enum End: Sendable {
        case at(Timestamp)
        /// Seconds from when it is written.
        case after(Int64)
    }

    var options: [String]
    /// Nil for one without an end.
    var end: End?
    var isMultiple: Bool
    var hidesTotals: Bool
    /// How the votes stand at its origin; nil for a poll of this server.
    var tally: PollTally?
    var isCallElsewhere = false

    init(_ draft: PollDraft) {
        (options, isMultiple, hidesTotals) = (draft.options, draft.isMultiple, draft.hidesTotals)
        end = draft.expiresIn.map(End.after)
    }

    init(_ poll: RemotePoll) {
        (options, isMultiple, hidesTotals) = (poll.options, poll.isMultiple, false)
        end = poll.expiresAt.map(End.at)
        (tally, isCallElsewhere) = (poll.tally, poll.isCall)
    }

    func end(from now: Timestamp) -> Timestamp? {
        switch end {
        case .at(let moment): moment
        case .after(let seconds): now + .seconds(seconds)
        case nil: nil
        }
    }
}
