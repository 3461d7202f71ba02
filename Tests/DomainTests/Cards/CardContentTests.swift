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
        #expect(all.imageURL == "https://news.example/x.png")
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
            let type = String(decoding: bytes.prefix(30), as: UTF8.self)
            for type in [type] + ["utf-16", "utf-16be", "latin1", "gbk", "iso-2022-jp"].map({ "a/b;charset=\($0)" }) {
                let text = Charset.utf8(bytes, contentType: type)
                let content = CardContent.read(html: text, from: String(decoding: bytes, as: UTF8.self)).content
                #expect(content.title.unicodeScalars.count <= 300 + 150)
            }
        }
    }

    @Test("an oEmbed address is found, and what it says fills what is missing")
    func oEmbed() throws {
        let (content, address, _) = CardContent.read(
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
        #expect(Charset.label(of: [0xEF, 0xBB, 0xBF], contentType: "text/html; charset=x") == "utf-8")
        #expect(Charset.label(of: [], contentType: "text/html; Charset=\"ISO-8859-1\"") == "iso-8859-1")
        for (html, label) in [
            ("<meta charset=Shift_JIS>", "shift_jis"), ("<META CharSet = 'big5'>", "big5"),
            ("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>", "windows-1251"),
            ("<!-- <meta charset=x> --><script charset=y></script><meta charset=gbk>", "gbk"),
            ("<?xml version='1.0' encoding='KOI8-R'?><html>", "koi8-r"), ("<meta charset=utf-16>", "utf-8"),
            ("<title>charset=x</title>", nil), ("<meta charset", nil), ("<meta charset=>", nil), ("<!-- <meta ", nil),
        ] as [(String, String?)] {
            #expect(Charset.label(of: Array(html.utf8), contentType: "text/html") == label, "\(html)")
        }
        #expect(Charset.utf8([0x80, 0xE4], contentType: "text/html; charset=iso-8859-1") == Array("€ä".utf8))
        #expect(Charset.utf8([0x61, 0, 0xE4, 0, 1], contentType: "a/b; charset=utf-16le") == Array("aä".utf8))
        // Who says nothing: UTF-8, also where it is cut; else as browsers do.
        #expect(Charset.utf8(Array("ä".utf8) + [0xC3], contentType: "") == Array("ä".utf8) + [0xC3])
        #expect(Charset.utf8([0x61, 0xE4, 0x61, 0x62, 0x63], contentType: "") == Array("aäabc".utf8))
        // Neither a browser nor this server reads UTF-7, in which tags hide.
        #expect(Charset.utf8(Array("+ADw-".utf8), contentType: "text/html; charset=utf-7") == Array("+ADw-".utf8))
    }

    @Test("JSON-LD counts for articles; whatever hid it from old browsers is taken off")
    func linkedData() {
        func title(_ json: String) -> String {
            Self.read("<title>Plain</title><script type=application/ld+json>\(json)</script>").title
        }
        for type in ["Organization", "WebSite", "Product", "BreadcrumbList", "Person"] {
            #expect(title(#"{"@type":"\#(type)","name":"Acme"}"#) == "Plain")
        }
        for type in [#""NewsArticle""#, #"["Thing","BlogPosting"]"#, #""Report""#] {
            #expect(title(#"{"@type":\#(type),"headline":"News &amp; views"}"#) == "News & views")
        }
        let article = #"{"@type":"Article","headline":"H"}"#
        #expect(title(#"[{"@type":"Organization","name":"Acme"},\#(article)]"#) == "H")
        for (before, after) in [
            ("<![CDATA[", "]]>"), ("//<![CDATA[\n", "\n//]]>"), ("/* <![CDATA[ */ ", " /* ]]> */"), ("<!--", "-->"),
            ("<!--//", "//-->"), ("\n", ";\n"),
        ] { #expect(title(before + article + after) == "H", "\(before)") }
    }

    @Test("a page names its author's account")
    func creator() {
        func creator(_ text: String) -> AcctAddress? {
            CardContent.read(
                html: Array("<meta name=fediverse:creator content='\(text)'>".utf8),
                from: "https://a.example/"
            )
            .creator
        }
        #expect(creator("@Alice@Chorus.example") == AcctAddress(username: "Alice", domain: "chorus.example"))
        #expect(creator("alice") == AcctAddress(username: "alice", domain: nil))
        #expect(creator("https://a.example/@alice") == nil)
        #expect(creator("") == nil)
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
            ("?q", "https://a.example/p/q?q"), ("data:x", nil), ("javascript:alert(1)", nil), ("", nil),
            ("a b.png", "https://a.example/p/a%20b.png"), (" /a\n b ", "https://a.example/a%20b"),
            ("../img.png", "https://a.example/img.png"), ("./../../x?a=/../b", "https://a.example/x?a=/../b"),
            ("https://b.example/a b/../c", "https://b.example/c"), ("..", "https://a.example/"),
            ("x/.", "https://a.example/p/x/"), ("x?a:b", "https://a.example/p/x?a:b"),
        ] as [(String, String?)] {
            #expect(CardAddress.resolve(reference, on: "https://a.example/p/q") == expected, "\(reference)")
        }
    }
}
