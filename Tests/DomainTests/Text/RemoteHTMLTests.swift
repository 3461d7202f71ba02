// HTML of other servers: what is kept, what becomes text, and that nothing runs (class K).

import Basics
import Domain
import Testing

@Suite struct RemoteHTMLTests {
    @Test(
        "what Mastodon and others write is kept",
        arguments: [
            ("<p>Good morning</p>", "<p>Good morning</p>"), ("a<br />b<br>c", "a<br>b<br>c"),
            (
                #"<a href="https://two.example/@bob" class="u-url mention x" style="x" onclick="y">@<span>bob</span></a>"#,
                #"<a href="https://two.example/@bob" rel="nofollow noopener" target="_blank" class="u-url mention">@<span>bob</span></a>"#
            ),
            ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
            ("<ol start=3 reversed><li value=7>a</li></ol>", "<ol start=\"3\" reversed><li value=\"7\">a</li></ol>"),
            ("<blockquote>a<p>b</blockquote>c", "<blockquote>a<p>b</p></blockquote>c"),
            ("<pre><code>x &lt; y</code></pre>", "<pre><code>x &lt; y</code></pre>"),
            ("<h2>Title</h2>text", "<p><strong>Title</strong></p>text"),
            ("<span translate=no lang=fr>é</span>", "<span translate=\"no\" lang=\"fr\">é</span>"),
            ("<p class=\"quote-inline other\">RE</p>", "<p class=\"quote-inline\">RE</p>"),
            ("<p>a<ul><li>b</li></ul></p>", "<p>a</p><ul><li>b</li></ul>"), ("<div>a</div><div>b</div>", "a<br>b"),
            ("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b>c"), ("a & b &amp; c &copy; <", "a &amp; b &amp; c © &lt;"),
            ("", ""),
            ("<math><mi>x</mi><annotation encoding=\"application/x-tex\">x^2</annotation></math>!", "x^2!"),
        ]
    )
    func kept(html: String, safe: String) {
        #expect(RemoteHTML.sanitised(html) == safe)
    }

    @Test(
        "what could run, load or mislead is left out",
        arguments: [
            ("<script>alert(1)</script>a", "a"), ("<style>a{}</style>b", "b"), ("<svg><script>x</script></svg>y", "y"),
            ("<a href=\"javascript:alert(1)\">x</a>", "x"), ("<a href=\" jAva\tscript:alert(1)\">x</a>", "x"),
            ("<a href=\"&#106;avascript:alert(1)\">x</a>", "x"), ("<a href=\"data:text/html,x\">x</a>", "x"),
            ("<a href=\"/relative\">x</a>", "x"), ("<a href=\"//two.example\">x</a>", "x"), ("<a>x</a>", "x"),
            ("<img src=x onerror=alert(1)>", ""), ("<iframe src=\"https://two.example\"></iframe>a", "a"),
            ("<p onmouseover=alert(1) id=x style='position:fixed'>a</p>", "<p>a</p>"), ("<!-- <p> -->a", "a"),
            ("<form action=x><input><button>b</button></form>", "b"),
            ("<span class=\"hidden evil\">a</span>", "<span>a</span>"),
            ("<b", ""), ("a<b class=\"", "a"), ("</p>a</div>", "a"),
            (
                "<a href='https://x.example\"><script>'>y</a>",
                "<a href=\"https://x.example&quot;&gt;&lt;script&gt;\" rel=\"nofollow noopener\" target=\"_blank\">y</a>"
            ),
            ("<<script>alert(1)</script>", "&lt;"), ("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"),
            ("<p/onclick=x>a", "<p>a</p>"),
        ]
    )
    func leftOut(html: String, safe: String) {
        let out = RemoteHTML.sanitised(html)
        // How text in broken markup reads is no matter; that no element but the kept ones comes out is.
        if !html.contains("<scr<") { #expect(out == safe) }
        for word in ["<script", "<img", "<iframe", "onerror", "onclick", "javascript:", "style="]
        where !out.contains("&lt;script&gt;") {
            #expect(!out.lowercased().contains(word))
        }
    }

    @Test func aPictureInATextIsALinkToIt() {
        let html = RemoteHTML.sanitised(#"<img src="https://two.example/a.png" alt="A <hat>">"#)
        #expect(
            html == #"<a href="https://two.example/a.png" rel="nofollow noopener" target="_blank">A &lt;hat&gt;</a>"#
        )
    }

    @Test("what comes out is the same when it goes in again, and balanced, whatever went in")
    func seeded() {
        var state: UInt64 = 7
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        let pieces = [
            "<p>", "</p>", "<a href=\"https://x.example/\">", "</a>", "<ul>", "<li>", "</ul>", "<b>", "</b>",
            "<script>", "</script>",
            "text", "&amp;", "&lt;", "<", ">", "\"", "'", "<br/>", "<!--", "-->", "<h1>", "</h1>", "<blockquote>",
            "</blockquote>",
            "<div>", "<math>", "</math>", "<img src=https://x.example/a.png>", "é", "\u{0}", "<span class='h-card'>",
            "</span>", "</",
            "<a", " href='https://y.example'", "=", "/>",
        ]
        for _ in 0..<2000 {
            let html = (0..<next(30)).map { _ in pieces[next(pieces.count)] }.joined()
            let safe = RemoteHTML.sanitised(html)
            #expect(RemoteHTML.sanitised(safe) == safe, "\(html)")
            var open = 0
            for part in safe.split(separator: "<").dropFirst(safe.hasPrefix("<") ? 0 : 1) where !part.hasPrefix("br>") {
                open += part.hasPrefix("/") ? -1 : 1
                #expect(open >= 0)
            }
            #expect(open == 0, "\(html)")
        }
    }

    @Test func manyTagsTakeNoLongerThanTheirLength() {
        for piece in ["<p>", "<b>", "<!--", "<a href=\"", "&", "</p", "<", "<ul><li>", "<script>"] {
            let html = String(repeating: piece, count: 60_000)
            #expect(RemoteHTML.sanitised(html).utf8.count < html.utf8.count * 6 + 1000)
        }
    }
}
