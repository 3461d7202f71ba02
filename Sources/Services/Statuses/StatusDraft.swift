// What somebody wants to post, and what becomes of its text: mentions found, tags read, HTML made.

internal import Basics
public import Domain
internal import Storage

/// A status before it is posted, as asked for.
public struct StatusDraft: Sendable, Equatable {
    public var text: String
    public var spoilerText: String
    /// Nil for the author's default.
    public var visibility: Visibility?
    public var isSensitive: Bool?
    /// ISO 639; nil for the author's default.
    public var language: String?
    public var inReplyToID: Int64?
    public var poll: PollDraft?
    /// Uploads to attach, in this order.
    public var mediaIDs: [Int64]
    /// What an edit says of attachments that it keeps.
    public var mediaEdits: [MediaEdit]
    /// What makes the status a call, where it is one.
    public var call: CallDraft?
    /// What is quoted, of another or one's own.
    public var quotedID: Int64?
    /// Nil for the author's default; nil in an edit leaves it as it is.
    public var quotePolicy: QuotePolicy?
    /// Nil for everyone; not looked at in an edit.
    public var replyPolicy: ReplyPolicy?
    /// The only accounts that the text may mention; nil for any.
    public var allowedMentions: Set<Int64>?
    public var appID: Int64?
    /// Tells the network it comes from apart from others, for a while and without naming it; see `Services.network`.
    public var network: UInt32 = 0
    /// What was written for later and is posted now: its row goes in the same transaction.
    var scheduledID: Int64?
    /// Repeating a request with the same key within an hour answers with the same status.
    public var idempotencyKey: String?

    public init(
        text: String,
        spoilerText: String = "",
        visibility: Visibility? = nil,
        isSensitive: Bool? = nil,
        language: String? = nil,
        inReplyToID: Int64? = nil,
        poll: PollDraft? = nil,
        mediaIDs: [Int64] = [],
        mediaEdits: [MediaEdit] = [],
        call: CallDraft? = nil,
        quotedID: Int64? = nil,
        quotePolicy: QuotePolicy? = nil,
        replyPolicy: ReplyPolicy? = nil,
        allowedMentions: Set<Int64>? = nil,
        appID: Int64? = nil,
        idempotencyKey: String? = nil
    ) {
        self.text = StatusWording.stripped(text)
        self.spoilerText = StatusWording.stripped(spoilerText)
        self.visibility = visibility
        self.isSensitive = isSensitive
        self.language = language
        self.inReplyToID = inReplyToID
        self.poll = poll
        self.mediaIDs = mediaIDs.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        self.mediaEdits = mediaEdits
        self.call = call
        self.quotedID = quotedID
        self.quotePolicy = quotePolicy
        self.replyPolicy = replyPolicy
        self.allowedMentions = allowedMentions
        self.appID = appID
        self.idempotencyKey = idempotencyKey
    }
}

/// A text with everything in it resolved, ready to be written.
struct ResolvedText: Sendable {
    var text: String
    var spoilerText: String
    var content: String
    var mentions: [Mention]
    var tags: [TagName]
    /// As written, in order; mentions and tags are no links.
    var links: [String]
}

extension StatusDraft {
    /// The words as they will be posted.
    func wording(defaultSensitive: Bool) -> StatusWording {
        StatusWording(
            text: text,
            spoilerText: spoilerText,
            isSensitive: isSensitive ?? defaultSensitive,
            hasQuote: quotedID != nil
        )
    }

    /// Throws where the text mentions somebody whom its author does not expect.
    func checkMentions(in text: ResolvedText) throws {
        guard let allowedMentions else { return }
        let others = text.mentions.map(\.accountID).filter { !allowedMentions.contains($0) }
        if !others.isEmpty { throw ServiceError.unexpectedMentions(others) }
    }
}

extension Services {
    /// Checks the length of a text, finds whom it mentions, and makes its HTML.
    func resolve(text: String, spoilerText: String) async throws -> ResolvedText {
        let parsed = StatusText.parse(text)
        let length = parsed.length + (spoilerText.isEmpty ? 0 : StatusText.parse(spoilerText).length)
        guard length <= limits.statusCharacters else {
            let (most, number) = (limits.statusCharacters, length - limits.statusCharacters)
            throw ServiceError.invalid("Text character limit of \(most: most) exceeded by \(number: number)")
        }
        guard text.utf8.count + spoilerText.utf8.count <= limits.statusBytes else {
            throw ServiceError.invalid("Text is longer than \(most: limits.statusBytes) bytes")
        }
        let mentioned = try await mentionedAccounts(parsed.mentions)
        let site = site
        let content = ContentHTML.render(
            parsed,
            mentions: { username, domain in
                mentioned[AcctAddress(username: username, domain: domain).folded].map { account in
                    MentionTarget(url: site.url(of: account), username: account.username, acct: account.acct)
                }
            },
            tagURL: { site.tagURL($0.name) }
        )
        var mentions: [Mention] = []
        for address in parsed.mentions {
            guard let account = mentioned[address.folded], !mentions.contains(where: { $0.accountID == account.id })
            else {
                continue
            }
            mentions.append(account.mention)
        }
        // In the order in which they are read back.
        mentions.sort { $0.accountID < $1.accountID }
        return ResolvedText(
            text: text,
            spoilerText: spoilerText,
            content: content,
            mentions: mentions,
            tags: parsed.tags,
            links: parsed.links
        )
    }

    /// The accounts behind addresses in a text, by folded address; unknown and suspended ones are left out.
    private func mentionedAccounts(_ addresses: [AcctAddress]) async throws -> [AcctAddress: Account] {
        var found: [AcctAddress: Account] = [:]
        for address in addresses where found[address.folded] == nil {
            let domain = address.domain.map { $0.lowercased() } ?? ""
            let isHere = site.isOwn(domain)
            guard let id = try await accounts.id(username: address.username, domain: isHere ? "" : domain),
                let kept = try await accounts.account(id), !kept.account.isSuspended
            else { continue }
            found[address.folded] = kept.account
        }
        return found
    }
}

extension Change {
    /// Ids of tags, made at their first use.
    func tagIDs(_ tags: [TagName]) throws -> [Int64] {
        try tags.map { try TagQueries.idMaking($0, at: now, connection) }
    }
}
