// Somebody as an ActivityStreams actor, in the file that begins an archive.

internal import Basics
internal import Domain

struct ActorDocument {
    let account: Account
    let site: Site

    /// The addresses of pictures and lists are those within the archive.
    func write(to json: inout JSONWriter) {
        let uri = site.uri(of: account)
        json.beginObject()
        json.key("@context")
        json.raw(ActivityContext.json)
        json.field("id", uri)
        json.field("type", account.isBot ? "Service" : "Person")
        json.field("preferredUsername", account.username)
        json.field("name", account.displayName)
        json.field("summary", note(account.note))
        json.field("url", site.url(of: account))
        json.field("published", account.createdAt.startOfDay)
        json.field("manuallyApprovesFollowers", account.isLocked)
        json.field("discoverable", account.isDiscoverable ?? false)
        json.field("indexable", account.isIndexable)
        json.field("following", "\(uri)/following")
        json.field("followers", "\(uri)/followers")
        json.field("inbox", "\(uri)/inbox")
        for (key, name) in [("outbox", "outbox.json"), ("likes", "likes.json"), ("bookmarks", "bookmarks.json")] {
            json.key(text: key)
            json.string(name)
        }
        for (key, name, picture) in [("icon", "avatar", account.avatar), ("image", "header", account.header)] {
            guard let picture else { continue }
            json.key(text: key)
            json.beginObject()
            json.field("type", "Image")
            json.field("url", ArchivePath.picture(name, picture.path))
            json.endObject()
        }
        json.array("attachment") { json in
            for field in account.fields {
                json.beginObject()
                json.field("type", "PropertyValue")
                json.field("name", field.name)
                json.field("value", value(field.value))
                json.endObject()
            }
        }
        let texts = [account.displayName, account.note] + account.fields.flatMap { [$0.name, $0.value] }
        json.array("tag") { json in ActivityContext.writeEmojis(in: texts, site, to: &json) }
        json.endObject()
    }

    private func note(_ text: String) -> String {
        ProfileText.note(text, mentions: { _, _ in nil }, tagURL: { site.tagURL($0.name) })
    }

    private func value(_ text: String) -> String {
        ProfileText.fieldValue(text, mentions: { _, _ in nil }, tagURL: { site.tagURL($0.name) })
    }
}

/// What all documents of an archive share.
enum ActivityContext {
    /// The words beyond those of ActivityStreams, as Mastodon declares them.
    static let json = Array(
        """
        ["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1",{"toot":"http://joinmastodon.org/ns#",\
        "schema":"http://schema.org#","gts":"https://gotosocial.org/ns#","sensitive":"as:sensitive","Hashtag":"as:Hashtag",\
        "manuallyApprovesFollowers":"as:manuallyApprovesFollowers","discoverable":"toot:discoverable",\
        "indexable":"toot:indexable","Emoji":"toot:Emoji","blurhash":"toot:blurhash","votersCount":"toot:votersCount",\
        "focalPoint":{"@container":"@list","@id":"toot:focalPoint"},"PropertyValue":"schema:PropertyValue",\
        "value":"schema:value","quote":{"@id":"https://w3id.org/fep/044f#quote","@type":"@id"},\
        "quoteUri":"http://fedibird.com/ns#quoteUri","_misskey_quote":"https://misskey-hub.net/ns#_misskey_quote",\
        "interactionPolicy":{"@id":"gts:interactionPolicy","@type":"@id"},\
        "canQuote":{"@id":"gts:canQuote","@type":"@id"},\
        "automaticApproval":{"@id":"gts:automaticApproval","@type":"@id"}}]
        """.utf8
    )

    /// The server's own emoji that stand in some texts, as elements of `tag`.
    static func writeEmojis(in texts: [String], _ site: Site, to json: inout JSONWriter) {
        for emoji in site.emojis.used(in: texts) {
            let address = site.emojiURL(emoji)
            json.beginObject()
            json.field("id", address)
            json.field("type", "Emoji")
            json.field("name", ":\(emoji.shortcode):")
            json.object("icon") { json in
                json.field("type", "Image")
                json.field("mediaType", emoji.mediaType)
                json.field("url", address)
            }
            json.endObject()
        }
    }
}
