// PreviewCard and Trends::Link as apps read them.

internal import Basics
internal import Domain
internal import Services
internal import Synchronization

enum CardEntity {
    /// Writes a card; its bytes are kept with it.
    static func write(_ kept: KeptCard, to json: inout JSONWriter) {
        json.beginObject()
        writeFields(kept, to: &json)
        json.endObject()
    }

    static func write(_ link: TrendingLink, to json: inout JSONWriter) {
        json.beginObject()
        writeFields(link.card, to: &json)
        json.array("history") { json in
            for day in link.history {
                json.beginObject()
                json.field("day", String(day.day))
                json.field("accounts", String(day.accounts))
                json.field("uses", String(day.uses))
                json.endObject()
            }
        }
        json.endObject()
    }

    private static func writeFields(_ kept: KeptCard, to json: inout JSONWriter) {
        let bytes = kept.rendering.withLock { rendering -> [UInt8] in
            if let rendering { return rendering }
            let bytes = fields(kept.card)
            rendering = bytes
            return bytes
        }
        json.rawFields(bytes)
    }

    private static func fields(_ card: PreviewCard) -> [UInt8] {
        let content = card.content
        var json = JSONWriter(capacity: 512)
        json.field("url", card.url)
        json.field("title", content.title)
        json.field("description", content.description)
        json.field("language", content.language)
        json.field("type", content.kind.name)
        json.field("author_name", content.authorName)
        json.field("author_url", content.authorURL)
        json.field("provider_name", content.providerName)
        json.field("provider_url", content.providerURL)
        json.field("html", "")
        json.field("width", content.width)
        json.field("height", content.height)
        // Pictures of other servers are shown from here or not at all: what is remote would tell it who reads.
        json.nullField("image")
        json.field("image_description", content.imageDescription)
        json.field("embed_url", "")
        json.nullField("blurhash")
        json.field("missing_attribution", false)
        json.field("published_at", content.publishedAt)
        json.array("authors") { json in
            guard !content.authorName.isEmpty else { return }
            json.beginObject()
            json.field("name", content.authorName)
            json.field("url", content.authorURL)
            json.nullField("account")
            json.endObject()
        }
        return json.bytes
    }
}
