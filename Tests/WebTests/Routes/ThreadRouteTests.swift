// /@name/id.
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite struct ThreadRouteTests {
    @Test(
        "a thread shows what is answered, the post, and the answers in reading order",
        arguments: TestEngine.available
    )
    func thread(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let root = try await stand.post("Say so in the garden. #Garden", by: alice)
            let first = try await stand.post("here too", by: bob, to: root)
            try await stand.post("and later here", by: bob, to: root)
            let second = try await stand.post("thank you", by: alice, to: first)

            let page = try await stand.get("/@alice/\(root)")
            #expect(page.status == 200)
            #expect(page.complaints == [])
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            let places = ["Say so", "here too", "thank you", "and later here"].map {
                page.body.firstRange(of: $0)?.lowerBound
            }
            #expect(!places.contains(nil) && places.compactMap { $0 } == places.compactMap { $0 }.sorted())
            #expect(page.links("rel", "canonical") == ["https://chorus.example/@alice/\(root)"])
            #expect(page.links("type", "application/activity+json") == [])
            #expect(page.body.contains("class=\"depth-2\""))

            let reply = try await stand.get("/@alice/\(second)")
            #expect(reply.complaints == [])
            #expect(reply.text.contains("Say so") && reply.text.contains("here too"))
            #expect(!reply.text.contains("and later here"))
        }
    }

    @Test(
        "a thread says that its length may tell of it, unless something in it is for its reader or a few",
        arguments: TestEngine.available
    )
    func isOpen(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            func root() async throws -> Int64 { try await stand.post("for all", by: alice.user) }
            func caching(_ id: Int64, _ reader: SignedIn) async throws -> String? {
                try await reader.get("/@alice/\(id)").headers[.cacheControl]
            }
            let (open, closed) = ("private, no-store", "private, no-store, no-transform")
            let plain = try await root()
            let quiet = try await stand.post("a quiet answer", by: bob.user, to: plain, .unlisted)
            #expect(try await caching(plain, bob) == open)
            for visibility in [Visibility.private, .direct] {
                let asked = try await root()
                let reply = try await stand.post("@alice for few", by: bob.user, to: asked, visibility)
                #expect(try await caching(asked, alice) == closed, "\(visibility)")
                #expect(try await caching(asked, bob) == closed, "\(visibility)")
                #expect(try await bob.get("/@bob/\(reply)").headers[.cacheControl] == closed)
            }
            let poll = StatusDraft(
                text: "which?",
                visibility: .public,
                poll: PollDraft(options: ["this", "that"], expiresIn: 3600)
            )
            let voted = try await stand.services.postStatus(poll, by: alice.user).status.id
            #expect(try await caching(voted, bob) == closed)
            let above = try await stand.post("an answer to the poll", by: alice.user, to: voted)
            #expect(try await caching(above, bob) == closed)
            // What somebody took out of the thread, they alone see to be out.
            #expect(try await alice.send("/statuses", [("do", "hide.\(quiet)")]).status == 303)
            #expect(try await alice.get("/@bob/\(quiet)").headers[.cacheControl] == closed)
            #expect(try await caching(plain, bob) == closed)
            // Who has bookmarked a post has a list of their own.
            let kept = try await root()
            _ = try await stand.services.setBookmark(true, on: kept, by: bob.user.accountID)
            #expect(try await caching(kept, bob) == closed)
            #expect(try await caching(kept, alice) == open)
        }
    }

    @Test(
        "what is private, direct, deleted or another's is the same 404 as what never was",
        arguments: TestEngine.available
    )
    func hidden(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let open = try await stand.post("for all", by: alice)
            let closed = try await stand.post("for followers", by: alice, .private)
            let direct = try await stand.post("@bob for you alone", by: alice, .direct)
            let deleted = try await stand.post("a slip", by: alice)
            _ = try await stand.services.deleteStatus(deleted, by: alice.accountID)
            try await stand.post("whispered reply", by: bob, to: open, .private)
            let inner = try await stand.post("open reply to a closed post", by: alice, to: closed)

            let never = try await stand.get("/@alice/1")
            #expect(never.status == 404)
            #expect(never.complaints == [])
            for path in [
                "/@alice/\(closed)", "/@alice/\(direct)", "/@alice/\(deleted)", "/@bob/\(open)",
                "/@nobody_here/\(open)",
                "/@alice/\(Int64.max)", "/@alice/99999999999999999999", "/@alice/-1", "/@alice/x",
                "/users/alice/statuses/\(closed)",
            ] {
                let page = try await stand.get(path)
                #expect(page.status == 404, "\(path)")
                #expect(page.text == never.text, "\(path)")
                #expect(page.headers[.cacheControl] == "private, no-store, no-transform", "\(path)")
            }
            #expect(try await stand.get("/@alice/\(open)").body.contains("whispered") == false)
            let below = try await stand.get("/@alice/\(inner)")
            #expect(below.status == 200)
            #expect(!below.body.contains("for followers"))
            #expect(below.links("href", "/@alice/\(closed)") == [])
        }
    }

    @Test("a reblog leads to what it reblogs, an id of ActivityPub to the page", arguments: TestEngine.available)
    func redirects(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("Bob"))
            let post = try await stand.post("pass it on", by: alice)
            let reblog = try await stand.services.reblogStatus(post, by: bob.accountID)
            let quiet = try await stand.services.reblogStatus(post, visibility: .private, by: alice.accountID)
            #expect(try await stand.get("/@Bob/\(reblog)").location == "/@alice/\(post)")
            #expect(try await stand.get("/@alice/\(quiet)").status == 404)
            #expect(try await stand.get("/users/alice/statuses/\(post)").location == "/@alice/\(post)")
            #expect(try await stand.get("/users/ALICE").location == "/@alice")
            for path in [
                "/@ALICE/\(post)?after=7", "/@alice@chorus.example/\(post)?after=7", "/@%61LICE/0\(post)?after=7",
            ] {
                let moved = try await stand.get(path)
                #expect(moved.status == 301 && moved.location == "/@alice/\(post)?after=7", "\(path)")
            }
            #expect(try await stand.get("/%40alice/\(post)").status == 200)
        }
    }

    @Test("one page of replies is read, and the pages together are the whole thread", arguments: TestEngine.available)
    func paging(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let root = try await stand.post("count with me", by: alice)
            var expected: [Int64] = []
            for number in 0..<(Pages.threadLength + 5) {
                expected.append(try await stand.post("number \(number)", by: alice, to: root))
            }
            var (path, seen) = ("/@alice/\(root)", [Int64]())
            for turn in 0..<2 {
                let page = try await stand.get(path)
                #expect(page.status == 200 && page.complaints == [])
                seen += HTMLCheck(page.body).tags.compactMap { $0.attributes["id"] }.filter { $0.hasPrefix("post-") }
                    .compactMap { Int64($0.dropFirst(5)) }.filter { $0 != root }
                let next = page.links("rel", "next")
                #expect(next.count == (turn == 0 ? 1 : 0))
                #expect(page.links("rel", "prev").count == turn)
                path = String((next.first ?? "").prefix { $0 != "#" })
            }
            #expect(seen == expected)
            // A cursor that is gone, of another thread, or nonsense begins anew.
            let other = try await stand.post("elsewhere", by: alice)
            for after in ["1", "\(other)", "\(root)"] {
                #expect(try await stand.get("/@alice/\(root)?after=\(after)").location == "/@alice/\(root)")
            }
            #expect(try await stand.get("/@alice/\(root)?after=x%27;--").status == 200)
        }
    }

    @Test("a suspended author's posts are gone, and gone from others' threads", arguments: TestEngine.available)
    func suspended(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.account("alice"), try await stand.account("bob"))
            let root = try await stand.post("the root", by: alice)
            let reply = try await stand.post("a rude answer #garden", by: bob, to: root)
            let after = try await stand.post("a calm answer", by: alice, to: reply)
            try await stand.moderate(bob, suspended: true)
            let gone = try await stand.get("/@bob/\(reply)")
            #expect(gone.status == 410 && gone.complaints == [])
            for path in ["/@alice/\(root)", "/@alice/\(after)", "/tags/garden", "/"] {
                let page = try await stand.get(path)
                #expect(page.status == 200 && !page.body.contains("rude"), "\(path)")
            }
        }
    }
}
