// Escaping for HTML, and HTML read as plain text.

import Basics
import Testing

@Suite struct HTMLTests {
    @Test("the five characters with a meaning are escaped, the rest is not touched")
    func escaping() {
        #expect(
            HTML.escape("<a href=\"x\" title='y'>&amp;</a>")
                == "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;"
        )
        #expect(HTML.escape("é 猫 👩‍👩‍👧") == "é 猫 👩‍👩‍👧")
        #expect(HTML.escape("") == "")
    }

    @Test("a range is escaped as the whole is, and is clamped to the bytes")
    func ranges() {
        var out: [UInt8] = []
        HTML.escape(Array("a<b>c".utf8), 1..<99, into: &out)
        #expect(String(decoding: out, as: UTF8.self) == "&lt;b&gt;c")
    }

    @Test(
        "HTML reads as plain text",
        arguments: [
            ("<p>One</p><p>Two<br />three</p>", "One\n\nTwo\nthree"),
            ("plain", "plain"), ("", ""), ("<p></p>", ""),
            ("a &amp; b &lt;c&gt; &quot;d&quot; &#39;e&#39; &#x1F600;", "a & b <c> \"d\" 'e' 😀"),
            ("&nbsp;|&hellip;|&unknown;|&|&amp", "\u{A0}|…|&unknown;|&|&"),
            ("&#0;&#xD800;&#x110000;&#99999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("<a href=\"https://example.com/?a=1&amp;b=>\">link</a>!", "link!"),
            ("a < b and 1 <2", "a < b and 1 <2"),
            ("a<script>alert('<p>')</script>b<style>p{}</style>c", "abc"),
            ("a<!-- <p>x</p> -->b<!doctype html>c", "abc"),
            ("<ul><li>one</li><li>two</li></ul>after", "one\ntwo\n\nafter"),
            ("<P>One</P>\n<P>Two</P>", "One\n\nTwo"),
            ("unfinished <a href=\"", "unfinished"), ("<", "<"), ("</", "</"), ("&", "&"), ("&#", "&#"),
            ("&#x;", "&#x;"),
            (
                "<a href=\"u\"><span class=\"invisible\">https://</span><span class=\"\">example.com</span></a>",
                "https://example.com"
            ),
        ]
    )
    func plainText(html: String, text: String) {
        #expect(HTML.plainText(fromHTML: html) == text)
    }

    @Test("escaped text reads back as itself")
    func roundTrip() {
        let text = "5 < 6 & \"7\" > '8' #猫 &amp;"
        #expect(HTML.plainText(fromHTML: "<p>\(HTML.escape(text))</p>") == text)
    }
}
