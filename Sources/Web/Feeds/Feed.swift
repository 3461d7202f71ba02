// RSS 2.0 (https://www.rssboard.org/rss-specification): public posts for feed readers.

internal import Basics
internal import HTTPTypes

/// A list of posts as a feed reader takes it.
struct Feed: Sendable {
    var title: String
    var description: String
    /// The page that it is the feed of, absolute.
    var url: String
    /// Its own address, absolute.
    var feedURL: String
    var image: String?
    var items: [Item]

    struct Item: Sendable {
        /// Absolute.
        var url: String
        var author: String
        var createdAt: Timestamp
        /// HTML, safe to show.
        var html: String
        var tags: [String]
        var media: [Medium] = []
    }

    /// A picture, film or sound of a post (https://www.rssboard.org/media-rss).
    struct Medium: Sendable {
        /// Absolute.
        var url: String
        var type: String
        /// In bytes; 0 where nobody knows.
        var size: Int
        /// `image`, `video` or `audio`.
        var kind: String
        var description: String
        var isSensitive: Bool
    }

    /// The document. XML cannot hold most control characters (XML 1.0, 2.2): they are left out.
    var xml: String {
        var out = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" \
            xmlns:media="http://search.yahoo.com/mrss/">
            <channel>
            <title>\(Feed.text(title))</title>
            <description>\(Feed.text(description))</description>
            <link>\(Feed.text(url))</link>
            <atom:link rel="self" type="application/rss+xml" href="\(Feed.text(feedURL))"/>

            """
        if let newest = items.map(\.createdAt).max() { out += "<lastBuildDate>\(newest.rfc822)</lastBuildDate>\n" }
        out += "<generator>Chorus \(Version.current)</generator>\n"
        if let image {
            out += "<image><url>\(Feed.text(image))</url><title>\(Feed.text(title))</title>"
            out += "<link>\(Feed.text(url))</link></image>\n"
        }
        for item in items {
            out +=
                "<item>\n<guid isPermaLink=\"true\">\(Feed.text(item.url))</guid>\n<link>\(Feed.text(item.url))</link>\n"
            out += "<pubDate>\(item.createdAt.rfc822)</pubDate>\n<dc:creator>\(Feed.text(item.author))</dc:creator>\n"
            out += "<description>\(Feed.text(item.html))</description>\n"
            for medium in item.media { out += Feed.xml(medium) }
            for tag in item.tags { out += "<category>\(Feed.text(tag))</category>\n" }
            out += "</item>\n"
        }
        return out + "</channel>\n</rss>\n"
    }

    private static func xml(_ medium: Medium) -> String {
        let (url, type) = (text(medium.url), text(medium.type))
        var out = "<enclosure url=\"\(url)\" length=\"\(medium.size)\" type=\"\(type)\"/>\n"
        out += "<media:content url=\"\(url)\" type=\"\(type)\""
        if medium.size > 0 { out += " fileSize=\"\(medium.size)\"" }
        out += " medium=\"\(medium.kind)\">"
        out += "<media:rating scheme=\"urn:simple\">\(medium.isSensitive ? "adult" : "nonadult")</media:rating>"
        if !medium.description.isEmpty {
            out += "<media:description type=\"plain\">\(text(medium.description))</media:description>"
        }
        return out + "</media:content>\n"
    }

    private static func text(_ text: String) -> String {
        let allowed = text.unicodeScalars.filter { scalar in
            scalar.value >= 0x20 || scalar == "\n" || scalar == "\t" ? scalar.value & 0xFFFE != 0xFFFE : false
        }
        return String(String.UnicodeScalarView(allowed)).escapedForHTML()
    }

    var answer: PageAnswer {
        var answer = PageAnswer(status: .ok, headers: [.contentType: "application/rss+xml; charset=utf-8"], html: xml)
        // The same for everybody: a feed reader brings no cookie.
        answer.headers[.cacheControl] = PageAnswer.revalidated(seconds: 60)
        return answer.tagged()
    }
}

extension Timestamp {
    /// `Tue, 14 Nov 2023 22:13:20 +0000` (RFC 822 as RFC 2822 has it).
    var rfc822: String {
        let date = iso8601
        let days = milliseconds / 86_400_000 - (milliseconds % 86_400_000 < 0 ? 1 : 0)
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let parts = date.split { "-T:.Z".contains($0) }
        guard parts.count >= 6, let month = Int(parts[1]), months.indices.contains(month - 1) else { return date }
        let name = names[Int(((days % 7) + 7) % 7)]
        return "\(name), \(parts[2]) \(months[month - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) +0000"
    }
}
