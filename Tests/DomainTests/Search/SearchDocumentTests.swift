// What the index of search keeps of a status beside its words.

import Basics
import Domain
import Testing

@Suite("Document of search")
struct SearchDocumentTests {
    @Test(
        "an address in the text is a link, a mention or a hashtag is none",
        arguments: [
            ("<p>no address, 1 &lt; 2</p>", false),
            (
                #"<p><a href="https://chorus.test/tags/x" class="mention hashtag" rel="tag">#<span>x</span></a></p>"#,
                false
            ),
            (#"<p><a href="https://page.example/" rel="nofollow">page.example</a></p>"#, true),
            (
                #"<p><a href="https://chorus.test/@b" class="u-url mention">@b</a> <a href="https://page.example/">p</a></p>"#,
                true
            ),
            ("<abbr>a</abbr>", false), ("<", false), ("", false),
        ]
    )
    func links(_ content: String, _ hasLink: Bool) {
        let status = Status(
            id: 1,
            accountID: 2,
            visibility: .public,
            conversationID: 1,
            text: "words",
            content: content,
            createdAt: Timestamp(milliseconds: 0)
        )
        let document = SearchDocument(status, mentions: [], tags: [], isIndexable: true)
        #expect(document.marks.contains(SearchMark.link) == hasLink)
    }
}
