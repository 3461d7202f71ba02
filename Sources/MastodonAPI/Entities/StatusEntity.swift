// Status as apps read it.

internal import Synchronization
internal import Basics
internal import Domain
internal import Services
internal import Storage

/// Everything needed to write a list of statuses, read beforehand.
struct StatusEntities: Sendable {
    let site: Site
    let statuses: [Int64: KeptStatus]
    let accounts: [Int64: KeptAccount]
    /// What the viewer has done with each; nil for anonymous requests, whose answers lack these fields.
    let flags: [Int64: InteractionFlags]?
    let viewerID: Int64?

    /// Writes one status; one whose author is unknown is left out, and false returned.
    @discardableResult
    func write(_ kept: KeptStatus, to json: inout JSONWriter, extra: (inout JSONWriter) -> Void = { _ in }) -> Bool {
        let status = kept.status
        guard let author = accounts[status.accountID] else { return false }
        let shown = status.reblogOfID.map { statuses[$0] } ?? kept
        json.beginObject()
        json.rawFields(fixedFields(kept, author))
        let counters = (shown ?? kept).counters
        json.field("replies_count", status.reblogOfID == nil ? counters.replies : 0)
        json.field("reblogs_count", counters.reblogs)
        json.field("favourites_count", counters.favourites)
        writeFlags(shown ?? kept, of: kept, to: &json)
        extra(&json)
        json.key("account")
        AccountEntity.write(author, site, to: &json)
        json.key("reblog")
        if status.reblogOfID == nil {
            json.null()
        } else if let shown {
            if !write(shown, to: &json) { json.null() }
        } else {
            json.null()
        }
        json.endObject()
        return true
    }

    private func writeFlags(_ shown: KeptStatus, of kept: KeptStatus, to json: inout JSONWriter) {
        guard let flags else { return }
        let done = flags[shown.status.id] ?? []
        json.field("favourited", done.contains(.favourited))
        json.field("reblogged", done.contains(.reblogged))
        json.field("muted", done.contains(.threadMuted))
        json.field("bookmarked", done.contains(.bookmarked))
        if let viewerID, StatusPolicy.canPin(kept.status, by: viewerID) { json.field("pinned", done.contains(.pinned)) }
        json.emptyArrayField("filtered")
    }

    private func fixedFields(_ kept: KeptStatus, _ author: KeptAccount) -> [UInt8] {
        kept.rendering.withLock { rendering -> [UInt8] in
            if let rendering { return rendering }
            var json = JSONWriter(capacity: 1024)
            write(fixed: kept, author.account, to: &json)
            rendering = json.bytes
            return json.bytes
        }
    }

    private func write(fixed kept: KeptStatus, _ author: Account, to json: inout JSONWriter) {
        let status = kept.status
        json.field("id", id: status.id)
        json.field("created_at", status.createdAt)
        json.field("in_reply_to_id", id: status.inReplyToID)
        json.field("in_reply_to_account_id", id: status.inReplyToAccountID)
        json.field("sensitive", status.isSensitive)
        json.field("spoiler_text", status.spoilerText)
        json.field("visibility", status.visibility.name)
        json.field("language", status.language)
        json.field("uri", status.uri ?? site.statusURI(status.id, by: author.username))
        json.field("url", status.isLocal ? site.statusURL(status.id, by: author.username) : status.url)
        json.field("edited_at", status.editedAt)
        json.field("content", status.content)
        if let application = kept.application {
            json.object("application") { json in
                json.field("name", application.name)
                json.field("website", application.website)
            }
        }
        json.emptyArrayField("media_attachments")
        json.array("mentions") { json in
            for mention in kept.mentions {
                json.beginObject()
                json.field("id", id: mention.accountID)
                json.field("username", mention.username)
                json.field("url", site.url(of: mention))
                json.field("acct", mention.acct)
                json.endObject()
            }
        }
        json.array("tags") { json in
            for tag in kept.tags {
                json.beginObject()
                json.field("name", tag)
                json.field("url", site.tagURL(tag))
                json.endObject()
            }
        }
        json.emptyArrayField("emojis")
        // Quotes are not here: nobody may quote, and nothing is quoted.
        json.field("quotes_count", 0)
        json.nullField("quote")
        json.object("quote_approval") { json in
            json.emptyArrayField("automatic")
            json.emptyArrayField("manual")
            json.field("current_user", "denied")
        }
        json.nullField("card")
        json.nullField("poll")
    }
}
