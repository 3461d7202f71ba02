// CustomEmoji as apps read it: in the list of all, and beside every text that may name some.

internal import Basics
internal import Domain
internal import Services

enum CustomEmojiEntity {
    static func write(_ emoji: CustomEmoji, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        json.field("shortcode", emoji.shortcode)
        json.field("url", site.emojiURL(emoji))
        json.field("static_url", site.emojiURL(emoji, still: true))
        json.field("visible_in_picker", true)
        if let category = emoji.category { json.field("category", category) }
        json.endObject()
    }

    /// `emojis`: those that stand in some texts.
    static func writeField(of texts: [String], _ site: Site, to json: inout JSONWriter) {
        guard site.emojis.version > 0 else { return json.emptyArrayField("emojis") }
        json.array("emojis") { json in
            for emoji in site.emojis.used(in: texts) { write(emoji, site, to: &json) }
        }
    }

    /// `emojis` of texts of a status: those of its author's server.
    static func writeField(of texts: [String], in cached: CachedStatus, _ site: Site, to json: inout JSONWriter) {
        if cached.status.isLocal {
            writeField(of: texts, site, to: &json)
        } else {
            writeField(remote: cached.remoteEmojis, site, to: &json)
        }
    }

    /// The same of somebody of another server, as that server draws them.
    static func writeField(remote emojis: [RemoteEmoji], _ site: Site, to json: inout JSONWriter) {
        json.array("emojis") { json in
            for emoji in emojis {
                let url = site.proxyURL(emoji.url, .emoji)
                json.beginObject()
                json.field("shortcode", emoji.shortcode)
                json.field("url", url)
                json.field("static_url", url)
                json.field("visible_in_picker", false)
                json.endObject()
            }
        }
    }
}
