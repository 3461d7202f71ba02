// Posts as ActivityStreams activities, with the properties that Mastodon's archives have.

internal import Basics
internal import Domain
internal import Media
internal import Storage

/// Writes the posts of one author; all that they name was read beforehand.
struct NoteDocuments {
    let author: Account
    let site: Site
    /// What they answer, reblog and quote.
    let addresses: [Int64: StatusAddress]
    /// Whom they mention.
    let accounts: [Int64: CachedAccount]
    let tallies: [Int64: PollTally]
    let now: Timestamp

    private static let everybody = "https://www.w3.org/ns/activitystreams#Public"

    private var actor: String { site.uri(of: author) }
    private var followers: String { "\(actor)/followers" }

    /// The Create of a post, or the Announce of a reblog; nil for a reblog of what is gone.
    func activity(_ details: StatusDetails) -> [UInt8]? {
        let status = details.status
        var reblogged: StatusAddress?
        if let original = status.reblogOfID {
            guard let address = addresses[original] else { return nil }
            reblogged = address
        }
        var json = JSONWriter(capacity: 2048)
        json.beginObject()
        json.field("id", uri(status) + "/activity")
        json.field("type", reblogged == nil ? "Create" : "Announce")
        json.field("actor", actor)
        json.field("published", status.createdAt)
        writeAudience(details, reblogged, to: &json)
        json.key("object")
        if let reblogged { json.string(uri(reblogged)) } else { write(note: details, to: &json) }
        json.endObject()
        return json.bytes
    }

    private func write(note details: StatusDetails, to json: inout JSONWriter) {
        let status = details.status
        json.beginObject()
        json.field("id", uri(status))
        json.field("type", details.poll == nil ? "Note" : "Question")
        json.field("summary", status.spoilerText.isEmpty ? nil : status.spoilerText)
        json.field("inReplyTo", status.inReplyToID.flatMap { addresses[$0] }.map(uri))
        json.field("published", status.createdAt)
        if let edited = status.editedAt { json.field("updated", edited) }
        json.field("url", status.url ?? site.statusURL(status.id, by: author.username))
        json.field("attributedTo", actor)
        writeAudience(details, nil, to: &json)
        json.field("sensitive", status.isSensitive)
        json.field("content", status.content)
        if let language = status.language {
            json.object("contentMap") { json in
                json.key(text: language)
                json.string(status.content)
            }
        }
        json.array("attachment") { json in for media in details.media { write(media, to: &json) } }
        json.array("tag") { json in writeTags(details, to: &json) }
        writeQuote(status, naming: details.mentions.map { uri($0) }, to: &json)
        for (name, count) in [("likes", details.counters.favourites), ("shares", details.counters.reblogs)] {
            json.key(text: name)
            NoteDocuments.write(total: count, to: &json)
        }
        if let poll = details.poll { write(poll, to: &json) }
        json.endObject()
    }

    private func uri(_ status: Status) -> String { status.uri ?? site.statusURI(status.id, by: author.username) }

    private func uri(_ status: StatusAddress) -> String { status.uri ?? site.statusURI(status.id, by: status.username) }

    private func uri(_ mention: Mention) -> String {
        accounts[mention.accountID].map { site.uri(of: $0.account) } ?? site.url(of: mention)
    }

    /// Whom it is for: what visibility is made of, and read from, between servers.
    private func writeAudience(_ details: StatusDetails, _ reblogged: StatusAddress?, to json: inout JSONWriter) {
        var others = details.mentions.map(uri)
        if let reblogged, reblogged.uri == nil { others.append(site.actorURI(reblogged.username)) }
        let (to, cc): ([String], [String]) =
            switch details.status.visibility {
            case .public: ([NoteDocuments.everybody], [followers] + others)
            case .unlisted: ([followers], [NoteDocuments.everybody] + others)
            case .private: ([followers], others)
            case .direct: (others, [])
            }
        json.field("to", strings: to)
        json.field("cc", strings: cc)
    }

    /// The address is that within the archive.
    private func write(_ media: MediaAttachment, to json: inout JSONWriter) {
        json.beginObject()
        json.field("type", "Document")
        json.field("mediaType", media.path.flatMap(MediaPath.type))
        json.field("url", media.path.map { ArchivePath.media(media.id, $0) })
        json.field("name", media.description)
        json.field("blurhash", media.blurhash)
        if let focus = media.focus {
            json.array("focalPoint") { json in
                for place in [focus.x, focus.y] { json.number(place, decimals: 6) }
            }
        }
        if let size = media.measures.size {
            json.field("width", size.width)
            json.field("height", size.height)
        }
        json.endObject()
    }

    private func writeTags(_ details: StatusDetails, to json: inout JSONWriter) {
        func link(_ type: String, _ name: String, _ address: String) {
            json.beginObject()
            json.field("type", type)
            json.field("href", address)
            json.field("name", name)
            json.endObject()
        }
        for mention in details.mentions {
            link(
                "Mention",
                "@\(mention.username)@\(mention.domain.isEmpty ? site.domain : mention.domain)",
                uri(mention)
            )
        }
        for tag in details.tags { link("Hashtag", "#\(tag)", site.tagURL(tag)) }
        let status = details.status
        let texts = [status.text, status.spoilerText] + (details.poll?.options ?? [])
        ActivityContext.writeEmojis(in: texts, site, to: &json)
    }

    /// A quote that stands, by all names it has had; and who may quote and answer this.
    private func writeQuote(_ status: Status, naming named: [String], to json: inout JSONWriter) {
        if let quote = status.quote, quote.state == .accepted, let quoted = quote.quotedID.flatMap({ addresses[$0] }) {
            for name in ["quote", "quoteUri", "_misskey_quote"] {
                json.key(text: name)
                json.string(uri(quoted))
            }
        }
        let allowed =
            switch status.quotePolicy {
            case .everyone: NoteDocuments.everybody
            case .followers: followers
            case .nobody: actor
            }
        json.object("interactionPolicy") { json in
            json.object("canQuote") { json in json.field("automaticApproval", strings: [allowed]) }
            if let repliers = status.replyPolicy.repliers(to: actor, naming: named) {
                json.object("canReply") { json in
                    json.field("automaticApproval", strings: repliers)
                    if status.replyPolicy.approves {
                        json.field("manualApproval", strings: [NoteDocuments.everybody])
                    }
                }
            }
        }
    }

    /// The properties of a Question. Of a call it shows what everybody is shown.
    private func write(_ poll: Poll, to json: inout JSONWriter) {
        let tally = tallies[poll.id] ?? PollTally(votes: poll.options.map { _ in 0 }, voters: 0)
        if let end = poll.expiresAt {
            json.field("endTime", end)
            if poll.isExpired(at: now) { json.field("closed", end) }
        }
        json.field("votersCount", tally.voters)
        json.key(text: poll.isMultiple ? "anyOf" : "oneOf")
        json.beginArray()
        for (option, votes) in zip(poll.options, tally.shown(of: poll, at: now)) {
            json.beginObject()
            json.field("type", "Note")
            json.field("name", option)
            if let votes {
                json.key("replies")
                NoteDocuments.write(total: votes, to: &json)
            }
            json.endObject()
        }
        json.endArray()
    }

    private static func write(total: Int64, to json: inout JSONWriter) {
        json.beginObject()
        json.field("type", "Collection")
        json.field("totalItems", total)
        json.endObject()
    }
}
