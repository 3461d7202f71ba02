// Numbers, times, scopes and assets.
import Testing

@testable import Web

@Suite struct WordsTests {
    @Test(
        "counts are said in words",
        arguments: [
            (0, "no replies"), (1, "1 reply"), (36, "36 replies"), (1000, "1,000 replies"),
            (1_234_567, "1,234,567 replies"),
        ]
    )
    func counts(_ value: Int, _ words: String) {
        #expect(Words.count(value, "reply", "replies") == words)
    }

    @Test(
        "times are right at the edges of the calendar",
        arguments: [
            (0, "1970-01-01T00:00:00Z", "Thursday, 1 January 1970 at 00:00 UTC"),
            (951_782_400_000, "2000-02-29T00:00:00Z", "Tuesday, 29 February 2000 at 00:00 UTC"),
            (1_508_098_860_999, "2017-10-15T20:21:00Z", "Sunday, 15 October 2017 at 20:21 UTC"),
            (4_107_542_399_000, "2100-02-28T23:59:59Z", "Sunday, 28 February 2100 at 23:59 UTC"),
            (-1, "1970-01-01T00:00:00Z", "Thursday, 1 January 1970 at 00:00 UTC"),
            (.max, "9999-12-31T23:59:59Z", "Friday, 31 December 9999 at 23:59 UTC"),
        ] as [(Int64, String, String)]
    )
    func times(_ milliseconds: Int64, _ iso: String, _ long: String) {
        let time = TimeView(milliseconds: milliseconds)
        #expect(time.iso == iso)
        #expect(time.long == long)
    }

    @Test(
        "times near now are said as so long ago, or in how long",
        arguments: [
            (0, "just now"), (59, "just now"), (60, "1 minute ago"), (3599, "59 minutes ago"), (7200, "2 hours ago"),
            (86_400, "1 day ago"), (7 * 86_400 - 1, "6 days ago"), (7 * 86_400, "8 Oct 2017"),
            (-1, "in less than a minute"),
            (-7199, "in 2 hours"), (-86_400 * 3, "in 3 days"), (-86_400 * 7, "22 Oct 2017"),
        ] as [(Int64, String)]
    )
    func relative(_ age: Int64, _ words: String) {
        let now = TimeView(milliseconds: Samples.start)
        #expect(TimeView(milliseconds: Samples.start - age * 1000).relative(to: now) == words)
    }

    @Test("every scope of Mastodon has words; an unknown one is shown as it is, with weight")
    func scopes() {
        let parts = [
            "accounts", "blocks", "bookmarks", "collections", "favourites", "filters", "follows", "lists", "mutes",
            "notifications", "statuses",
        ]
        let known =
            [
                "read", "write", "follow", "push", "profile", "read:search", "write:media", "write:reports",
                "write:conversations", "admin:read", "admin:write:reports",
            ]
            + parts.map { "read:\($0)" } + parts.map { "write:\($0)" }
        for scope in known {
            let sentences = ScopeWords.sentences(for: [scope])
            #expect(sentences.count == 1 && sentences.first?.text.contains("no words") == false, "\(scope)")
        }
        #expect(ScopeWords.sentences(for: ["x:y"]).first?.strong == true)
        #expect(ScopeWords.sentences(for: ["read:lists", "read", "read"]).map(\.scope) == ["read"])
    }

    @Test("assets are small, named once, and their addresses change with their content")
    func assets() {
        #expect(Set(Assets.all.map(\.name)).count == Assets.all.count)
        for asset in Assets.all {
            #expect(asset.bytes.count < (asset.name == "chorus.css" ? 34_000 : 15_000), "\(asset.name)")
            #expect(asset.etag.count > 10 && asset.path.hasSuffix(asset.version))
        }
        #expect(Assets.avatarPNG.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(Assets.named("nothing") == nil)
    }

    @Test("descriptions for previews are cut between words")
    func previews() {
        #expect(Head.shortened(" \n ") == nil)
        #expect(Head.shortened("a  b\nc") == "a b c")
        let long = Head.shortened(String(repeating: "word ", count: 80)) ?? ""
        #expect(long.count <= 201 && long.hasSuffix("word…"))
        #expect(Head.shortened(String(repeating: "x", count: 900))?.count == 200)
    }
}
