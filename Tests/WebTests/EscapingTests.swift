// Hostile text in every field of every page.
import Testing

@testable import Web

@Suite struct EscapingTests {
    /// Ends attributes and elements if it can; the second one by a quotation mark that hides in a grapheme cluster.
    static let attacks = [
        "\"><script>alert(1)</script>", "\"\u{301} onmouseover=alert(1) x=\"\u{301}",
        "</textarea></title><img src=x onerror=a>",
        "' onfocus='a", "<\u{301}b>&lt;{{name}}{{{name}}}", "\u{0}<b\r\n>", "&<>\"'\u{202E}\u{2028}",
        "javascript:alert(1)",
        "//evil.example/x", "/\\evil.example", "data:text/html,<b>",
    ]

    let renderer: PageRenderer

    init() throws { renderer = try PageRenderer() }

    @Test("hostile text in any field leaves the page as well-formed and as quiet as before", arguments: attacks)
    func everyField(_ attack: String) {
        for html in Self.pages(with: attack, renderer) {
            let check = HTMLCheck(html)
            #expect(check.complaints.filter { !$0.contains("template tag was left") } == [])
            #expect(check.tags.allSatisfy { $0.name != "b" })
            for (_, attributes) in check.tags {
                for url in [attributes["href"], attributes["src"], attributes["action"]].compactMap({ $0 }) {
                    #expect(!url.hasPrefix("//") && !url.hasPrefix("/\\") && !url.lowercased().hasPrefix("javascript"))
                }
            }
        }
    }

    @Test("a quotation mark is escaped also where a combining mark follows it")
    func graphemes() {
        #expect("\"\u{301}<\u{308}&\u{200D}".escapedForHTML() == "&quot;\u{301}&lt;\u{308}&amp;\u{200D}")
        #expect("a\u{0}b'".escapedForHTML() == "a\u{FFFD}b&#39;")
        #expect("plain ü 🌻".escapedForHTML() == "plain ü 🌻")
    }

    @Test("markup stands as it is only where its type vouches for it")
    func types() {
        #expect(SafeHTML(escaping: "<b>").html == "&lt;b&gt;")
        #expect(renderer.thread(Samples.thread).contains("<span>MeToo</span>"))
    }

    @Test("a link leads to http, https or a path, and nowhere else")
    func links() {
        for good in ["https://a.example", "HTTP://a.example", "/x", "/"] { #expect(good.isSafeLink) }
        for bad in ["", "javascript:x", "//a.example", "/\\a.example", "data:x", " https://a", "mailto:a", "#x"] {
            #expect(!bad.isSafeLink)
        }
    }

    static func pages(with text: String, _ renderer: PageRenderer) -> [String] {
        let account = AccountView(displayName: text, handle: text, url: text, avatarURL: text)
        let frame = Frame(
            serverName: text,
            host: text,
            viewer: account,
            signInURL: text,
            signUpURL: text,
            signOutURL: text,
            csrf: text
        )
        var status = StatusView(
            id: "1",
            url: text,
            author: account,
            content: SafeHTML(escaping: text),
            language: text,
            spoilerText: text,
            sensitive: true,
            createdAt: TimeView(milliseconds: 0),
            repliesCount: 1,
            inReplyTo: ReplyTarget(handle: text, url: text),
            boostedBy: account,
            attachments: [
                AttachmentView(kind: .image, url: text, previewURL: text, description: text, width: 1, height: 1),
                AttachmentView(kind: .video, url: text, previewURL: text, description: text),
                AttachmentView(kind: .video, url: "/media/a.mp4", previewURL: text, description: text),
                AttachmentView(kind: .audio, url: "/media/a.mp3", description: text),
            ],
            poll: PollView(options: [.init(title: text, votes: 1)], voters: 1, endsAt: nil),
            call: CallFigures(url: text, people: 1, answers: [(text, 1)]),
            card: CardView(
                url: text,
                title: text,
                description: text,
                provider: text,
                author: text,
                imageURL: text,
                imageDescription: text,
                width: 1,
                height: 1
            ),
            emojis: EmojiPictures { _ in text }
        )
        status.content = SafeHTML(escaping: "\(text) :bee: \(text)")
        status.quote = .notice(text)
        status.quote = .post(status)
        let warned = status
        status.id = "2"
        status.spoilerText = ""
        var linking = status
        linking.id = "3"
        linking.quote = .link(text)
        return [
            renderer.picture(
                PicturePage(
                    frame: frame,
                    author: account,
                    postURL: text,
                    picture: AttachmentView(kind: .image, url: text, description: text),
                    number: 1,
                    count: 1,
                    previousURL: text,
                    nextURL: text,
                    warning: text
                )
            ),
            renderer.thread(
                ThreadPage(
                    frame: frame,
                    ancestors: [warned, linking],
                    status: status,
                    canonicalURL: text,
                    activityURL: text,
                    earlierURL: text,
                    moreURL: text
                )
            ),
            renderer.profile(
                ProfilePage(
                    frame: frame,
                    account: account,
                    headerURL: text,
                    note: SafeHTML(escaping: text),
                    summary: text,
                    fieldLines: [
                        .init(name: text, value: SafeHTML(escaping: text), verifiedAt: TimeView(milliseconds: 0))
                    ],
                    joined: TimeView(milliseconds: 0),
                    pinned: [status],
                    statuses: [warned],
                    canonicalURL: text,
                    activityURL: text,
                    newerURL: text,
                    olderURL: text
                )
            ),
            renderer.tag(
                TagPage(
                    frame: frame,
                    name: text,
                    magnitude: MovementSamples.magnitude(saying: text),
                    calls: [MovementSamples.line(saying: text, author: account)],
                    statuses: [status],
                    canonicalURL: text,
                    pictureURL: text,
                    olderURL: text
                )
            ),
            renderer.call(MovementSamples.call(saying: text, frame: frame, author: account, status: status)),
            renderer.calls(
                CallsPage(
                    frame: frame,
                    calls: [MovementSamples.line(saying: text, author: account)],
                    canonicalURL: text
                )
            ),
            renderer.explore(
                ExplorePage(
                    frame: frame,
                    trends: [.init(trend: MovementSamples.trend(saying: text), curve: MovementSamples.curve)],
                    calls: [MovementSamples.line(saying: text, author: account)],
                    canonicalURL: text
                )
            ),
            renderer.embed(MovementSamples.embed(saying: text)),
            renderer.front(
                FrontPage(
                    frame: frame,
                    about: text,
                    accountsCount: 1,
                    statusesCount: 1,
                    statuses: [status],
                    canonicalURL: text
                )
            ),
            renderer.signIn(
                SignInPage(frame: frame, csrf: text, returnTo: text, login: text, error: text, appName: text)
            ),
            renderer.signUp(
                SignUpPage(
                    frame: frame,
                    csrf: text,
                    username: text,
                    email: text,
                    errors: .init(form: text, username: text, email: text, password: text, agreement: text),
                    rules: [(text, text)],
                    hasTerms: true,
                    closedMessage: text
                )
            ),
            renderer.consent(
                ConsentPage(
                    frame: frame,
                    account: account,
                    appName: text,
                    appWebsite: text,
                    redirectURI: text,
                    scopes: [text],
                    hidden: [.init(name: text, value: text)]
                )
            ),
            renderer.authorizationCode(CodePage(frame: frame, code: text, appName: text)),
            renderer.message(
                MessagePage(
                    frame: frame,
                    title: text,
                    text: text,
                    action: .init(label: text, url: text),
                    reference: text
                )
            ),
        ]
    }
}
