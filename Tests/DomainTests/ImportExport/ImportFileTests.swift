// What files hold and what their lines wish.
import Domain
import Testing

@Suite("Files that people bring")
struct ImportFileTests {
    @Test(
        "the kind is guessed as Mastodon guesses it",
        arguments: [
            ("Account address,Show boosts,Notify on new posts,Languages", "x.csv", .follows),
            ("Account address,Hide notifications", "following_accounts.csv", .mutes),
            ("Account address", "follows.csv", .follows), ("Account address", "following_accounts (1).csv", .follows),
            ("Account address", "blocks.csv", .blocks), ("Account address", "Blocked_accounts.csv", .blocks),
            ("Account address", "muted_accounts.csv", .mutes), ("#domain", "x", .domains), ("#uri", "x", .bookmarks),
            ("LIST NAME,account address", "x", .lists), ("", "blocked_domains.csv", .domains),
            ("", "domain_blocks.csv", .domains), ("", "bookmarks.csv", .bookmarks), ("", "lists.csv", .lists),
            ("Account address", "x.csv", nil), ("", "people.csv", nil),
        ] as [(String, String, ImportKind?)]
    )
    func kinds(_ headings: String, _ name: String, _ kind: ImportKind?) {
        let samples: [ImportKind: [String]] = [
            .domains: ["other.example"], .bookmarks: ["https://other.example/1"],
            .lists: ["Friends", "bob@other.example"],
        ]
        let head = headings.isEmpty ? [] : [headings.split(separator: ",").map(String.init)]
        let lines = head + [kind.flatMap { samples[$0] } ?? ["bob@other.example"]]
        #expect((try? ImportFile(lines, fileName: name, kind: nil))?.kind == kind)
    }

    @Test("columns may be in any order, and some may be missing")
    func columns() throws {
        let file = try ImportFile(
            [
                ["Account address", "Languages", "Note", "Show boosts"], ["@Bob", "de, fr", "hi", "False"],
                ["no address!", "", "", ""], ["carol@other.example"],
            ],
            fileName: "",
            kind: nil
        )
        #expect(file.kind == .follows && file.misunderstood == 1)
        #expect(
            file.rows == [
                ["@Bob", "False", "", "de, fr"], ["no address!", "", "", ""], ["carol@other.example", "", "", ""],
            ]
        )
        #expect(
            file.rows.map { ImportLine(.follows, $0) } == [
                .follow(
                    AcctAddress(username: "Bob", domain: nil),
                    FollowWishes(showReblogs: false, languages: ["de", "fr"])
                ), nil, .follow(AcctAddress(username: "carol", domain: "other.example"), FollowWishes()),
            ]
        )
    }

    @Test(
        "what cannot be imported is told in a sentence",
        arguments: [
            ([], nil, .empty), ([["Account address"]], .blocks, .empty), ([["bob"]], nil, .unknownKind),
            ([["Account address"], ["bob"]], .lists, .wrongColumns(.lists)),
            ([["#uri"], ["https://a.example/1"]], .blocks, .wrongColumns(.blocks)),
            ([["not an address"], ["?"]], .blocks, .nothingUnderstood),
        ] as [([[String]], ImportKind?, ImportFileError)]
    )
    func refusals(_ lines: [[String]], _ kind: ImportKind?, _ expected: ImportFileError) {
        #expect(throws: expected) { try ImportFile(lines, fileName: "x.csv", kind: kind) }
        #expect(!expected.description.isEmpty)
    }

    @Test("lines of every kind")
    func lines() {
        let bob = AcctAddress(username: "bob", domain: "other.example")
        #expect(ImportLine(.blocks, ["bob@other.example"]) == .block(bob))
        #expect(ImportLine(.mutes, ["bob@other.example"]) == .mute(bob, hidesNotifications: nil))
        #expect(ImportLine(.mutes, ["bob@other.example", "0"]) == .mute(bob, hidesNotifications: false))
        #expect(ImportLine(.domains, [" Other.Example "]) == .blockDomain("other.example"))
        #expect(ImportLine(.domains, ["bob@other.example"]) == nil)
        #expect(ImportLine(.bookmarks, ["https://a.example/1"]) == .bookmark("https://a.example/1"))
        #expect(ImportLine(.bookmarks, ["javascript:1"]) == nil)
        #expect(ImportLine(.lists, ["Near\nby", "bob@other.example"]) == .addToList("Near by", bob))
        #expect(ImportLine(.lists, ["", "bob@other.example"]) == nil)
        #expect(ImportLine(.lists, []) == nil)
    }
}
