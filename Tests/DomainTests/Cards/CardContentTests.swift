import Basics
import Domain
import Testing

@Suite("What a page says of itself")
struct CardContentTests {
    static func read(_ html: String, from url: String = "https://news.example/a/b?c=d") -> CardContent {
        CardContent.read(html: Array(html.utf8), from: url).content
    }

    @Test("OpenGraph wins, then Twitter's names, then JSON-LD, then plain HTML")
    func order() {
        let all = Self.read(
            """
            <!doctype html><HTML lang="de-AT"><head><title>Plain</title><!-- <title>No</title> -->
            <meta property="og:title" content="Tom &amp; Jerry&#39;s &quot;day&quot;"><meta name=twitter:title content=T>
            <META NAME='description' CONTENT='plain
              words'><meta property=og:site_name content="News"/><meta name="author" content="Alice">
            <meta property="og:image" content="../x.png"><meta property="og:image:alt" content="A picture">
            <meta property="article:published_time" content="2024-02-03T04:05:06Z"></head><body><p>"
            """
        )
        #expect(all.title == "Tom & Jerry's \"day\"")
        #expect(all.description == "plain words")
        #expect(all.providerName == "News")
        #expect(all.authorName == "Alice")
        #expect(all.imageURL == "https://news.example/a/../x.png")
        #expect(all.imageDescription == "A picture")
        #expect(all.language == "de")
        #expect(all.publishedAt?.iso8601 == "2024-02-03T04:05:06.000Z")
        let data = Self.read(
            """
            <title>Plain</title><script type="application/ld+json">{"@graph":[{"@type":"Person"},{"headline":"H</b>",
            "description":"D","author":[{"name":"Bob","url":"/bob"}],"publisher":{"name":"P"}}]}</script>
            """
        )
        #expect(data.title == "H</b>")
        #expect(data.description == "D")
        #expect(data.authorName == "Bob")
        #expect(data.authorURL == "https://news.example/bob")
        #expect(data.providerName == "P")
        #expect(Self.read("<title>Plain <b>words</title>").title == "Plain <b>words")
        #expect(Self.read("<script><title>no</title></script><svg><title>yes</title>").title == "yes")
    }

    @Test("what breaks off or nests wrongly is read as far as it goes")
    func broken() {
        let pages = [
            "", "<", "<meta", "<meta content", "<meta content=", "<meta content='",
            "<meta property=og:title content=\"x",
            "<title>", "<title>open", "<!--", "<!", "</", "</>", "<a =b>", "<meta / / property=\"og:title\">",
            "<script type='application/ld+json'>{", "<script type='application/ld+json'>[[[[", "&#",
            "<title>&#x110000;&",
        ]
        for page in pages { _ = Self.read(page) }
        #expect(Self.read("<title>open").title == "open")
        #expect(Self.read("<meta property=og:title content=\"x").title == "x")
    }

    @Test("any bytes are read without a trap", arguments: 0..<40)
    func fuzz(_ seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        let pieces = [
            "<", ">", "</", "<!--", "-->", "<meta ", "property=", "og:title", "content=", "\"", "'", "<title>",
            "</title",
            "<script type=application/ld+json>", "{\"headline\":", "\"a\"}", "</script>", "&amp;", "&#x", "charset=",
            " ",
            "<link rel=alternate type=application/json+oembed href=", "=", "/", "\0", "\u{FEFF}", "ü",
        ].map { Array($0.utf8) }
        for _ in 0..<100 {
            var bytes: [UInt8] = []
            for _ in 0..<(next() % 60) {
                if next() % 5 == 0 {
                    bytes.append(UInt8(truncatingIfNeeded: next()))
                } else {
                    bytes += pieces[Int(next() % UInt64(pieces.count))]
                }
            }
            let name = Charset.of(bytes, contentType: String(decoding: bytes.prefix(30), as: UTF8.self))
            for charset in [name, "utf-16", "utf-16be", "latin1"] {
                let text = Charset.utf8(bytes, from: charset) ?? bytes
                let content = CardContent.read(html: text, from: String(decoding: bytes, as: UTF8.self)).content
                #expect(content.title.unicodeScalars.count <= 300 + 150)
            }
        }
    }

    @Test("an oEmbed address is found, and what it says fills what is missing")
    func oEmbed() throws {
        let (content, address) = CardContent.read(
            html: Array(
                "<base href=/x/><link rel='alternate' type='application/json+oembed' href='o?u=1&amp;v=2'>".utf8
            ),
            from: "https://video.example/watch"
        )
        #expect(address == "https://video.example/x/o?u=1&v=2")
        var filled = content
        let json = #"{"title":"A film","author_name":"Bob","author_url":"javascript:x","html":"<script>"}"#
        filled.fill(oEmbed: try JSONValue.parse(Array(json.utf8)))
        #expect([filled.title, filled.authorName, filled.authorURL] == ["A film", "Bob", ""])
    }

    @Test("encodings: by mark, header, meta; Latin-1 is what browsers make of it")
    func charsets() {
        #expect(Charset.of([0xEF, 0xBB, 0xBF], contentType: "text/html; charset=x") == "utf-8")
        #expect(Charset.of([], contentType: "text/html; Charset=\"ISO-8859-1\"") == "iso-8859-1")
        #expect(Charset.of(Array("<meta charset=Shift_JIS>".utf8), contentType: "text/html") == "shift_jis")
        #expect(Charset.utf8([0x80, 0xE4], from: "iso-8859-1") == Array("€ä".utf8))
        #expect(Charset.utf8([0x61, 0, 0xE4, 0, 1], from: "utf-16le") == Array("aä".utf8))
        #expect(Charset.utf8([1], from: "shift_jis") == nil)
    }

    @Test("addresses that differ only in spelling are one; this server's own are none")
    func addresses() {
        let site = "https://chorus.example"
        let cases: [(String, String?)] = [
            ("HTTPS://News.Example:443#part", "https://news.example/"),
            ("http://a.example:80/B?c#d", "http://a.example/B?c"),
            ("https://a.example?x", "https://a.example?x"), ("ftp://a.example/", nil), ("https://u@a.example/", nil),
            ("https://chorus.example/@bob", nil), ("http://CHORUS.example/", nil), ("https://", nil), ("x", nil),
            ("https://chorus.example.org/", "https://chorus.example.org/"),
        ]
        for (url, expected) in cases { #expect(CardAddress.normalise(url, site: site) == expected, "\(url)") }
        #expect(CardAddress.host(of: "https://a.example:8080/x") == "a.example")
        #expect(CardAddress.host(of: "http://[::1]:80/x") == "[::1]")
        for (reference, expected) in [
            ("//b.example/x", "https://b.example/x"), ("/x", "https://a.example/x"), ("x", "https://a.example/p/x"),
            ("?q", "https://a.example/p/q?q"), ("data:x", nil), ("javascript:alert(1)", nil), ("a b", nil), ("", nil),
        ] as [(String, String?)] {
            #expect(CardAddress.resolve(reference, on: "https://a.example/p/q") == expected, "\(reference)")
        }
    }
}
