// The HTML of statuses and profiles, byte for byte.

import Basics
import Domain
import Testing

@Suite struct ContentHTMLTests {
    @Test(
        "paragraphs, breaks and escaping",
        arguments: [
            ("", ""), (" \n\t ", ""), ("me too", "<p>me too</p>"), ("a\nb", "<p>a<br />b</p>"),
            ("a\r\nb\rc", "<p>a<br />b<br />c</p>"), ("a\n\nb", "<p>a</p><p>b</p>"),
            ("a\n\n\n\nb\n", "<p>a</p><p>b</p>"),
            ("\n\na", "<p>a</p>"), ("a\u{2028}b\u{2029}\u{2029}c", "<p>a<br />b</p><p>c</p>"),
            ("a\u{85}b\u{B}c\u{C}d", "<p>a<br />b<br />c<br />d</p>"), ("a\0b\u{7}c\td", "<p>abc\td</p>"),
            ("<b>\"x\" & 'y'</b>", "<p>&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;</p>"),
            (":blob: 👩‍👩‍👧", "<p>:blob: 👩‍👩‍👧</p>"), ("@nobody #1", "<p>@nobody #1</p>"),
        ]
    )
    func structure(text: String, html: String) {
        #expect(Rendering.status(text) == html)
    }

    @Test("a mention is an h-card with the username")
    func mention() {
        #expect(
            Rendering.status("hi @Alice!")
                == "<p>hi <span class=\"h-card\" translate=\"no\"><a href=\"https://chorus.example/@alice\" class=\"u-url mention\">@<span>alice</span></a></span>!</p>"
        )
        #expect(
            Rendering.status("@bob@other.example")
                == "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://other.example/@bob\" class=\"u-url mention\">@<span>bob</span></a></span></p>"
        )
    }

    @Test("two people of one name are shown with their domain")
    func ambiguousMention() {
        let html = Rendering.status("@alice @alice@other.example @bob @alice")
        #expect(html.contains("@<span>alice</span>"))
        #expect(html.contains("@<span>alice@other.example</span>"))
        #expect(html.contains("@<span>bob</span>"))
    }

    @Test("a hashtag links to its folded name and shows what was written")
    func hashtag() {
        #expect(
            Rendering.status("#MeToo")
                == "<p><a href=\"https://chorus.example/tags/metoo\" class=\"mention hashtag\" rel=\"tag\">#<span>MeToo</span></a></p>"
        )
        #expect(
            Rendering.status("＃猫")
                == "<p><a href=\"https://chorus.example/tags/%E7%8C%AB\" class=\"mention hashtag\" rel=\"tag\">#<span>猫</span></a></p>"
        )
    }

    @Test("a link hides its scheme and shows 30 characters")
    func link() {
        #expect(
            Rendering.status("https://example.com/?a=1&b='2'x")
                == "<p><a href=\"https://example.com/?a=1&amp;b=&#39;2&#39;x\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://</span><span class=\"\">example.com/?a=1&amp;b=&#39;2&#39;x</span><span class=\"invisible\"></span></a></p>"
        )
        #expect(
            Rendering.status("http://www.example.com/abcdefghijklmnopqrstuvwxyz")
                == "<p><a href=\"http://www.example.com/abcdefghijklmnopqrstuvwxyz\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">http://www.</span><span class=\"ellipsis\">example.com/abcdefghijklmnopqr</span><span class=\"invisible\">stuvwxyz</span></a></p>"
        )
        #expect(
            Rendering.status("https://a.example/" + String(repeating: "猫", count: 20)).contains(
                "<span class=\"\">a.example/" + String(repeating: "猫", count: 20) + "</span>"
            )
        )
        #expect(
            Rendering.status("https://a.example/" + String(repeating: "猫", count: 21)).contains(
                "<span class=\"ellipsis\">a.example/" + String(repeating: "猫", count: 20)
                    + "</span><span class=\"invisible\">猫</span>"
            )
        )
    }

    @Test("tokens keep their places among lines")
    func mixed() {
        #expect(
            Rendering.status("\n#a\n\n#b")
                == "<p><a href=\"https://chorus.example/tags/a\" class=\"mention hashtag\" rel=\"tag\">#<span>a</span></a></p><p><a href=\"https://chorus.example/tags/b\" class=\"mention hashtag\" rel=\"tag\">#<span>b</span></a></p>"
        )
    }

    @Test("what the resolvers give is escaped too")
    func resolversAreEscaped() {
        let html = ContentHTML.render(
            StatusText.parse("@alice #tag"),
            mentions: { _, _ in MentionTarget(url: "https://x/\"><script>", username: "<i>", acct: "<i>@x") },
            tagURL: { _ in "https://x/\"'<" }
        )
        #expect(!html.contains("<script>") && !html.contains("<i>") && !html.contains("\"'<"))
    }

    @Test("a profile field is one line, its link vouches, its mention has a domain")
    func field() {
        #expect(
            Rendering.field("https://example.com")
                == "<a href=\"https://example.com\" target=\"_blank\" rel=\"me nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://</span><span class=\"\">example.com</span><span class=\"invisible\"></span></a>"
        )
        #expect(Rendering.field("a\n\nb & <c>\n") == "a b &amp; &lt;c&gt;")
        #expect(Rendering.field("@bob@other.example").contains("@<span>bob@other.example</span>"))
        #expect(Rendering.field(" ") == "")
        #expect(Rendering.note("a\n\nb") == "<p>a</p><p>b</p>")
    }
}

/// Rendering with three known people on two servers.
enum Rendering {
    static func status(_ text: String) -> String {
        ContentHTML.render(StatusText.parse(text), mentions: target, tagURL: tagURL)
    }

    static func note(_ text: String) -> String {
        ProfileText.note(text, mentions: target, tagURL: tagURL)
    }

    static func field(_ text: String) -> String {
        ProfileText.fieldValue(text, mentions: target, tagURL: tagURL)
    }

    static func target(username: String, domain: String?) -> MentionTarget? {
        let name = username.lowercased()
        guard ["alice", "bob", "charlie"].contains(name) else { return nil }
        guard let domain = domain?.lowercased() else {
            return MentionTarget(url: "https://chorus.example/@\(name)", username: name, acct: name)
        }
        guard domain == "other.example" else { return nil }
        return MentionTarget(url: "https://\(domain)/@\(name)", username: name, acct: "\(name)@\(domain)")
    }

    static func tagURL(_ tag: TagName) -> String {
        "https://chorus.example/tags/" + PercentEncoding.encode(tag.name)
    }
}
