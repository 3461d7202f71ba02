// A made-up movement: its figures, a call, and the pages of both in their states.
import Basics
import Domain
import Services

@testable import Web

/// Figures as docs/api.md has them, and hostile ones.
enum MovementSamples {
    static let start = Timestamp(milliseconds: Samples.start)
    static let now = start + .seconds(61_260)
    static let reference = TagReference(id: 7, name: "metoo", display: "MeToo")

    static let curve: Curve = {
        var total: Int64 = 0
        let people = (0..<204).map { step -> Int64 in
            total += step < 70 ? Int64(step) * 5 : Int64(max(60, 350 - (step - 70) * 3))
            return total
        }
        return Curve(resolution: 300, start: start, people: people, posts: people.map { $0 / 9 })
    }()

    static func trend(_ shelf: Shelf = .breaking, saying text: String? = nil) -> Trend {
        let tag = text.map { TagReference(id: 7, name: $0, display: $0) } ?? reference
        var trend = Trend(
            tag: tag,
            shelf: shelf,
            isListed: true,
            since: start,
            people: 4100,
            score: 91.3,
            recent: 3900,
            window: 3600,
            rates: Rates(tenSeconds: 4.2, minute: 4, hour: 3.8),
            usual: 12.5,
            timesUsual: 328,
            servers: 12,
            explanation: text
                ?? "4,100 people in an hour, 328 times its usual, since 20:21 UTC, from 12 servers."
        )
        trend.reason = TrendReason(.day, tide: 2, spellings: 3, isSpread: true)
        trend.companions = TrendCompanion.Kind.allCases.map { TrendCompanion(tag: tag, kind: $0, people: 1) }
        trend.moreCompanions = 4
        trend.companionOf = tag
        return trend
    }

    static let magnitude = magnitude(saying: nil)

    static func magnitude(saying text: String?) -> TagMagnitude {
        let tag = text.map { TagReference(id: 7, name: $0, display: $0) } ?? reference
        var found = TagMagnitude(tag: tag, at: now)
        (found.people, found.posts, found.replies, found.reblogs) = (36_412, 41_003, 11_200, 64_000)
        found.since = start
        found.rates = Rates(tenSeconds: 4.2, minute: 4, hour: 3.8)
        found.peak = Peak(perSecond: 9.1, at: start + .seconds(12_000))
        (found.peopleHere, found.peopleElsewhere, found.servers) = (36_000, 412, 12)
        found.languages = [("en", 30_000), ("es", 5000), (text ?? "ar", 800), (nil, 12)]
        found.curve = curve
        found.spans = [
            TrendSpan(from: start + .seconds(3600), to: start + .seconds(20_000), shelf: .breaking),
            TrendSpan(from: start + .seconds(40_000), to: nil, shelf: .sustained),
        ]
        found.related.samplePosts = 2000
        found.related.together = [.init(name: text ?? "yesallwomen", display: text ?? "YesAllWomen", count: 120)]
        found.related.before = [.init(name: "earlier", display: "Earlier", count: 80)]
        found.trend = trend(saying: text)
        return found
    }

    static func asked(
        sensitive: Bool = true,
        saying text: String? = nil,
        warning: String = "",
        closed: Bool = false
    ) -> Call {
        Call(
            id: 100,
            accountID: 1,
            pollID: 1,
            tag: text.map { TagReference(id: 7, name: $0, display: $0) } ?? reference,
            prompt: text ?? "If everyone it happened to wrote “me too”, people might get a sense of how large this is.",
            spoilerText: warning,
            isSensitive: sensitive,
            answers: [text ?? "Me too", text ?? "I stand with you", "I was there"],
            suggestedBy: text ?? "A friend",
            resources: [
                CallResource(name: "A directory", url: text ?? "https://help.example/"),
                CallResource(country: "US", language: "en", name: text ?? "A line", phone: text ?? "+1 800 555 0100"),
                CallResource(country: text ?? "ZZ", name: "Another line", phone: "ask"),
            ],
            createdAt: start,
            closesAt: now + .seconds(86_400),
            closedAt: closed ? now - .seconds(60) : nil
        )
    }

    static func figures(of call: Call) -> CallMagnitude {
        var count = CallCount(answers: call.answers.count)
        (count.spoke, count.unspecified) = ([27_000, 7000, 0], 2000)
        let silent = SilentFigures(
            silent: 4100,
            together: 0,
            breakdown: .init(silent: [3000, 1000, 100], together: [0, 0, 0], togetherUnspecified: 0)
        )
        let figures = CallPeople(count, silent, asOf: now - .seconds(90))
        var found = CallMagnitude(call: call, at: now, figures: figures)
        (found.replies, found.reblogs, found.favourites) = (36_400, 64_000, 9000)
        found.rates = Rates(minute: 0.2, hour: 0.3)
        found.peak = Peak(perSecond: 9.1, at: start + .seconds(12_000))
        found.curve = Curve(resolution: 300, start: start, people: curve.people)
        return found
    }

    static func page(_ call: Call, _ frame: Frame = Samples.guest, own: OwnAnswer? = nil) -> CallPage {
        CallPage(
            frame: frame.leavable(call.isSensitive),
            author: Samples.alice,
            magnitude: figures(of: call),
            own: own,
            postURL: "https://chorus.example/@alice/100",
            canonicalURL: "https://chorus.example/calls/100"
        )
    }

    static func call(saying text: String, frame: Frame, author: AccountView, status: StatusView) -> CallPage {
        var page = page(
            asked(saying: text, warning: text),
            frame,
            own: OwnAnswer(choice: 0, posts: [1])
        )
        page.author = author
        page.newest = [status]
        (page.postURL, page.canonicalURL, page.pictureURL) = (text, text, text)
        return page
    }

    static let line = CallLine(call: asked(), author: Samples.alice, people: 40_100, isClosed: false)

    static func line(saying text: String, author: AccountView) -> CallLine {
        CallLine(call: asked(saying: text, warning: text), author: author, people: 1, isClosed: true)
    }

    static func embed(saying text: String? = nil, sensitive: Bool = true, prompt: String? = nil) -> EmbedPage {
        EmbedPage(
            serverName: text ?? "Chorus",
            host: text ?? "chorus.example",
            tag: text ?? "MeToo",
            prompt: text ?? prompt,
            people: 36_412,
            rates: Rates(minute: 0.2),
            since: TimeView(milliseconds: Samples.start),
            at: Timestamp(milliseconds: Samples.start),
            answers: prompt == nil && text == nil ? [] : [(text ?? "Me too", Int64(30_000)), ("I was there", 0)],
            sensitive: sensitive,
            url: text ?? "https://chorus.example/tags/metoo",
            figuresPath: text ?? "/api/chorus/v1/tags/metoo/magnitude",
            almanacURL: text ?? "https://chorus.example/almanac"
        )
    }

    /// Every page around a movement in its states, by a name fit for a file.
    static func pages(_ renderer: PageRenderer) -> [(name: String, html: String)] {
        let silent = OwnAnswer(choice: 0, posts: [])
        let loud = OwnAnswer(choice: nil, posts: [700, 701])
        var done = page(asked(), Samples.signedIn, own: silent)
        done.done = .answered
        var withdrawn = page(asked(sensitive: false), Samples.signedIn)
        withdrawn.done = .withdrawn(deletedPosts: 2)
        withdrawn.supported = [Samples.callPost]
        var extended = page(asked(), Samples.signedIn)
        (extended.isOwn, extended.done) = (true, .extended)
        let lines = [trend(), trend(.sustained), trend(.perennial)].map { ExplorePage.Line(trend: $0, curve: curve) }
        func explore(_ trends: [ExplorePage.Line], _ calls: [CallLine]) -> ExplorePage {
            ExplorePage(
                frame: Samples.guest,
                trends: trends,
                calls: calls,
                canonicalURL: "https://chorus.example/explore"
            )
        }
        var thread = Samples.thread
        (thread.callURL, thread.frame.canBeLeft) = ("/calls/100", true)
        return [
            ("thread-call", renderer.thread(thread)),
            ("call", renderer.call(page(asked()))),
            ("call-warned", renderer.call(page(asked(warning: "Violence"), Samples.signedIn))),
            ("call-closed", renderer.call(page(asked(closed: true), Samples.signedIn, own: loud))),
            ("call-closed-guest", renderer.call(page(asked(closed: true)))),
            ("call-answered", renderer.call(done)),
            ("call-spoken", renderer.call(page(asked(), Samples.signedIn, own: loud))),
            ("call-withdrawn", renderer.call(withdrawn)),
            ("call-extended", renderer.call(extended)),
            ("calls", renderer.calls(CallsPage(frame: Samples.guest, calls: [line], canonicalURL: "/calls"))),
            ("calls-empty", renderer.calls(CallsPage(frame: Samples.guest, calls: [], canonicalURL: "/calls"))),
            ("explore", renderer.explore(explore(lines, [line]))), ("explore-empty", renderer.explore(explore([], []))),
            ("embed-tag", renderer.embed(embed(sensitive: false))),
            ("embed-call", renderer.embed(embed(prompt: "If it happened to you, say so."))),
            ("almanac", renderer.almanac(AlmanacPage(now: start))),
        ]
    }
}
