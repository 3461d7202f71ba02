// Alice, bob and charlie on a made-up server: the pages that tests read and that people look at.
import Web

/// View models with synthetic, gentle content.
enum Samples {
    static let start: Int64 = 1_508_098_860_000  // 2017-10-15T20:21:00Z

    static let alice = AccountView(displayName: "Alice", handle: "alice@chorus.example", url: "/@alice")
    static let bob = AccountView(displayName: "Bob Baumeister 🌻", handle: "bob@chorus.example", url: "/@bob")
    static let charlie = AccountView(displayName: "", handle: "charlie@garden.example", url: "/@charlie@garden.example")
    static let dana = AccountView(
        displayName: "Dana-Marguerite of the Long Gardens",
        handle: "dana_marguerite_of_the_gardens@chorus.example",
        url: "/@dana_marguerite_of_the_gardens"
    )
    static let noor = AccountView(displayName: "نور", handle: "noor@chorus.example", url: "/@noor")
    static let bot = AccountView(displayName: "Weather", handle: "weather@chorus.example", url: "/@weather", bot: true)

    static let guest = Frame(serverName: "Chorus", host: "chorus.example")
    static let signedIn = Frame(serverName: "Chorus", host: "chorus.example", viewer: bob, csrf: "token-1")
    static let closed = Frame(
        serverName: "Garden Society of the Lower Valley",
        host: "garden.example",
        registrationsOpen: false
    )

    static let tagLink = "<a href=\"/tags/MeToo\" class=\"mention hashtag\" rel=\"tag\">#<span>MeToo</span></a>"
    static let call = SafeHTML(
        sanitised:
            "<p>If everyone it happened to wrote “me too” as a reply, people might get a sense of how large this is.</p>"
            + "<p>Say as much or as little as you like. \(tagLink)</p>"
    )
    static let long = SafeHTML(
        sanitised: "<p>It took me a long while to write this, and I have rewritten it four times. I used to think that "
            + "what I had to say was too small to matter beside what others have carried.</p><p>Then I read through "
            + "this thread in one evening, from the first answer to the last, and I understood that small things add "
            + "up, that none of us was the only one, and that being quiet had never been the same as being fine. "
            + "So here I am, in a few hundred characters: thank you for asking the question.</p>"
    )
    static let link = SafeHTML(
        sanitised:
            "<p>There is a list of people who listen, by country: <a href=\"https://help.example/lines/a/very/long/"
            + "path/that/goes/on\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">"
            + "https://</span><span class=\"ellipsis\">help.example/lines/a/very/long</span><span class=\"invisible\">"
            + "/path/that/goes/on</span></a><br />Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"
            + "gesellschaft, and one word more.</p>"
    )
    static let arabic = SafeHTML(sanitised: "<p>وأنا أيضًا. شكرًا لكِ على هذا السؤال، لم أكن وحدي. \(tagLink)</p>")
    static let japanese = SafeHTML(sanitised: "<p>私もです。ひとりではないと知りました。</p>")

    static func text(_ words: String) -> SafeHTML { SafeHTML(sanitised: "<p>\(words)</p>") }
    static func time(_ minutes: Int64) -> TimeView { TimeView(milliseconds: start + minutes * 60_000) }

    static func post(
        _ id: Int,
        _ author: AccountView,
        _ content: SafeHTML,
        language: String = "en",
        at minutes: Int64 = 0,
        replies: Int = 0,
        reblogs: Int = 0,
        favourites: Int = 0,
        depth: Int = 0,
        to target: ReplyTarget? = nil
    ) -> StatusView {
        StatusView(
            id: String(id),
            url: "\(author.url)/\(id)",
            author: author,
            content: content,
            language: language,
            createdAt: time(minutes),
            repliesCount: replies,
            reblogsCount: reblogs,
            favouritesCount: favourites,
            inReplyTo: target,
            depth: depth
        )
    }

    static let callPost = post(100, alice, call, replies: 36_412, reblogs: 20_118, favourites: 47_003)

    static let thread: ThreadPage = {
        func to(_ account: AccountView, _ id: Int) -> ReplyTarget {
            ReplyTarget(handle: account.handle, url: "#post-\(id)")
        }
        var warned = post(102, dana, long, at: 4, replies: 2, favourites: 12, depth: 1, to: to(alice, 100))
        warned.spoilerText = "About something that happened at work a long time ago, at length"
        var edited = post(104, charlie, text("I stand with you, all of you."), at: 9, depth: 3, to: to(bob, 103))
        edited.editedAt = time(11)
        edited.visibility = .unlisted
        var picture = post(
            108,
            bob,
            text("A picture of my garden, for a quiet minute."),
            at: 31,
            depth: 1,
            to: to(alice, 100)
        )
        picture.sensitive = true
        picture.attachments = [
            AttachmentView(
                kind: .image,
                url: Assets.headerPNG.path,
                description: "Plum-coloured arcs around an amber disc",
                width: 1500,
                height: 500
            ),
            AttachmentView(kind: .audio, url: "/media/birds.ogg", description: "Birds in the morning"),
            AttachmentView(
                kind: .video,
                url: "/media/bees.mp4",
                previewURL: Assets.headerPNG.path,
                width: 16,
                height: 9
            ),
            AttachmentView(kind: .animation, url: "/media/rain.mp4", description: "Rain"),
            AttachmentView(kind: .other, url: "/media/seeds"),
        ]
        return ThreadPage(
            frame: guest,
            status: callPost,
            replies: [
                post(101, bob, text("Me too."), at: 1, replies: 1, favourites: 3, depth: 1, to: to(alice, 100)),
                warned,
                post(
                    103,
                    bob,
                    text("Thank you for this. You are not alone, and it was not too small."),
                    at: 6,
                    replies: 1,
                    depth: 2,
                    to: to(dana, 102)
                ),
                edited,
                post(105, noor, arabic, language: "ar", at: 12, depth: 4, to: to(charlie, 104)),
                post(106, charlie, text("Both of you made my evening."), at: 14, depth: 5, to: to(noor, 105)),
                post(107, charlie, link, at: 22, reblogs: 14, depth: 1, to: to(alice, 100)),
                picture,
                post(109, noor, japanese, language: "ja", at: 40, depth: 1, to: to(alice, 100)),
            ],
            canonicalURL: "https://chorus.example/@alice/100",
            activityURL: "https://chorus.example/users/alice/statuses/100",
            indexable: true,
            moreURL: "/@alice/100?after=109"
        )
    }()

    /// One reply for each thing that can stand within a post.
    static let parts: ThreadPage = {
        let emojis = EmojiPictures { $0 == "bee" ? "/emojis/still/1" : nil }
        func picture(_ description: String, _ x: Double = 0.5, _ y: Double = 0.5) -> AttachmentView {
            AttachmentView(
                kind: .image,
                url: Assets.headerPNG.path,
                pageURL: "/@bob/501/media/1",
                description: description,
                width: 1500,
                height: 500,
                focus: (x, y)
            )
        }
        var replies = (1...5).map { count in
            var post = post(500 + count, bob, text("\(count) :bee:"), depth: 1)
            post.attachments = (0..<count).map { picture($0 == 0 ? "Arcs" : "", Double($0) / 4, 0) }
            return post
        }
        var poll = post(510, alice, text("Which?"), depth: 1)
        poll.poll = PollView(
            options: [.init(title: "Linden :bee:", votes: 2), .init(title: "Clover", votes: 1)],
            voters: 3,
            endsAt: time(120)
        )
        var hidden = post(511, alice, text("Which?"), depth: 1)
        hidden.poll = PollView(
            options: [.init(title: "Yes", votes: nil), .init(title: "No", votes: nil)],
            voters: 1,
            isMultiple: true,
            endsAt: nil
        )
        var call = post(512, alice, text("Say so."), depth: 1)
        call.call = CallFigures(
            url: "/calls/512",
            people: 40_100,
            answers: [("Me too", 30_000), ("I was there", 5)],
            isWhole: false
        )
        var quoting = post(513, bob, text("This."), depth: 1)
        quoting.quote = .post(replies[2])
        var nested = post(514, bob, text("And this."), depth: 1)
        nested.quote = .link("/@bob/513")
        var gone = post(515, bob, text("Gone."), depth: 1)
        gone.quote = .notice("The quoted post was deleted.")
        var wide = post(516, bob, text("Read this."), depth: 1)
        wide.card = CardView(
            url: "https://news.example/bees",
            title: "A garden & its bees",
            description: "Twelve hives on one roof.",
            provider: "Garden News",
            author: "Dana",
            imageURL: Assets.headerPNG.path,
            imageDescription: "A hive",
            width: 1500,
            height: 500
        )
        var plain = post(517, bob, text("And this."), depth: 1)
        plain.card = CardView(url: "https://news.example/", title: "", provider: "news.example")
        replies += [poll, hidden, call, quoting, nested, gone, wide, plain]
        for index in replies.indices { (replies[index].emojis, replies[index].now) = (emojis, time(60)) }
        return ThreadPage(
            frame: guest,
            status: callPost,
            replies: replies,
            canonicalURL: "https://chorus.example/@alice/100"
        )
    }()

    static let picture = PicturePage(
        frame: guest,
        author: alice,
        postURL: "/@alice/100",
        picture: AttachmentView(kind: .image, url: Assets.headerPNG.path, description: "Arcs around a disc"),
        number: 2,
        count: 3,
        previousURL: "/@alice/100/media/1",
        nextURL: "/@alice/100/media/3",
        warning: "Sensitive picture"
    )

    static let inner: ThreadPage = {
        var focus = post(202, dana, long, at: 65, favourites: 1, to: ReplyTarget(handle: bob.handle, url: "#post-201"))
        focus.spoilerText = "A longer answer"
        focus.editedAt = time(90)
        focus.visibility = .private
        return ThreadPage(
            frame: signedIn,
            ancestors: [
                callPost,
                post(
                    201,
                    bob,
                    text("Me too. And I would like to hear how others came to say it."),
                    at: 5,
                    replies: 1,
                    to: ReplyTarget(handle: alice.handle, url: "#post-100")
                ),
            ],
            status: focus,
            canonicalURL: "https://chorus.example/@dana/202"
        )
    }()

    static let profile = ProfilePage(
        frame: guest,
        account: alice,
        note: SafeHTML(
            sanitised: "<p>I plant trees and ask questions.</p><p>She / her. Posts here are my own. \(tagLink)</p>"
        ),
        summary: "I plant trees and ask questions.",
        fieldLines: [
            .init(
                name: "Garden",
                value: SafeHTML(
                    sanitised: "<a href=\"https://garden.example\" rel=\"me nofollow noopener\">garden.example</a>"
                ),
                verifiedAt: time(0)
            ),
            .init(
                name: "Languages, in the order I learned them",
                value: SafeHTML(sanitised: "English, Deutsch, العربية")
            ),
        ],
        joined: time(-500_000),
        statusesCount: 1284,
        followersCount: 36_412,
        followingCount: 211,
        indexable: true,
        pinned: [callPost],
        statuses: [
            {
                var boost = post(301, bob, text("Me too."), at: 1, favourites: 3)
                boost.boostedBy = alice
                return boost
            }(),
            post(
                302,
                alice,
                text("Good morning. I read every answer, and will go on reading."),
                at: 700,
                replies: 12,
                favourites: 90
            ),
            post(
                303,
                alice,
                text("A tree a day."),
                at: -3000,
                replies: 1,
                to: ReplyTarget(handle: charlie.handle, url: nil)
            ),
        ],
        canonicalURL: "https://chorus.example/@alice",
        activityURL: "https://chorus.example/users/alice",
        olderURL: "/@alice?max_id=303"
    )

    static let emptyProfile = ProfilePage(
        frame: signedIn,
        account: dana,
        joined: time(0),
        locked: true,
        canonicalURL: "https://chorus.example/@dana"
    )

    static func standing(_ standing: ProfilePage.Standing) -> ProfilePage {
        var page = profile
        page.standing = standing
        return page
    }

    static let tag = TagPage(
        frame: guest.leavable(true),
        name: "MeToo",
        magnitude: MovementSamples.magnitude,
        calls: [MovementSamples.line],
        supported: [post(410, alice, text("Thank you, all of you."), at: 30, reblogs: 14, favourites: 90)],
        statuses: [
            post(401, charlie, SafeHTML(sanitised: "<p>\(tagLink)</p>"), at: 500),
            post(402, noor, arabic, language: "ar", at: 499, favourites: 5), post(403, dana, long, at: 498),
            post(404, bot, text("Sunny, 21 degrees, light wind from the south-west."), at: 490),
        ],
        canonicalURL: "https://chorus.example/tags/metoo",
        pictureURL: "https://chorus.example/tags/metoo/share.png",
        olderURL: "/tags/metoo?max_id=404"
    )
    static let olderTag = TagPage(
        frame: guest,
        name: "MeToo",
        magnitude: MovementSamples.magnitude,
        statuses: [],
        canonicalURL: "https://chorus.example/tags/metoo",
        newerURL: "/tags/metoo?min_id=401",
        olderURL: "/tags/metoo?max_id=404"
    )
    static let emptyTag = TagPage(
        frame: closed,
        name: "شكرا_لك",
        statuses: [],
        hasPosts: false,
        canonicalURL: "https://chorus.example/tags/x"
    )

    static let front = FrontPage(
        frame: guest,
        about: "A small server for people who plant gardens and answer each other.",
        accountsCount: 1204,
        statusesCount: 109_451,
        trends: [ExplorePage.Line(trend: MovementSamples.trend(), curve: MovementSamples.curve)],
        statuses: tag.statuses,
        canonicalURL: "https://chorus.example/"
    )
    static let emptyFront = FrontPage(
        frame: closed,
        about: "",
        accountsCount: 1,
        statusesCount: 0,
        statuses: [],
        canonicalURL: "https://garden.example/"
    )

    static let rules = [
        "Be kind, also when you disagree.",
        "Do not post other people’s addresses, telephone numbers or pictures without asking them.",
        "Put a content warning before what may hurt somebody who reads it unprepared.",
    ]

    static let consent = ConsentPage(
        frame: signedIn,
        account: bob,
        appName: "Toot",
        appWebsite: "https://toot.example",
        redirectURI: "https://toot.example/callback",
        scopes: ["read", "read:statuses", "write", "follow", "push"],
        hidden: [
            .init(name: "client_id", value: "abc"), .init(name: "state", value: "x&y"), .init(name: "csrf", value: "t"),
        ]
    )

    /// A page of settings with every kind of input, and everything wrong.
    static let form: FormPage = {
        var page = FormPage(
            frame: signedIn,
            title: "A form",
            paragraphs: ["What <b>happens</b>."],
            csrf: "t",
            action: "/settings",
            button: "Do it",
            inputs: [
                .init(
                    "a",
                    "A line",
                    .line(type: "text", autocomplete: "off"),
                    value: "\"x\"",
                    hint: "Say it",
                    isRequired: true
                ),
                .init("b", "A tick", .tick, value: "true"), .init("c", "A tick with words", .tick, hint: "Why"),
                .init("d", "A choice", .choice([("1", "One"), ("2", "Two")]), value: "2"),
            ],
            links: [.init("/settings", "Back", "Without a change.")]
        )
        page.inputs[0].error = "This is wrong."
        (page.done, page.error) = ("Done.", "Wrong.")
        return page
    }()

    /// Every page in its states, by a name fit for a file.
    static func pages(_ renderer: PageRenderer) -> [(name: String, html: String)] {
        MovementSamples.pages(renderer) + [
            ("thread", renderer.thread(thread)), ("thread-inner", renderer.thread(inner)),
            ("thread-parts", renderer.thread(parts)), ("picture", renderer.picture(picture)),
            ("profile", renderer.profile(profile)), ("profile-empty", renderer.profile(emptyProfile)),
            ("profile-limited", renderer.profile(standing(.limited))),
            ("profile-suspended", renderer.profile(standing(.suspended))),
            ("tag", renderer.tag(tag)), ("tag-empty", renderer.tag(emptyTag)),
            ("tag-older", renderer.tag(olderTag)),
            ("front", renderer.front(front)), ("front-empty", renderer.front(emptyFront)),
            (
                "sign-in",
                renderer.signIn(
                    SignInPage(frame: guest, csrf: "t", returnTo: "/oauth/authorize?a=1&b=2", appName: "Toot")
                )
            ),
            (
                "sign-in-error",
                renderer.signIn(
                    SignInPage(
                        frame: guest,
                        csrf: "t",
                        login: "alice",
                        error: "That name and password do not belong together."
                    )
                )
            ),
            (
                "sign-up",
                renderer.signUp(SignUpPage(frame: guest, csrf: "t", rules: rules.map { ($0, "") }, hasTerms: true))
            ),
            (
                "sign-up-errors",
                renderer.signUp(
                    SignUpPage(
                        frame: guest,
                        csrf: "t",
                        username: "alice!",
                        email: "alice@",
                        agreement: true,
                        errors: .init(
                            username: "That name is taken.",
                            email: "This is not a whole e-mail address.",
                            password: "That is too short.",
                            agreement: "Please agree to the rules."
                        ),
                        rules: []
                    )
                )
            ),
            ("form", renderer.form(form)),
            ("sign-up-closed", renderer.signUp(SignUpPage(frame: closed, csrf: "t"))),
            ("consent", renderer.consent(consent)),
            (
                "consent-oob",
                renderer.consent(
                    ConsentPage(
                        frame: signedIn,
                        account: dana,
                        appName: "",
                        scopes: ["profile", "read:statuses", "write:statuses", "admin:read:reports", "x:y"],
                        hidden: []
                    )
                )
            ),
            (
                "code",
                renderer.authorizationCode(
                    CodePage(frame: signedIn, code: "kJ3n-uJq_8fXz0aLw5rT7yBv2cDe4gHi6mNp1oQsRtU", appName: "toot")
                )
            ),
            ("message-404", renderer.message(MessagePage(frame: guest, httpStatus: 404))),
            ("message-500", renderer.message(MessagePage(frame: signedIn, httpStatus: 500, reference: "7f3a-22"))),
            (
                "message-notice",
                renderer.message(
                    MessagePage(
                        frame: guest,
                        title: "Your address is confirmed.",
                        text: "You can sign in now.",
                        action: .init(label: "Sign in", url: "/auth/sign_in")
                    )
                )
            ),
        ]
    }
}
