// Every page in every state: well-formed, labelled, without anything inline, and saying what it should.
import Foundation
import Testing

@testable import Web

@Suite struct PageTests {
    let renderer: PageRenderer

    init() throws { renderer = try PageRenderer() }

    @Test("every page is well-formed, labelled, has one heading and nothing inline")
    func wellFormed() {
        for page in Samples.pages(renderer) {
            #expect(HTMLCheck(page.html).complaints == [], "\(page.name)")
        }
    }

    @Test("no template asks for a name that its model does not give")
    func names() {
        let missing = MissingNames()
        MissingNames.$current.withValue(missing) { _ = Samples.pages(renderer) }
        #expect(missing.all == [])
    }

    @Test("every template that another one asks for is there")
    func partials() {
        let names = Set(Templates.all.map(\.name))
        for (name, bytes) in Templates.all {
            // As `{{>status}}` or `{{<layout}}`.
            let asked = String(decoding: bytes, as: UTF8.self).matches(of: /\{\{[><]([a-z-]+)\}\}/).map { String($0.1) }
            #expect(names.isSuperset(of: asked), "\(name) asks for \(asked)")
        }
    }

    @Test("nothing that is absent is printed as false or nil")
    func absent() {
        for page in Samples.pages(renderer) {
            let words = HTMLCheck(page.html).text.split { !$0.isLetter }
            #expect(!words.contains("false") && !words.contains("nil") && !words.contains("Optional"), "\(page.name)")
            for (name, attributes) in HTMLCheck(page.html).tags {
                let printed = attributes.filter { $0.key != "spellcheck" && $0.value == "false" }
                #expect(printed.isEmpty, "\(page.name): \(printed.keys) in <\(name)>")
            }
        }
    }

    @Test("pages load pictures, styles and icons from this server only")
    func nothingFromElsewhere() {
        for page in Samples.pages(renderer) {
            for (name, attributes) in HTMLCheck(page.html).tags {
                let loaded =
                    attributes["src"]
                    ?? (name == "link" && attributes["rel"] == "stylesheet" ? attributes["href"] : nil)
                #expect(loaded?.hasPrefix("/") != false, "\(page.name) loads \(loaded ?? "")")
            }
        }
    }

    @Test("a thread says its replies in words, keeps warnings closed, and knows its own address")
    func thread() {
        let html = renderer.thread(Samples.thread)
        let tags = HTMLCheck(html).tags
        #expect(html.contains(">36,412 replies<"))
        #expect(html.contains("<time datetime=\"2017-10-15T20:21:00Z\">Sunday, 15 October 2017 at 20:21 UTC</time>"))
        #expect(tags.filter { $0.attributes["class"]?.hasPrefix("cw") == true && $0.name == "details" }.count == 2)
        #expect(tags.allSatisfy { $0.name != "details" || $0.attributes["open"] == nil })
        #expect(html.contains("<link rel=\"canonical\" href=\"https://chorus.example/@alice/100\">"))
        #expect(
            html.contains(
                "<link rel=\"alternate\" type=\"application/activity+json\" href=\"https://chorus.example/users/alice/statuses/100\">"
            )
        )
        #expect(!html.contains("noindex"))
        #expect(html.contains("dir=\"auto\" lang=\"ar\""))
        #expect(html.contains("<a href=\"#post-105\">@<bdi>noor</bdi></a>"))
        #expect(html.contains("class=\"depth-4\"") && !html.contains("depth-5"))
    }

    @Test("what stands within posts is whole: frames without holes, shares as bars, cards and quotes with their links")
    func parts() {
        let html = renderer.thread(Samples.parts)
        let tags = HTMLCheck(html).tags.map(\.attributes)
        for layout in ["1", "2", "3", "4", "many"] {
            #expect(tags.count { $0["class"] == "media of-\(layout)" } == (layout == "3" ? 2 : 1), "\(layout)")
        }
        #expect(html.contains("class=\"share\">67 %</span>") && html.contains("M0 0H67V4H0Z"))
        #expect(html.contains("Ends <time datetime=\"2017-10-15T22:21:00Z\"") && html.contains(">in 1 hour</time>"))
        #expect(html.contains("<strong>40,100</strong> people have answered this call"))
        #expect(html.contains("only those who spoke are shown"))
        #expect(html.contains("alt=\"A hive\" width=\"1500\" height=\"500\""))
        // A page without a title is named by its address.
        #expect(html.contains("<strong dir=\"auto\">https://news.example/</strong>"))
        #expect(tags.count { $0["class"] == "quoted" } == 2 && html.contains("The quoted post was deleted."))
    }

    @Test("a preview of a post with a content warning shows the warning and not the content")
    func warnedPreview() {
        var page = Samples.thread
        page.status.spoilerText = "Work"
        let tags = HTMLCheck(renderer.thread(page)).tags
        let description = tags.first { $0.attributes["name"] == "description" }
        #expect(description?.attributes["content"] == "Content warning: Work")
    }

    @Test("a post for followers is not for search engines, and the page says who can answer")
    func privatePost() {
        let html = renderer.thread(Samples.inner)
        #expect(html.contains("content=\"noindex\""))
        #expect(html.contains("Followers only"))
        #expect(!html.contains("id=\"address\""))
    }

    @Test("a limited profile shows no posts, a suspended one nothing of its own")
    func standing() {
        let limited = renderer.profile(Samples.standing(.limited))
        #expect(limited.contains("have limited this account") && !limited.contains("<article"))
        let suspended = renderer.profile(Samples.standing(.suspended))
        #expect(!suspended.contains("plant trees") && !suspended.contains("garden.example"))
        #expect(!suspended.contains("<article") && !suspended.contains("36,412"))
    }

    @Test("the consent page says scopes in words, once each, and sends back what it was given")
    func consent() {
        let html = renderer.consent(Samples.consent)
        #expect(html.contains("Post and reply as you"))
        #expect(!html.contains("<code>read:statuses</code>"))
        #expect(html.contains("name=\"state\" value=\"x&amp;y\""))
        #expect(
            html.contains("name=\"decision\" value=\"approve\"") && html.contains("name=\"decision\" value=\"deny\"")
        )
    }

    @Test("with sign-up closed there is no form and no link to it")
    func closed() {
        let html = renderer.signUp(SignUpPage(frame: Samples.closed, csrf: "t"))
        #expect(!html.contains("name=\"email\"") && !html.contains("/auth/sign_up"))
    }

    @Test(
        "pages can be written to a folder, to look at them",
        .enabled(if: ProcessInfo.processInfo.environment["CHORUS_PAGES_DIR"] != nil)
    )
    func write() throws {
        let folder = URL(filePath: ProcessInfo.processInfo.environment["CHORUS_PAGES_DIR"] ?? "")
        for page in Samples.pages(renderer) {
            try Data(page.html.utf8).write(to: folder.appending(path: page.name + ".html"))
        }
    }
}
