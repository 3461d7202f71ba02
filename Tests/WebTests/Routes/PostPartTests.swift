// What stands within a post: polls, quotes, emoji, cards, pictures, and the figures of a call.
import Basics
import Database
import Domain
import Foundation
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct PostPartTests {
    /// One grey pixel.
    private let png = [UInt8](
        Data(
            base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptV"
                + "AAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
        ) ?? Data()
    )

    @Test("a poll shows how its votes stand, after each vote and at its end", arguments: TestEngine.available)
    func polls(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            func ask(_ options: [String], hidesTotals: Bool = false) async throws -> CachedStatus {
                let poll = PollDraft(options: options, expiresIn: 7200, isMultiple: true, hidesTotals: hidesTotals)
                return try await stand.services.postStatus(StatusDraft(text: "Which?", poll: poll), by: alice)
            }
            let open = try await ask(["<b>Linden</b>", "Clover"])
            let path = "/@alice/\(open.status.id)"
            let before = try await stand.get(path)
            #expect(before.complaints == [])
            #expect(before.text.contains("Nobody has voted") && before.text.contains("Ends in 2 hours"))
            let poll = try #require(open.poll)
            try await stand.services.vote(in: poll.id, for: [0], by: bob.accountID)
            try await stand.services.vote(in: poll.id, for: [0, 1], by: try await stand.account("charlie").accountID)
            let page = try await stand.get(path)
            #expect(page.text.contains("2 people have voted") && page.text.contains("More than one answer"))
            #expect(page.body.contains("&lt;b&gt;Linden&lt;/b&gt;</span></span> <span class=\"share\">100 %<"))
            #expect(
                page.body.contains("Clover</span></span> <span class=\"share\">50 %<")
                    && page.body.contains("M0 0H50V4H0Z")
            )
            #expect(page.body.contains("content=\"Which? Poll: &lt;b&gt;Linden&lt;/b&gt; / Clover\""))

            let hidden = try await ask(["Yes", "No"], hidesTotals: true)
            let hiddenPoll = try #require(hidden.poll)
            try await stand.services.vote(in: hiddenPoll.id, for: [1], by: bob.accountID)
            let waiting = try await stand.get("/@alice/\(hidden.status.id)")
            #expect(!waiting.text.contains("%") && waiting.text.contains("shown when the poll has ended"))
            stand.clock.advance(.seconds(7300))
            let closed = try await stand.get("/@alice/\(hidden.status.id)")
            #expect(closed.text.contains("100 %") && closed.text.contains("Closed 1 minute ago"))
        }
    }

    @Test("a quote stands within the post, and in words where it is not to be seen", arguments: TestEngine.available)
    func quotes(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            func quote(_ id: Int64, _ text: String, by user: User) async throws -> Int64 {
                try await stand.services.postStatus(StatusDraft(text: text, quotedID: id), by: user).status.id
            }
            let first = try await stand.post("the first words", by: alice)
            let second = try await quote(first, "the second words", by: bob)
            let third = try await quote(second, "the third words", by: alice)
            let page = try await stand.get("/@bob/\(second)")
            #expect(page.complaints == [])
            #expect(page.text.contains("the first words") && !page.text.contains("RE:"))
            #expect(page.links("class", "when").contains("/@alice/\(first)"))
            #expect(page.body.contains("content=\"the second words Quoting @alice@chorus.example\""))
            #expect(try await stand.get("/@alice/\(first)").text.contains("1 quote"))
            // A quote within a quote is only linked.
            let outer = try await stand.get("/@alice/\(third)")
            #expect(outer.text.contains("the second words") && !outer.text.contains("the first words"))
            #expect(HTMLCheck(outer.body).tags.contains { $0.attributes["href"] == "/@alice/\(first)" })

            try await stand.services.revokeQuote(of: first, in: second, by: alice.accountID)
            let revoked = try await stand.get("/@bob/\(second)")
            #expect(!revoked.text.contains("the first words") && revoked.text.contains("took it out of this quote"))
            _ = try await stand.services.deleteStatus(second, by: bob.accountID)
            let deleted = try await stand.get("/@alice/\(third)")
            #expect(!deleted.text.contains("the second words") && deleted.text.contains("was deleted"))
        }
    }

    @Test("no quote carries a post to those who may not see it", arguments: TestEngine.available)
    func hiddenQuotes(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let charlie = try await stand.account("charlie")
            let secret = try await stand.post("for followers alone", by: alice, .private, spoiler: "a hushed warning")
            let draft = StatusDraft(text: "@charlie see", visibility: .private, quotedID: secret)
            let quoting = try await stand.services.postStatus(draft, by: alice).status.id
            let (asAlice, _) = try await stand.session(alice)
            let (asCharlie, _) = try await stand.session(charlie)
            #expect(try await stand.get("/@alice/\(quoting)", headers: asAlice).text.contains("for followers alone"))
            for path in ["/@alice/\(quoting)", "/@alice"] {
                let page = try await stand.get(path, headers: asCharlie)
                #expect(page.text.contains("see") && page.text.contains("You cannot see the quoted post"), "\(path)")
                #expect(!page.body.contains("for followers") && !page.body.contains("hushed"), "\(path)")
            }

            // Whom the reader has blocked, and whom the moderators limited.
            let note = try await stand.post("an open note", by: bob)
            let open = try await stand.services.postStatus(StatusDraft(text: "see that", quotedID: note), by: alice)
            let path = "/@alice/\(open.status.id)"
            _ = try await stand.services.blockAccount(bob.accountID, by: charlie.accountID)
            let blocked = try await stand.get(path, headers: asCharlie)
            #expect(!blocked.text.contains("an open note") && blocked.text.contains("you have blocked"))
            #expect(try await stand.get(path).text.contains("an open note"))
            try await stand.moderate(bob, silenced: true)
            #expect(try await stand.get(path).text.contains("an open note") == false)
        }
    }

    @Test(
        "emoji are pictures in names, texts, warnings and polls, and go when they are removed",
        arguments: TestEngine.available
    )
    func emoji(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            try await stand.services.addEmoji("bee", category: nil, image: png, still: png)
            try await stand.services.updateProfile(
                of: alice.accountID,
                ProfileChanges(displayName: "Alice :bee:", note: "I keep :bee:")
            )
            let draft = StatusDraft(
                text: "A :bee: and a :wasp: <:bee:>",
                spoilerText: "On :bee:",
                poll: PollDraft(options: ["More :bee:", "Fewer"], expiresIn: 7200)
            )
            let id = try await stand.services.postStatus(draft, by: alice).status.id
            let page = try await stand.get("/@alice/\(id)")
            #expect(page.complaints == [])
            let pictures = HTMLCheck(page.body).tags.filter { $0.attributes["class"] == "emoji" }.map(\.attributes)
            // The heading and the author; twice in the text, the warning, an answer.
            #expect(pictures.count == 6)
            #expect(pictures.allSatisfy { $0["alt"] == ":bee:" && $0["title"] == ":bee:" })
            #expect(pictures.allSatisfy { $0["src"]?.hasPrefix("/emojis/still/") == true })
            #expect(page.text.contains(":wasp:"))
            #expect(try await stand.get("/@alice").body.contains("I keep <img class=\"emoji\""))
            try await stand.services.removeEmoji("bee")
            let after = try await stand.get("/@alice/\(id)")
            #expect(!after.body.contains("class=\"emoji\"") && after.text.contains("More :bee:"))
        }
    }

    @Test("a card shows its picture from here, unless the post has media or a quote", arguments: TestEngine.available)
    func cards(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            func put(_ title: String, under id: Int64) async throws {
                let now = stand.clock.clock.now()
                let card = try #require(try await stand.services.statuses.status(id)?.status.cardID)
                try await stand.database.write { connection in
                    var content = CardContent()
                    (content.title, content.description, content.imageDescription) = (title, "Twelve hives", "A hive")
                    try CardQueries.save(content, of: card, at: now, connection)
                    let size = PixelSize(width: 600, height: 315)
                    let image = CardImage(path: "cards/bee.png", size: size, blurhash: "")
                    try CardQueries.setImage(image, of: card, at: now, connection)
                }
                stand.services.events.publish([.cardChanged(id: card)])
            }
            let plain = try await stand.post("read this https://garden.example/1", by: alice)
            #expect(try await stand.get("/@alice/\(plain)").body.contains("link-card") == false)
            try await put("A garden <i>& bees</i>", under: plain)
            let page = try await stand.get("/@alice/\(plain)")
            #expect(page.complaints == [])
            #expect(page.text.contains("A garden <i>& bees</i>") && page.text.contains("Twelve hives"))
            let card = HTMLCheck(page.body).tags.first { $0.attributes["class"] == "link-card wide" }?.attributes
            #expect(card?["href"] == "https://garden.example/1" && card?["rel"] == "nofollow noopener noreferrer")
            #expect(page.body.contains("src=\"/media/cards/bee.png\" alt=\"A hive\""))

            // The same address, whose card is known: beside a quote or media there is none.
            let draft = StatusDraft(text: "and this https://garden.example/1", quotedID: plain)
            let quoting = try await stand.services.postStatus(draft, by: alice).status.id
            #expect(HTMLCheck(try await stand.get("/@alice/\(quoting)").body).cards == 1)
            let media = [stand.picture(by: alice)]
            let pictured = try await stand.post("pictured https://garden.example/1", media, by: alice)
            #expect(HTMLCheck(try await stand.get("/@alice/\(pictured)").body).cards == 0)
        }
    }

    @Test(
        "pictures stand in a grid with their points, and open on a page with their words",
        arguments: TestEngine.available
    )
    func pictures(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let post = try await stand.post(
                "three of them",
                [
                    stand.picture(by: alice, "A <bee> on clover", FocalPoint(x: -0.8, y: 0.6)),
                    stand.picture(by: alice), stand.picture(by: alice, "A hive"),
                ],
                by: alice
            )
            let page = try await stand.get("/@alice/\(post)")
            #expect(page.complaints == [])
            #expect(page.body.contains("class=\"media of-3\"") && page.body.contains("class=\"fx-1 fy-2\""))
            #expect(page.body.contains("content=\"three of them 3 pictures: A &lt;bee&gt; on clover; A hive\""))
            let first = try await stand.get("/@alice/\(post)/media/1")
            #expect(first.status == 200 && first.complaints == [])
            #expect(
                page.body.contains("href=\"/@alice/\(post)/media/1#picture\"") && first.body.contains("id=\"picture\"")
            )
            #expect(first.text.contains("A <bee> on clover") && first.text.contains("Picture 1 of 3"))
            #expect(first.links("rel", "next") == ["/@alice/\(post)/media/2"] && first.links("rel", "prev") == [])
            let second = try await stand.get("/@alice/\(post)/media/2")
            #expect(second.text.contains("has not described") && second.links("rel", "next").count == 1)
            #expect(try await stand.get("/@ALICE/\(post)/media/01").location == "/@alice/\(post)/media/1")
            for place in ["0", "4", "x", "-1", "99999999999999999999"] {
                #expect(try await stand.get("/@alice/\(post)/media/\(place)").status == 404, "\(place)")
            }

            let hidden = [stand.picture(by: alice, "hidden words")]
            let closed = try await stand.post("for followers", hidden, by: alice, .private)
            #expect(try await stand.get("/@alice/\(closed)/media/1").status == 404)
            let sting = [stand.picture(by: alice, "a sting")]
            let warned = try await stand.post("careful", sting, by: alice, spoiler: "Stings")
            let covered = try await stand.get("/@alice/\(warned)/media/1")
            #expect(covered.body.contains("<details class=\"cw\"") && covered.text.contains("Content warning: Stings"))
            // Nothing of what is covered goes into a preview.
            let preview = try await stand.get("/@alice/\(warned)")
            #expect(!preview.body.contains("og:image:alt") && !preview.body.contains("content=\"a sting"))
        }
    }

    @Test("a post that is a call says its number everywhere, as its page does", arguments: TestEngine.available)
    func calls(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let call = try await stand.services.postCall(
                CallDraft(
                    prompt: "If it happened to you, say so.",
                    tag: "MeToo",
                    answers: ["Me <too>", "I was there"]
                ),
                by: alice
            )
            for number in 0..<12 {
                try await stand.post("Me <too>", by: try await stand.account("p\(number)"), to: call.id)
            }
            stand.clock.advance(.seconds(120))
            let magnitude = try await stand.services.callMagnitude(call.id)
            let number = Words.number(magnitude.people)
            for path in ["/@alice/\(call.id)", "/@alice", "/"] {
                let page = try await stand.get(path)
                #expect(page.complaints == [], "\(path)")
                #expect(page.text.contains("\(number) people have answered aloud."), "\(path)")
                #expect(page.body.contains("href=\"/calls/\(call.id)\""), "\(path)")
                #expect(page.body.contains("Me &lt;too&gt;</span> <span class=\"share"), "\(path)")
                #expect(!page.text.contains("voted"), "\(path)")
            }
            #expect(try await stand.get("/calls/\(call.id)").body.contains("data-live=\"people\">\(number)<"))
            let address = PercentEncoding.encode("https://chorus.example/@alice/\(call.id)")
            let answer = try await stand.get("/api/oembed?url=\(address)")
            #expect(answer.status == 200)
            #expect(answer.body.contains("\(number) people have answered"))
            #expect(answer.body.replacing("\\/", with: "/").contains("https://chorus.example/embed/calls/\(call.id)"))
            // Small numbers of silent answers are withheld: nowhere is the number said to be everybody.
            #expect(answer.body.contains("\(number) people have answered aloud"))
            #expect(try await stand.get("/calls").text.contains("\(number) people have answered aloud"))
            let embed = try await stand.get("/embed/calls/\(call.id)")
            #expect(embed.text.contains("Small numbers of silent answers are not shown yet."))
            #expect(embed.text.contains("\(number) people have answered aloud"))
            #expect(embed.body.contains("data-forms=\"one:person has answered|other:people have answered\""))
            let aloud = "data-aloud=\"one:person has answered aloud|other:people have answered aloud\""
            #expect(embed.body.contains(aloud))
            let described = try await stand.get("/@alice/\(call.id)").body
            #expect(described.contains("content=\"\(number) people have answered aloud."))
        }
    }

    @Test("a call of another server is not said to have no answers", arguments: TestEngine.available)
    func farCall(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.signedIn("alice")
            let end = stand.clock.clock.now() + .seconds(3600)
            func show(_ votes: [Int64], isCall: Bool) async throws -> String {
                let asked = try #require(
                    RemotePoll(options: ["yes", "no"], votes: votes, expiresAt: end, isMultiple: false, isCall: isCall)
                )
                try await stand.farPost("say so") { $0.poll = asked }
                return try await alice.get("/public").text
            }
            let withheld = try await show([0, 0], isCall: true)
            #expect(withheld.contains("Small numbers of silent answers are not shown yet."))
            #expect(!withheld.contains("Nobody has voted") && !withheld.contains("0%"))
            #expect(!withheld.contains("The result is shown when the poll has ended"))
            // As its steps bring them here.
            #expect(try await show([30, 10], isCall: true).contains("40 people have voted"))
            #expect(try await show([0, 0], isCall: false).contains("Nobody has voted"))
        }
    }

    @Test("a page of posts costs a bounded number of reads, whatever stands in them", arguments: TestEngine.available)
    func cost(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            for number in 0..<6 {
                let quoted = try await stand.post("quoted \(number)", by: bob)
                let poll = PollDraft(options: ["Yes", "No"], expiresIn: 7200)
                _ = try await stand.services.postStatus(StatusDraft(text: "poll \(number)", poll: poll), by: alice)
                _ = try await stand.services.postStatus(
                    StatusDraft(text: "quote \(number)", quotedID: quoted),
                    by: alice
                )
            }
            stand.services.events.publish([.eventsMissed])
            let before = stand.database.statistics.statements
            #expect(try await stand.get("/@alice").text.contains("quote 5"))
            let cold = stand.database.statistics.statements - before
            #expect(cold <= 24, "\(cold)")
            let warm = stand.database.statistics.statements
            _ = try await stand.get("/@alice")
            #expect(stand.database.statistics.statements - warm <= 4)
        }
    }
}

extension HTMLCheck {
    fileprivate var cards: Int { tags.count { $0.attributes["class"]?.hasPrefix("link-card") == true } }
}

extension PageStand {
    func picture(by user: User, _ description: String? = nil, _ focus: FocalPoint? = nil) -> MediaAttachment {
        let id = services.ids.next()
        return MediaAttachment(
            id: id,
            accountID: user.accountID,
            kind: .image,
            state: .ready,
            path: "pictures/\(id).png",
            previewPath: "pictures/\(id)-small.png",
            description: description,
            focus: focus,
            measures: MediaMeasures(size: PixelSize(width: 800, height: 600))
        )
    }

    /// Posts pictures that need no uploading.
    func post(
        _ text: String,
        _ media: [MediaAttachment],
        by user: User,
        _ visibility: Visibility = .public,
        spoiler: String = ""
    ) async throws -> Int64 {
        let now = clock.clock.now()
        try await database.write { connection in
            for item in media { try MediaQueries.insert(item, format: "png", node: 0, at: now, connection) }
        }
        let draft = StatusDraft(text: text, spoilerText: spoiler, visibility: visibility, mediaIDs: media.map(\.id))
        return try await services.postStatus(draft, by: user).status.id
    }
}
