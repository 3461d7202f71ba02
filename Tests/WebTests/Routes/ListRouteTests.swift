// /, /@name and /tags/name: lists of posts, a page at a time.
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite struct ListRouteTests {
    @Test("an empty server has a front page, and it counts what is posted", arguments: TestEngine.available)
    func front(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let empty = try await stand.get("/")
            #expect(empty.status == 200 && empty.complaints == [])
            #expect(empty.text.contains("Nothing has been posted publicly yet"))
            let alice = try await stand.account("alice")
            try await stand.post("a public note", by: alice)
            try await stand.post("an unlisted note", by: alice, .unlisted)
            try await stand.post("a private note", by: alice, .private)
            stand.clock.advance(.seconds(61))
            let page = try await stand.get("/")
            #expect(page.complaints == [])
            #expect(page.text.contains("a public note"))
            #expect(!page.body.contains("an unlisted note") && !page.body.contains("a private note"))
            #expect(page.body.contains("<strong>1</strong> person"))
            #expect(page.links("rel", "canonical") == ["https://chorus.example/"])
        }
    }

    @Test("what somebody posted with a tag has a page of its own, a page at a time", arguments: TestEngine.available)
    func tagged(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let asked = try await stand.post("bob asks #garden", by: bob)
            let oldest = try await stand.post("roses #Garden", by: alice)
            try await stand.post("alice answers #garden", by: alice, to: asked)
            try await stand.post("followers only #garden", by: alice, .private)
            try await stand.post("tulips #flowers", by: alice)

            let page = try await stand.get("/@alice/tagged/garden")
            #expect(page.status == 200 && page.complaints == [])
            for words in ["roses", "alice answers"] { #expect(page.text.contains(words), "\(words)") }
            for words in ["bob asks", "followers only", "tulips"] { #expect(!page.text.contains(words), "\(words)") }
            #expect(page.links("rel", "canonical") == ["https://chorus.example/@alice"])
            // However it is written.
            #expect(try await stand.get("/@alice/tagged/GARDEN").text.contains("roses"))
            #expect(try await stand.get("/@ALICE/tagged/garden?max_id=5").location == "/@alice/tagged/garden?max_id=5")
            for _ in 0..<20 { try await stand.post("one more #garden", by: alice) }
            let older = try #require(try await stand.get("/@alice/tagged/garden").links("rel", "next").first)
            #expect(older.hasPrefix("/@alice/tagged/garden?"))
            let last = try await stand.get(older)
            #expect(last.text.contains("roses") && last.body.contains("/@alice/\(oldest)"))
            #expect(!last.text.contains("one more"))
            for path in ["/@alice/tagged/%20", "/@nobody/tagged/garden"] {
                #expect(try await stand.get(path).status == 404, "\(path)")
            }
            try await stand.moderate(alice, suspended: true)
            let gone = try await stand.get("/@alice/tagged/garden")
            #expect(gone.status == 410 && !gone.text.contains("roses"))
        }
    }

    @Test(
        "a profile shows its open posts and boosts; answers to others on a page of their own",
        arguments: TestEngine.available
    )
    func profile(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let post = try await stand.post("my own words", by: alice)
            try await stand.post("quietly open", by: alice, .unlisted)
            try await stand.post("only followers", by: alice, .private)
            let asked = try await stand.post("bob asks", by: bob)
            try await stand.post("alice answers", by: alice, to: asked)
            let shared = try await stand.post("bob shares", by: bob)
            _ = try await stand.services.reblogStatus(shared, by: alice.accountID)
            _ = try await stand.services.pinStatus(post, by: alice.accountID)

            let page = try await stand.get("/@alice")
            #expect(page.status == 200 && page.complaints == [])
            for words in ["my own words", "quietly open", "bob shares", "Boosted by", "Pinned"] {
                #expect(page.text.contains(words), "\(words)")
            }
            #expect(!page.body.contains("only followers") && !page.body.contains("alice answers"))
            let replies = try await stand.get("/@alice/with_replies")
            #expect(replies.complaints == [])
            #expect(replies.text.contains("alice answers"))
            #expect(replies.body.contains("href=\"/@bob/\(asked)\""))
            #expect(try await stand.get("/@ALICE/with_replies?max_id=5").location == "/@alice/with_replies?max_id=5")
        }
    }

    @Test(
        "a limited account shows no posts and is not in public places; a suspended one is gone",
        arguments: TestEngine.available
    )
    func moderated(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let bob = try await stand.account("bob")
            let post = try await stand.post("loud words #garden", by: bob)
            try await stand.moderate(bob, silenced: true)
            let limited = try await stand.get("/@bob")
            #expect(limited.status == 200 && limited.text.contains("have limited this account"))
            #expect(limited.complaints == [])
            for path in ["/@bob", "/@bob/with_replies", "/tags/garden", "/"] {
                #expect(try await stand.get(path).body.contains("loud words") == false, "\(path)")
            }
            #expect(try await stand.get("/@bob/\(post)").status == 200)
            try await stand.moderate(bob, suspended: true)
            let gone = try await stand.get("/@bob")
            #expect(
                gone.status == 410 && gone.complaints == []
                    && gone.headers[.cacheControl] == "private, no-store, no-transform"
            )
        }
    }

    @Test("a tag has its page in any spelling, also before anybody used it", arguments: TestEngine.available)
    func tag(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            try await stand.post("we speak #MeToo #Größe", by: alice)
            try await stand.post("not for all #metoo", by: alice, .unlisted)
            let page = try await stand.get("/tags/metoo")
            #expect(page.status == 200 && page.complaints == [])
            #expect(page.text.contains("we speak") && page.body.contains("</span>MeToo</bdi>"))
            #expect(!page.body.contains("not for all"))
            #expect(try await stand.get("/tags/MeTOO?max_id=9").location == "/tags/metoo?max_id=9")
            #expect(try await stand.get("/tags/gr%C3%B6sse").text.contains("we speak"))
            #expect(try await stand.get("/tags/Gr%C3%B6%C3%9Fe").location == "/tags/gr%C3%B6sse")
            let unused = try await stand.get("/tags/nobodyhasusedthis")
            #expect(unused.status == 200 && unused.text.contains("nobodyhasusedthis"))
        }
    }

    @Test("pages of a list lead down and up again and miss nothing", arguments: TestEngine.available)
    func paging(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            var posts: [Int64] = []
            for number in 0..<(Pages.listLength * 2 + 3) {
                posts.append(try await stand.post("note \(number) #walk", by: alice))
            }
            for start in ["/@alice", "/@alice/with_replies", "/tags/walk"] {
                var (path, pages) = (start, [[Int64]]())
                while pages.count < 4 {
                    let page = try await stand.get(path)
                    #expect(page.status == 200 && page.complaints == [], "\(path)")
                    pages.append(page.links("class", "when").compactMap { Int64($0.split(separator: "/").last ?? "") })
                    guard let older = page.links("rel", "next").first else { break }
                    path = older
                }
                #expect(pages.map(\.count) == [20, 20, 3], "\(start)")
                #expect(pages.flatMap { $0 } == posts.reversed(), "\(start)")
                let up = try #require(try await stand.get(path).links("rel", "prev").first)
                let middle = try await stand.get(up)
                #expect(middle.links("class", "when").first == "/@alice/\(posts[22])", "\(start)")
                let top = try #require(middle.links("rel", "prev").first)
                #expect(try await stand.get(top).location ?? start == start)
            }
        }
    }
}
