// oEmbed: how a page of ours is shown on another one (https://oembed.com).

internal import Basics

/// What somebody wants to show.
struct OEmbedQuestion: Sendable, Equatable {
    enum Subject: Sendable, Equatable {
        case tag(String)
        case call(Int64)
        case status(name: String, Int64)
    }

    var subject: Subject
    /// Pixels.
    var width: Int
    var height: Int

    /// Reads the query. `site` is this server's address without a slash at its end; what is not a page of it is nil.
    init?(url: String, maxWidth: Int?, maxHeight: Int?, site: String) {
        guard url.utf8.count <= 4096, url.hasPrefix(site + "/") else { return nil }
        let path = url.dropFirst(site.count).prefix { $0 != "?" && $0 != "#" }
        let parts = path.split(separator: "/").map { PercentEncoding.decode(String($0)) }
        guard parts.count == 2, let last = parts.last else { return nil }
        switch parts[0] {
        case "tags": subject = .tag(last)
        case "calls":
            guard let id = Int64(last), id > 0 else { return nil }
            subject = .call(id)
        case let name where name.hasPrefix("@"):
            guard let id = Int64(last), id > 0 else { return nil }
            subject = .status(name: String(name.dropFirst()), id)
        default: return nil
        }
        // A post has no frame, unless it is a call.
        let tall = if case .tag = subject { 240 } else { 420 }
        width = max(1, min(maxWidth ?? Self.usualWidth, Self.usualWidth))
        height = max(1, min(maxHeight ?? tall, tall))
    }

    private static let usualWidth = 560
}

/// The answer, of type "rich" (oEmbed, 2.3.4.4).
struct OEmbedAnswer: Sendable {
    var title: String
    var authorName: String?
    var authorURL: String?
    var providerName: String
    var providerURL: String
    var width: Int
    /// Nil where it depends on the text.
    var height: Int?
    var html: String
    var thumbnailURL: String?

    var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.field("version", "1.0")
        json.field("type", "rich")
        json.field("title", title)
        if let authorName { json.field("author_name", authorName) }
        if let authorURL { json.field("author_url", authorURL) }
        json.field("provider_name", providerName)
        json.field("provider_url", providerURL)
        json.field("cache_age", 300)
        json.field("html", html)
        json.field("width", width)
        json.key("height")
        if let height { json.int(Int64(height)) } else { json.null() }
        if let thumbnailURL {
            json.field("thumbnail_url", thumbnailURL)
            json.field("thumbnail_width", SharePicture.width)
            json.field("thumbnail_height", SharePicture.height)
        }
        json.endObject()
        return json.bytes
    }

    /// A frame; it tells this server nothing of the page that it stands on.
    static func frame(_ url: String, title: String, width: Int, height: Int) -> String {
        "<iframe src=\"\(url.escapedForHTML())\" title=\"\(title.escapedForHTML())\" width=\"\(width)\" "
            + "height=\"\(height)\" style=\"border:0;max-width:100%\" loading=\"lazy\" referrerpolicy=\"no-referrer\"></iframe>"
    }
}
