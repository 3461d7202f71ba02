// PreviewCard and Trends::Link as apps read them.

internal import Basics
internal import Domain
internal import Localization
internal import Services
internal import Synchronization

enum CardEntity {
    /// Writes a card; its bytes are kept with it, but for its author's account.
    static func write(_ cached: CachedCard, by author: CachedAccount?, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        writeFields(cached, site, to: &json)
        writeAuthors(cached.card.content, author, site, to: &json)
        json.endObject()
    }

    static func write(_ link: TrendingLink, by author: CachedAccount?, _ site: Site, to json: inout JSONWriter) {
        json.beginObject()
        writeFields(link.card, site, to: &json)
        writeAuthors(link.card.card.content, author, site, to: &json)
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

    /// The card of a call: how many have answered, and the picture of that.
    ///
    /// - Parameter written: the language of the call (ISO 639, with or without a region); English where it is not known here, as for the
    ///   line at its end.
    static func write(_ magnitude: CallMagnitude, in written: String?, _ site: Site, to json: inout JSONWriter) {
        let call = magnitude.call
        let language = written.flatMap { InterfaceLanguage(tag: $0) } ?? .en
        let localizer = Localizer.of(language)
        let isWarned = !call.spoilerText.allSatisfy(\.isWhitespace)
        // A number also for none: some may have answered who are not shown yet.
        let people = Int(clamping: magnitude.people)
        let words =
            magnitude.isSpokenOnly
            ? localizer.noun(people, one: "person has answered aloud", other: "people have answered aloud")
            : localizer.noun(people, one: "person has answered", other: "people have answered")
        let title = "\(localizer.number(people)) \(words)"
        let warning = localizer.text("Content warning: {text}", ["text": call.spoilerText])
        json.beginObject()
        json.field("url", site.callURL(call.id))
        json.field("title", title)
        json.field("description", isWarned ? warning : call.prompt)
        json.field("language", language.code)
        json.field("type", "link")
        json.field("author_name", "")
        json.field("author_url", "")
        json.field("provider_name", site.title)
        json.field("provider_url", site.url)
        json.field("html", "")
        // As large as Web/Share draws it; the number in its address lets apps that keep pictures see the next one.
        json.field("width", site.drawsPictures ? 1200 : 0)
        json.field("height", site.drawsPictures ? 630 : 0)
        let picture = "\(site.callURL(call.id))/share.png?people=\(magnitude.people)"
        json.field("image", site.drawsPictures ? picture : nil)
        json.field("image_description", site.drawsPictures ? title : "")
        json.field("embed_url", "")
        json.nullField("blurhash")
        json.field("missing_attribution", false)
        json.nullField("published_at")
        json.array("authors") { _ in }
        json.endObject()
    }

    private static func writeFields(_ cached: CachedCard, _ site: Site, to json: inout JSONWriter) {
        let bytes = cached.rendering.withLock { rendering -> [UInt8] in
            if let rendering { return rendering }
            let bytes = fields(cached.card, site)
            rendering = bytes
            return bytes
        }
        json.rawFields(bytes)
    }

    private static func fields(_ card: PreviewCard, _ site: Site) -> [UInt8] {
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
        json.field("width", card.image?.size.width ?? 0)
        json.field("height", card.image?.size.height ?? 0)
        json.field("image", (card.image?.path).map { site.mediaURL($0) })
        json.field("image_description", content.imageDescription)
        json.field("embed_url", "")
        json.field("blurhash", card.image?.blurhash)
        json.field("missing_attribution", false)
        json.field("published_at", content.publishedAt)
        return json.bytes
    }

    private static func writeAuthors(
        _ content: CardContent,
        _ author: CachedAccount?,
        _ site: Site,
        to json: inout JSONWriter
    ) {
        let author = author.flatMap { $0.account.isSuspended ? nil : $0 }
        json.array("authors") { json in
            guard !content.authorName.isEmpty || author != nil else { return }
            json.beginObject()
            json.field("name", content.authorName)
            json.field("url", content.authorURL)
            json.key("account")
            if let author { AccountEntity.write(author, site, to: &json) } else { json.null() }
            json.endObject()
        }
    }
}
