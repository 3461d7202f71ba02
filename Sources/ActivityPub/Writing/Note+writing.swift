// Writes a post.

internal import Basics

extension Note {
    /// The whole document.
    public func json() -> [UInt8] {
        var json = JSONWriter(capacity: 4096)
        json.beginObject()
        json.context()
        write(to: &json)
        json.endObject()
        return json.bytes
    }

    /// The fields alone, for a post inside of something else.
    func write(to json: inout JSONWriter) {
        json.field("id", id.text)
        json.field("type", kind.rawValue)
        json.field("attributedTo", author.text)
        if !name.isEmpty { json.field("name", name) }
        json.field("summary", summary.isEmpty ? nil : summary)
        json.field("inReplyTo", inReplyTo?.text)
        if let published { json.field("published", published) }
        if let updated { json.field("updated", updated) }
        if let url { json.field("url", url.text) }
        json.write(addressing)
        json.field("sensitive", isSensitive)
        // GoToSocial takes a Note for a vote only where it has no content at all.
        if vote == nil { json.field("content", content) }
        if !contents.isEmpty {
            json.object("contentMap") { json in
                for (language, html) in contents {
                    json.key(text: language)
                    json.string(html)
                }
            }
        }
        json.array("attachment") { json in
            for file in attachments { json.write(file) }
            for link in links {
                json.beginObject()
                json.field("type", "Link")
                json.field("href", link.text)
                json.endObject()
            }
        }
        json.array("tag") { json in writeTags(to: &json) }
        if let quote { json.write(quote) }
        if let policy { json.write(policy) }
        if let context { json.field("context", context.text) }
        if let conversation { json.field("conversation", conversation) }
        if let group { json.field("audience", group.text) }
        if let authorization = replyAuthorization { json.field("replyAuthorization", authorization.text) }
        if let replies {
            // With its first page inside, as Mastodon has it: GoToSocial does not look at an address alone.
            json.object("replies") { json in
                json.field("id", replies.text)
                json.field("type", "Collection")
                json.key("first")
                json.beginObject()
                (repliesPage ?? Note.emptyPage(of: replies)).write(to: &json)
                json.endObject()
            }
        }
        json.write(likes, "likes")
        json.write(shares, "shares")
        if let poll { json.write(poll) }
        if let call {
            json.object("chorusCall") { json in
                json.field("tag", "#\(call.tag)")
                json.field("page", call.page.text)
                if let who = call.suggestedBy { json.field("suggestedBy", who.text) }
            }
        }
    }

    /// What stands for the first page where it was not asked for: the way to it.
    private static func emptyPage(of replies: ObjectID) -> CollectionObject {
        var page = CollectionObject(id: nil, kind: .page)
        page.partOf = replies
        page.next = ObjectID("\(replies.text)?page=true")
        return page
    }

    private func writeTags(to json: inout JSONWriter) {
        for mention in mentions {
            json.beginObject()
            json.field("type", "Mention")
            json.field("href", mention.href.text)
            json.field("name", mention.name)
            json.endObject()
        }
        for tag in hashtags {
            json.beginObject()
            json.field("type", "Hashtag")
            if let page = tagPage?(tag) { json.field("href", page) }
            json.field("name", "#\(tag)")
            json.endObject()
        }
        for emoji in emojis { json.write(emoji) }
        // FEP-e232, for readers who know no other name of a quote.
        if let quote {
            json.beginObject()
            json.field("type", "Link")
            json.field("mediaType", "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"")
            json.field("href", quote.quoted.text)
            json.endObject()
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ file: NoteAttachment) {
        beginObject()
        field("type", "Document")
        if let type = file.mediaType { field("mediaType", type) }
        field("url", file.url.text)
        field("name", file.description)
        if let hash = file.blurhash { field("blurhash", hash) }
        if let focus = file.focus {
            array("focalPoint") { json in
                json.number(focus.x, decimals: 6)
                json.number(focus.y, decimals: 6)
            }
        }
        if let width = file.width { field("width", width) }
        if let height = file.height { field("height", height) }
        if let duration = file.duration {
            key("duration")
            string("PT\(NoteAttachment.text(seconds: duration))S")
        }
        if let preview = file.preview {
            object("icon") { json in
                json.field("type", "Image")
                json.field("url", preview.text)
            }
        }
        endObject()
    }

    fileprivate mutating func write(_ quote: NoteQuote) {
        field("quote", quote.quoted.text)
        field("quoteUri", quote.quoted.text)
        field("_misskey_quote", quote.quoted.text)
        if let stamp = quote.authorization { field("quoteAuthorization", stamp.text) }
    }

    fileprivate mutating func write(_ link: TotalLink?, _ name: StaticString) {
        guard let link else { return }
        object(name) { json in
            if let id = link.id { json.field("id", id.text) }
            json.field("type", "Collection")
            if let total = link.total { json.field("totalItems", total) }
        }
    }

    fileprivate mutating func write(_ poll: NotePoll) {
        if let end = poll.endTime { field("endTime", end) }
        if let closed = poll.closed { field("closed", closed) }
        if let voters = poll.voters { field("votersCount", voters) }
        array(poll.isMultiple ? "anyOf" : "oneOf") { json in
            for option in poll.options {
                json.beginObject()
                json.field("type", "Note")
                json.field("name", option.name)
                if let votes = option.votes {
                    json.object("replies") { json in
                        json.field("type", "Collection")
                        json.field("totalItems", votes)
                    }
                }
                json.endObject()
            }
        }
    }
}

extension NoteAttachment {
    fileprivate static func text(seconds: Double) -> String {
        var json = JSONWriter(capacity: 16)
        json.number(seconds, decimals: 3)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
