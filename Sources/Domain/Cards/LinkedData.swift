// JSON-LD (schema.org) of a page: what it says of an article. A site's owner, a product or a list of crumbs are no titles.

internal import Basics

/// What the first article in JSON-LD says.
struct LinkedData {
    var title: String?
    var description: String?
    var author: String?
    var authorURL: String?
    var provider: String?
    var published: String?

    static func read(_ texts: [[UInt8]]) -> LinkedData {
        for text in texts {
            guard let json = try? JSONValue.parse(unwrapped(text)) else { continue }
            let candidates = json["@graph"]?.array ?? json.array ?? [json]
            if let article = candidates.prefix(32).first(where: isArticle) { return LinkedData(article) }
        }
        return LinkedData()
    }

    private init() {}

    private init(_ json: JSONValue) {
        func text(_ value: JSONValue?) -> String? {
            // Many write references as if it were HTML.
            value?.string.map { HTML.decodingReferences(Array($0.utf8)) }
        }
        title = text(json["headline"] ?? json["name"])
        description = text(json["description"])
        let person = json["author"]?.array?.first ?? json["author"]
        author = text(person) ?? text(person?["name"])
        authorURL = person?["url"]?.string
        provider = text(json["publisher"]?["name"])
        published = json["datePublished"]?.string
    }

    /// Of the types of schema.org those that are a text with a headline, and the page itself.
    private static func isArticle(_ json: JSONValue) -> Bool {
        let types = json["@type"]?.array?.compactMap(\.string) ?? [json["@type"]?.string].compactMap { $0 }
        guard !types.isEmpty else { return json["headline"] != nil }
        return types.contains { type in
            type.hasSuffix("Article") || type.hasSuffix("Posting") || ["Report", "WebPage"].contains(type)
        }
    }

    /// Without what hid it from readers that knew no scripts: `<!-- -->`, `<![CDATA[ ]]>`, `/* */`, `//`.
    private static func unwrapped(_ text: [UInt8]) -> [UInt8] {
        let marks = ["<![CDATA[", "<!--", "]]>", "-->", "/*", "*/", "//", ";"].map { Array($0.utf8) }
        var rest = text[...]
        while let first = rest.first {
            if first <= 0x20 {
                rest.removeFirst()
            } else if let mark = marks.first(where: { rest.starts(with: $0) }) {
                rest.removeFirst(mark.count)
            } else {
                break
            }
        }
        while let last = rest.last {
            if last <= 0x20 {
                rest.removeLast()
            } else if let mark = marks.first(where: { rest.suffix($0.count).elementsEqual($0) }) {
                rest.removeLast(mark.count)
            } else {
                break
            }
        }
        return Array(rest)
    }
}
