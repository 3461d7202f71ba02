import Basics
import Domain
import Foundation
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("Feeds")
struct FeedRouteTests {
    @Test("text and addresses cannot break out of the document, and control characters are left out")
    func escaping() throws {
        let feed = Feed(
            title: "A & <b>\u{0}\u{7}\u{FFFE}",
            description: "\"d\"",
            url: "https://a.example/@x",
            feedURL: "https://a.example/@x.rss",
            image: "https://a.example/i.png",
            items: [
                Feed.Item(
                    url: "https://a.example/@x/1?a&b",
                    author: "@x@a.example",
                    createdAt: Timestamp(milliseconds: 1_700_000_000_000),
                    html: "<p>]]> &amp;</p>",
                    tags: ["möwe"]
                )
            ]
        )
        #expect(feed.xml.contains("<title>A &amp; &lt;b&gt;</title>"))
        #expect(feed.xml.contains("<pubDate>Tue, 14 Nov 2023 22:13:20 +0000</pubDate>"))
        #expect(feed.xml.contains("<description>&lt;p&gt;]]&gt; &amp;amp;&lt;/p&gt;</description>"))
        #expect(!feed.xml.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test("the preview of a link comes last, and one without anything to show does not")
    func card() throws {
        let site = try #require(Site(url: "https://a.example"))
        func text(isShown: Bool, description: String) -> String {
            var content = CardContent()
            (content.title, content.description) = ("Bees & <wasps>", description)
            let card = PreviewCard(
                id: 1,
                url: "https://news.example/?a=1&b=2",
                fetchedAt: nil,
                isShown: isShown,
                content: content
            )
            var status = Status(id: 7, accountID: 1, conversationID: 7, createdAt: Timestamp(milliseconds: 0))
            status.content = "<p>Look</p>"
            let details = StatusDetails(status: status, mentions: [], tags: [], media: [])
            return FeedText(CachedStatus(details), quoted: nil, card: card, site).html
        }
        let link = "<p>Look</p><p><a href=\"https://news.example/?a=1&amp;b=2\">Bees &amp; &lt;wasps&gt;</a>"
        #expect(text(isShown: true, description: "Two <b>") == link + "<br>Two &lt;b&gt;</p>")
        #expect(text(isShown: true, description: "") == link + "</p>")
        #expect(text(isShown: false, description: "Two") == "<p>Look</p>")
    }

    @Test("pictures come as enclosures with their words, and a post without text is not empty")
    func media() throws {
        var media = MediaAttachment(id: 1, accountID: 1, kind: .image, state: .ready, description: "Two <b>bees</b>")
        media.path = "attachments/aa/aaa/original.jpg"
        let site = try #require(Site(url: "https://a.example"))
        func text(isSensitive: Bool = false, spoiler: String = "", poll: [String]? = nil) -> String {
            var status = Status(id: 7, accountID: 1, conversationID: 7, createdAt: Timestamp(milliseconds: 0))
            (status.isSensitive, status.spoilerText) = (isSensitive, spoiler)
            let details = StatusDetails(
                status: status,
                mentions: [],
                tags: [],
                poll: poll.map { Poll(id: 1, statusID: 7, accountID: 1, options: $0, expiresAt: nil) },
                media: [media]
            )
            return FeedText(CachedStatus(details), quoted: nil, card: nil, site).html
        }
        let file = "https://a.example/media/attachments/aa/aaa/original.jpg"
        let alt = "Two &lt;b&gt;bees&lt;/b&gt;"
        #expect(text() == "<p><a href=\"\(file)\"><img src=\"\(file)\" alt=\"\(alt)\"></a></p>")
        // What is sensitive is a link in words, behind its warning.
        let warned = text(isSensitive: true, spoiler: "Insects", poll: ["yes", "<no>"])
        #expect(warned.hasPrefix("<p><strong>Content warning:</strong> Insects</p><hr><p>Poll:</p><ul><li>yes</li>"))
        #expect(warned.contains("<li>&lt;no&gt;</li>") && !warned.contains("<img"))
        #expect(warned.hasSuffix("<p><a href=\"\(file)\">Picture: \(alt)</a></p>"))
        let medium = Feed.Medium(
            url: file,
            type: "image/jpeg",
            size: 0,
            kind: "image",
            description: "Two <b>bees</b>\u{0}",
            isSensitive: true
        )
        let item = Feed.Item(
            url: "u",
            author: "a",
            createdAt: Timestamp(milliseconds: 0),
            html: "",
            tags: [],
            media: [medium]
        )
        let xml = Feed(title: "", description: "", url: "", feedURL: "", image: nil, items: [item]).xml
        #expect(xml.contains("<enclosure url=\"\(file)\" length=\"0\" type=\"image/jpeg\"/>"))
        #expect(xml.contains("<media:content url=\"\(file)\" type=\"image/jpeg\" medium=\"image\">"))
        #expect(xml.contains("<media:rating scheme=\"urn:simple\">adult</media:rating>"))
        #expect(xml.contains("<media:description type=\"plain\">\(alt)</media:description>"))
    }

    @Test("a date before 1970 has the right day")
    func days() {
        #expect(Timestamp(milliseconds: -1000).rfc822 == "Wed, 31 Dec 1969 23:59:59 +0000")
        #expect(Timestamp(milliseconds: 0).rfc822 == "Thu, 01 Jan 1970 00:00:00 +0000")
    }
}
