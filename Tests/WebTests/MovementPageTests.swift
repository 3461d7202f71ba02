// The pages of a movement: the number, what is silent, the curve, and the way out.
import Basics
import Domain
import Services
import Testing

@testable import Web

@Suite struct MovementPageTests {
    let renderer: PageRenderer

    init() throws { renderer = try PageRenderer() }

    private func text(_ html: String) -> String { HTML.plainText(fromHTML: html) }

    @Test("a tag's page says how many people, how fast, since when and why it is a trend")
    func tag() {
        let html = renderer.tag(Samples.tag)
        #expect(html.contains("<strong data-live=\"people\">36,412</strong>"))
        let words = text(html)
        for said in [
            "41,003 posts", "11,200 of them replies", "64,000 boosts", "4.2 a second", "9.1 a second",
            "328 times as many as usual",
            "15 Oct 2017, 20:21 UTC", "Spanish", "#YesAllWomen", "What this number means", "discoverable",
            "chorus.example",
        ] { #expect(words.contains(said), "\(said)") }
        // All four languages are there.
        #expect(!words.contains("more language"))
        #expect(html.contains("content=\"summary_large_image\"") && html.contains("property=\"og:image:alt\""))
        #expect(html.contains("application/json+oembed"))
        // Pages of older posts keep the number and leave the curve to the first.
        let older = renderer.tag(Samples.olderTag)
        #expect(older.contains("36,412") && !older.contains("<svg class=\"chart"))
    }

    @Test("where nobody used a tag there is no number, no script and no picture")
    func unused() {
        let html = renderer.tag(Samples.emptyTag)
        #expect(!html.contains("<script") && !html.contains("data-live") && !html.contains("og:image:alt"))
        #expect(text(html).contains("No public posts with this tag have reached this server."))
    }

    @Test("silent numbers say as of when they are, and before they are shown that this does not mean none")
    func silent() {
        let words = text(renderer.call(MovementSamples.page(MovementSamples.asked())))
        for said in [
            "40,100 people", "36,000 spoke. Answered silently: 4,100.", "Me too", "30,000",
            "27,000 spoke, 3,000 silently", "Silent answers as of", "a few people may be counted twice", "12 a minute",
        ] { #expect(words.contains(said), "\(said)") }
        #expect(!words.contains("not shown yet"))
        var early = MovementSamples.page(MovementSamples.asked())
        early.magnitude.figures.silent = nil
        early.magnitude.figures.silentAsOf = nil
        let before = text(renderer.call(early))
        for said in [
            "36,000 people", "Answered silently: not shown yet.", "that does not mean none",
            "For each answer, only those who spoke are shown so far.",
        ] { #expect(before.contains(said), "\(said)") }
        #expect(!before.contains("as of ") && !before.contains("3,000"))
    }

    @Test("help is listed by country; telephones can be dialled, and what is no number is no link")
    func resources() {
        let html = renderer.call(MovementSamples.page(MovementSamples.asked()))
        #expect(html.contains("href=\"tel:+18005550100\" dir=\"ltr\">+1 800 555 0100</a>"))
        #expect(html.contains("<h3>United States</h3>") && html.contains("<h3>Everywhere</h3>"))
        #expect(html.contains("</bdi> ask</li>"))
        #expect(html.contains("rel=\"nofollow noopener noreferrer\""))
    }

    @Test("who is signed in can answer, change and take back; others are led to sign in")
    func form() {
        let guest = renderer.call(MovementSamples.page(MovementSamples.asked()))
        #expect(!guest.contains("action=\"/calls/") && guest.contains(">Sign in to answer silently</a>"))
        let open = renderer.call(MovementSamples.page(MovementSamples.asked(), Samples.signedIn))
        #expect(open.contains("value=\"answer\"") && !open.contains("value=\"withdraw\""))
        let loud = OwnAnswer(choice: 1, posts: [700, 701])
        let spoken = renderer.call(MovementSamples.page(MovementSamples.asked(), Samples.signedIn, own: loud))
        #expect(spoken.contains("Also delete what I posted (2 posts)"))
        #expect(
            text(spoken).contains("You have answered in public, and chosen “I stand with you”, which nobody is shown.")
        )
        #expect(text(spoken).contains("so that nobody can tell who gave them"))
        let closed = MovementSamples.asked(closed: true)
        let after = renderer.call(MovementSamples.page(closed, Samples.signedIn, own: loud))
        #expect(text(after).contains("Closed") && !text(after).contains("Open until"))
        #expect(!after.contains("value=\"answer\"") && after.contains("value=\"withdraw\""))
    }

    @Test("a quick way out stands on every page of a sensitive call, and on no other")
    func leaving() {
        func leaves(_ html: String) -> Bool {
            let tags = HTMLCheck(html).tags
            let link = tags.first { $0.attributes["data-leave"] != nil }
            let script = tags.contains { $0.attributes["src"] == Assets.leaveScript.path }
            if let link { #expect(link.attributes["rel"]?.contains("noreferrer") == true) }
            #expect((link != nil) == script)
            return script
        }
        var calm = Samples.tag
        calm.frame.canBeLeft = false
        #expect(leaves(renderer.tag(Samples.tag)) && !leaves(renderer.tag(calm)))
        #expect(leaves(renderer.call(MovementSamples.page(MovementSamples.asked()))))
        #expect(!leaves(renderer.call(MovementSamples.page(MovementSamples.asked(sensitive: false)))))
        #expect(leaves(renderer.embed(MovementSamples.embed())))
        #expect(!leaves(renderer.embed(MovementSamples.embed(sensitive: false))))
        // Tab and history do not say what a sensitive page is about.
        let page = renderer.call(MovementSamples.page(MovementSamples.asked()))
        #expect(page.contains("<title>A call · Chorus</title>") && page.contains("content=\"A call: #MeToo\""))
    }

    @Test("a warned call shows its warning first, also in previews and lists")
    func warned() {
        let call = MovementSamples.asked(warning: "Violence")
        let html = renderer.call(MovementSamples.page(call))
        let description = HTMLCheck(html).tags.first { $0.attributes["name"] == "description" }
        #expect(description?.attributes["content"]?.contains("If everyone") == false)
        let line = CallLine(call: call, author: Samples.alice, people: 1, isClosed: false)
        let list = renderer.calls(CallsPage(frame: Samples.guest, calls: [line], canonicalURL: "/calls"))
        #expect(!list.contains("If everyone") && list.contains("Content warning: Violence"))
    }

    @Test("the almanac says nothing of the server")
    func almanac() {
        let html = renderer.almanac(AlmanacPage(now: MovementSamples.start))
        #expect(!html.contains("Chorus ") && !html.contains("favicon.svg") && !html.contains("<script"))
        for said in ["Sunday, 15 October 2017", "41", "288", "October 2017"] { #expect(html.contains(said), "\(said)") }
    }
}
