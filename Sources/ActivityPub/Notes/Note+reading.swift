// Reads a post. Without an id, an author and one of the types it is none; all else may be missing or wrong.

public import Basics

extension Note {
    /// Nil for what is no post.
    public init?(_ json: JSONValue) {
        guard let id = json["id"]?.string.flatMap({ ObjectID($0) }), let author = json.author,
            let kind = json.types.lazy.compactMap({ Kind(rawValue: $0) }).first, !json.isKey
        else { return nil }
        self.init(id: id, kind: kind, author: author, addressing: Addressing(json))
        name = json.text("name") ?? json.firstOfMap("nameMap")?.text ?? ""
        contents = json.map("contentMap")
        content = json.text("content", most: DocumentLimits.content) ?? contents.first?.html ?? ""
        summary = json.text("summary", most: DocumentLimits.summary) ?? json.firstOfMap("summaryMap")?.text ?? ""
        language =
            contents.first?.language ?? json.firstOfMap("nameMap")?.language ?? json.firstOfMap("summaryMap")?.language
        isSensitive = json.flag("sensitive") ?? false
        inReplyTo = json.id("inReplyTo")
        url = json.pageAddress("url")
        published = json.time("published")
        updated = json.time("updated")
        readTags(json)
        attachments = NoteAttachment.list(of: json, kind)
        links = json.list("attachment", most: DocumentLimits.attachments).compactMap {
            $0["href"]?.string.flatMap { ObjectID($0) }
        }
        poll = NotePoll(json)
        quote = NoteQuote(json)
        policy = json.one("interactionPolicy").flatMap { InteractionPolicy($0) }
        context = json.id("context")
        conversation = json.text("conversation")
        func own(_ id: ObjectID?) -> ObjectID? { id?.origin == self.id.origin ? id : nil }
        replies = own(json.id("replies"))
        likes = TotalLink(json, "likes")
        shares = TotalLink(json, "shares")
        group = json.id("audience")
        replyAuthorization = json.id("replyAuthorization") ?? json.id("approvedBy")
        call = CallTerm(json)
    }

    private mutating func readTags(_ json: JSONValue) {
        for tag in json.list("tag", most: DocumentLimits.tags) {
            if let hashtag = NoteTag.hashtag(tag) {
                if !hashtags.contains(hashtag) { hashtags.append(hashtag) }
            } else if let emoji = EmojiTag(tag) {
                emojis.append(emoji)
            } else if tag.isA("Mention"), let href = tag.id("href") {
                if !mentions.contains(where: { $0.href == href }) {
                    mentions.append(MentionTag(href: href, name: tag.text("name") ?? ""))
                }
            }
        }
    }

    /// The vote that a post is: a name and nothing else said, in reply to a Question (Mastodon's way of voting).
    public var vote: (question: ObjectID, option: String)? {
        guard kind == .note, let inReplyTo, !name.isEmpty, content.isEmpty, poll == nil, attachments.isEmpty else {
            return nil
        }
        return (inReplyTo, name)
    }
}

/// Elements of `tag` that are plain values.
enum NoteTag {
    /// The name of a Hashtag without `#`.
    static func hashtag(_ json: JSONValue) -> String? {
        guard json.isA("Hashtag"), let name = json.text("name", most: 400) else { return nil }
        let text = name.hasPrefix("#") ? String(name.dropFirst()) : name
        return text.isEmpty ? nil : text
    }
}

extension JSONValue {
    /// Who is responsible: the first actor of `attributedTo`. PeerTube's Videos name a Person, then a Group.
    var author: ObjectID? {
        let authors = list("attributedTo", most: 20)
        let person = authors.first { $0.isA("Person") || $0.isA("Service") }
        return (person ?? authors.first)?.asID
    }

    /// A document with a key in it is a key, whatever type it says it has (FEP-fe34).
    var isKey: Bool { self["publicKeyPem"] != nil || self["publicKeyMultibase"] != nil }

    /// A map of languages in its order.
    func map(_ key: String) -> [(language: String, html: String)] {
        (self[key]?.members ?? []).prefix(DocumentLimits.languages).compactMap { member in
            guard (1...35).contains(member.key.utf8.count),
                let text = member.value.string?.cut(to: DocumentLimits.content)
            else {
                return nil
            }
            return (member.key, text)
        }
    }

    func firstOfMap(_ key: String) -> (language: String, text: String)? {
        map(key).first.map { ($0.language, $0.html) }
    }
}

extension Addressing {
    /// `to` and `cc`, and `bto`, `bcc`, `audience` with them.
    init(_ json: JSONValue) {
        func addresses(_ keys: String...) -> [String] {
            var seen: Set<String> = []
            return keys.flatMap { json.list($0, most: DocumentLimits.addressees) }.compactMap { value -> String? in
                if let text = value.string, Addressing.isPublic(text) { return Addressing.everybody }
                return value.asID?.text
            }.filter { seen.insert($0).inserted }
        }
        self.init(to: addresses("to", "bto"), cc: addresses("cc", "bcc", "audience"))
    }
}
