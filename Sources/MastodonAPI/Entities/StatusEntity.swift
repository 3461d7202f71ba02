// Status as apps read it.

internal import Basics
internal import Domain
internal import Services
internal import Synchronization

/// Everything needed to write a list of statuses, read beforehand.
struct StatusEntities: Sendable {
    let site: Site
    let statuses: [Int64: CachedStatus]
    var accounts: [Int64: CachedAccount]
    /// What the viewer has done with each; nil for anonymous requests, whose answers lack these fields.
    let flags: [Int64: InteractionFlags]?
    /// What the viewer's filters look for; nil where there are none.
    let filters: ReaderFilters?
    let viewerID: Int64?
    let polls: PollEntities
    let cards: [Int64: CachedCard]
    /// Figures of those that are calls.
    let calls: [Int64: CallMagnitude]
    /// What the viewer has decided about others; read only where something shown depends on it.
    let relations: ReaderRelations?
    /// What becomes of the viewer's reply to those not open to everyone's.
    var replyAccess: [Int64: ReplyAccess] = [:]
    /// Show what a quote quotes whatever became of it: to the author who deletes it.
    var revealsQuotes = false

    /// Writes one status; one whose author is unknown or suspended is left out, and false returned.
    ///
    /// - Parameter isQuoted: written inside of the status that quotes it: what it quotes itself is only named.
    /// - Parameter filtered: what filters found in the reblog by which it is shown; nil where it is shown by itself.
    @discardableResult
    func write(
        _ cached: CachedStatus,
        to json: inout JSONWriter,
        isQuoted: Bool = false,
        filtered: [FilterMatch]? = nil,
        extra: (inout JSONWriter) -> Void = { _ in }
    ) -> Bool {
        // Field by field: a copy of the whole status would count references of all its texts.
        guard let author = accounts[cached.status.accountID], !author.account.isSuspended else { return false }
        let reblogged = cached.status.reblogOfID.flatMap { statuses[$0] }
        // Of a boost nothing is left where the author of what it shows is not there.
        if let reblogged, accounts[reblogged.status.accountID]?.account.isSuspended ?? true { return false }
        let found = filtered ?? matches(cached)
        json.beginObject()
        json.rawFields(commonFields(cached, author, (reblogged ?? cached).counters))
        if let flags {
            let canPin =
                viewerID == cached.status.accountID && StatusPolicy.canPin(cached.status, by: cached.status.accountID)
            json.rawFields(
                ViewerFields.bytes(flags[cached.status.reblogOfID ?? cached.status.id] ?? [], canPin: canPin)
            )
            writeFiltered(found, to: &json)
        }
        json.key("card")
        if let magnitude = calls[cached.status.id] {
            CardEntity.write(magnitude, in: cached.status.language, site, to: &json)
        } else if let card = cached.status.cardID.flatMap({ cards[$0] }), card.card.isShown {
            CardEntity.write(card, by: card.card.authorID.flatMap { accounts[$0] }, site, to: &json)
        } else {
            json.null()
        }
        writeQuote(in: cached, isShallow: isQuoted, to: &json)
        json.rawFields(quoteApproval(of: reblogged ?? cached))
        let shown = reblogged ?? cached
        if shown.status.replyPolicy != .everyone {
            let access = replyAccess[shown.status.id] ?? .refused
            InteractionPolicyEntity.write(shown.status.replyPolicy, access, to: &json)
        }
        if shown.status.mutesInteractions, shown.status.accountID == viewerID {
            json.field("interactions_muted", true)
        }
        extra(&json)
        json.key("account")
        AccountEntity.write(author, site, to: &json)
        if let poll = cached.poll {
            json.key("poll")
            polls.write(poll, of: cached, to: &json)
        }
        json.key("reblog")
        if reblogged.map({ write($0, to: &json, filtered: found) }) != true { json.null() }
        json.endObject()
        return true
    }

    /// What the viewer's filters find; of a reblog, in what it reblogs.
    func matches(_ cached: CachedStatus) -> [FilterMatch] {
        guard let filters else { return [] }
        guard let original = cached.status.reblogOfID else { return filters.matches(cached) }
        return statuses[original].map { filters.matches($0, reblog: cached.status.id) } ?? []
    }

    private func writeFiltered(_ found: [FilterMatch], to json: inout JSONWriter) {
        json.array("filtered") { json in found.forEach { FilterEntity.write($0, to: &json) } }
    }

    /// What is the same for every viewer; kept with the status until its counters change.
    private func commonFields(_ cached: CachedStatus, _ author: CachedAccount, _ counters: StatusCounters) -> [UInt8] {
        let emojis = site.emojis.version
        return cached.rendering.withLock { rendering -> [UInt8] in
            if let rendering, rendering.version == counters.version, rendering.emojis == emojis {
                return rendering.bytes
            }
            var json = JSONWriter(capacity: 1024)
            write(fixed: cached, author.account, to: &json)
            json.field("replies_count", cached.status.reblogOfID == nil ? counters.replies : 0)
            json.field("reblogs_count", counters.reblogs)
            json.field("favourites_count", counters.favourites)
            json.field("quotes_count", counters.quotes)
            rendering = Rendering(version: counters.version, emojis: emojis, bytes: json.bytes)
            return json.bytes
        }
    }

    private func write(fixed cached: CachedStatus, _ author: Account, to json: inout JSONWriter) {
        let status = cached.status
        json.field("id", id: status.id)
        json.field("created_at", status.createdAt)
        json.field("in_reply_to_id", id: status.inReplyToID)
        json.field("in_reply_to_account_id", id: status.inReplyToAccountID)
        json.field("sensitive", status.isSensitive)
        json.field("spoiler_text", status.spoilerText)
        json.field("visibility", status.visibility.name)
        json.field("language", status.language)
        json.field("uri", site.uri(of: status, by: author))
        json.field("url", site.url(of: status, by: author))
        json.field("edited_at", status.editedAt)
        json.field("content", cached.content(on: site))
        if let application = cached.application {
            json.object("application") { json in
                json.field("name", application.name)
                json.field("website", application.website)
            }
        }
        json.array("media_attachments") { json in
            for media in cached.media { MediaEntity.write(media, site, to: &json) }
        }
        json.array("mentions") { json in
            for mention in cached.mentions {
                json.beginObject()
                json.field("id", id: mention.accountID)
                json.field("username", mention.username)
                json.field("url", site.url(of: mention))
                json.field("acct", mention.acct)
                json.endObject()
            }
        }
        json.array("tags") { json in
            for tag in cached.tags {
                json.beginObject()
                json.field("name", tag)
                json.field("url", site.tagURL(tag))
                json.endObject()
            }
        }
        let texts = [status.text, status.spoilerText] + (cached.poll?.options ?? [])
        CustomEmojiEntity.writeField(of: texts, in: cached, site, to: &json)
        // A poll changes with each vote: it is written apart.
        if cached.poll == nil { json.nullField("poll") }
    }
}

/// What depends on the viewer, as bytes made once for each combination.
private enum ViewerFields {
    /// Place: the flags' raw value, and 32 where the viewer may pin.
    private static let all: [[UInt8]] = (0..<64).map { place in
        let flags = InteractionFlags(rawValue: Int64(place & 31))
        var json = JSONWriter(capacity: 128)
        json.field("favourited", flags.contains(.favourited))
        json.field("reblogged", flags.contains(.reblogged))
        json.field("muted", flags.contains(.threadMuted))
        json.field("bookmarked", flags.contains(.bookmarked))
        if place & 32 != 0 { json.field("pinned", flags.contains(.pinned)) }
        return json.bytes
    }

    static func bytes(_ flags: InteractionFlags, canPin: Bool) -> [UInt8] {
        all[Int(flags.rawValue & 31) | (canPin ? 32 : 0)]
    }
}
