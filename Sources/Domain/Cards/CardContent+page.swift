// From what a page says of itself to its card: OpenGraph first, then Twitter's names, then JSON-LD, then plain HTML.

public import Basics

extension CardContent {
    /// What a page says of itself, where its oEmbed answer is, and the account that it names as its author
    /// (`fediverse:creator`).
    ///
    /// - Parameters:
    ///   - html: UTF-8, however broken.
    ///   - url: where the page came from, after redirects.
    public static func read(
        html: [UInt8],
        from url: String
    ) -> (content: CardContent, oEmbed: String?, creator: AcctAddress?) {
        let head = PageHead.read(html)
        let data = LinkedData.read(head.linkedData)
        let base = head.base.flatMap { CardAddress.resolve($0, on: url) } ?? url
        func first(_ names: String..., or fallback: String? = nil) -> String? {
            for name in names {
                if let text = head.metas[name]?.trimmed, !text.isEmpty { return text }
            }
            return fallback
        }
        var content = CardContent()
        content.title = line(first("og:title", "twitter:title", or: data.title) ?? head.title, 300)
        content.description = line(
            first("og:description", "twitter:description", "description", or: data.description) ?? "",
            1000
        )
        content.providerName = line(first("og:site_name", "application-name", or: data.provider) ?? "", 200)
        // `article:author` is often an address.
        let author = first("author", "article:author", or: data.author).flatMap { $0.contains("://") ? nil : $0 }
        content.authorName = line(author ?? data.author ?? "", 200)
        content.authorURL = data.authorURL.flatMap { CardAddress.resolve($0, on: base) } ?? ""
        content.imageURL = first(
            "og:image:secure_url",
            "og:image",
            "og:image:url",
            "twitter:image",
            "twitter:image:src"
        )
        .flatMap { CardAddress.resolve($0, on: base) }
        content.imageDescription = line(first("og:image:alt", "twitter:image:alt") ?? "", 1500)
        content.language = head.language.flatMap { Language.normalise(String($0.prefix { $0 != "-" && $0 != "_" })) }
        content.publishedAt = first("article:published_time", "date", or: data.published)
            .flatMap(Timestamp.init(iso8601:))
        let oEmbed = head.oEmbed.flatMap { CardAddress.resolve($0, on: base) }
        return (content, oEmbed, first("fediverse:creator").flatMap(AcctAddress.parse))
    }

    /// Takes what an oEmbed answer says and the page does not. Its markup is not taken: nobody else's scripts run in apps.
    public mutating func fill(oEmbed: JSONValue) {
        func text(_ name: String, _ limit: Int) -> String { CardContent.line(oEmbed[name]?.string ?? "", limit) }
        if title.isEmpty { title = text("title", 300) }
        if authorName.isEmpty { authorName = text("author_name", 200) }
        if authorURL.isEmpty { authorURL = CardAddress.resolve(oEmbed["author_url"]?.string ?? "", on: "") ?? "" }
        if providerName.isEmpty { providerName = text("provider_name", 200) }
        if providerURL.isEmpty { providerURL = CardAddress.resolve(oEmbed["provider_url"]?.string ?? "", on: "") ?? "" }
        if imageURL == nil { imageURL = CardAddress.resolve(oEmbed["thumbnail_url"]?.string ?? "", on: "") }
    }

    /// One line: white space is one space, control characters are left out, the end is cut.
    static func line(_ text: String, _ limit: Int) -> String {
        var out = String.UnicodeScalarView()
        var count = 0
        var isSpace = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                isSpace = !out.isEmpty
                continue
            }
            if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) { continue }
            if isSpace { out.append(" ") }
            isSpace = false
            out.append(scalar)
            count += 1
            if count == limit { break }
        }
        return String(out)
    }
}
