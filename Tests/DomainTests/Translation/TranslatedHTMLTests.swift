import Domain
import Testing

@Suite("Translated markup")
struct TranslatedHTMLTests {
    static let original =
        #"<p>Hello <a href="https://a.example/?x=1&amp;y" class="mention">@<span>bob</span></a><br />Bye</p>"#

    @Test("only the markup that was there stays, in pairs; all else is text")
    func keeping() {
        let cases = [
            (
                #"<p>Hola <a href="https://a.example/?x=1&amp;y" class="mention">@<span>bob</span></a><br />Adiós</p>"#,
                #"<p>Hola <a href="https://a.example/?x=1&amp;y" class="mention">@<span>bob</span></a><br />Adiós</p>"#
            ),
            ("<p>Hola <script>alert(1)</script></p>", "<p>Hola alert(1)</p>"),
            (#"<p onclick="x">Hola <a href="javascript:x">a</a>"#, "Hola a"), ("<p>Hola</a></span>", "<p>Hola</p>"),
            ("a < b &lt; c &amp; d", "a &lt; b &lt; c &amp; d"), ("<p><span>x</p>y", "<p><span>x</span></p>y"),
            ("<p", "&lt;p"), ("</p>", ""), ("", ""), ("<p>\"'", "<p>&quot;&#39;</p>"),
        ]
        for (translated, expected) in cases {
            #expect(TranslatedHTML.keeping(markupOf: Self.original, in: translated) == expected)
        }
    }

    @Test("any text is taken without a trap, and opens no tag of its own", arguments: 0..<20)
    func fuzz(_ seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(truncatingIfNeeded: state >> 1)
        }
        let pieces = [
            "<p>", "</p>", "<span>", "</span>", "<", ">", "\"", "&lt;", "&", "<script>", "</", "<br />", "ü", "x",
        ]
        for _ in 0..<200 {
            let text = (0..<(next() % 40)).map { _ in pieces[next() % pieces.count] }.joined()
            let out = TranslatedHTML.keeping(markupOf: Self.original, in: text)
            #expect(!out.contains("<script"))
            #expect(
                out.split(separator: "<p>", omittingEmptySubsequences: false).count
                    == out.split(separator: "</p>", omittingEmptySubsequences: false).count
            )
        }
    }
}
