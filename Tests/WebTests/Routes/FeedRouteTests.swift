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

    @Test("a date before 1970 has the right day")
    func days() {
        #expect(Timestamp(milliseconds: -1000).rfc822 == "Wed, 31 Dec 1969 23:59:59 +0000")
        #expect(Timestamp(milliseconds: 0).rfc822 == "Thu, 01 Jan 1970 00:00:00 +0000")
    }
}
