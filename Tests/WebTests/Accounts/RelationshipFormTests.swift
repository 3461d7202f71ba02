// What is pressed about somebody: follow, mute, block, notes, lists, answers to requests; and the lists of people.
import Database
import Domain
import HTTPTypes
import Services
import TestSupport
import Testing

@testable import Web

@Suite("Buttons beside people")
struct RelationshipFormTests {
    private func press(_ who: SignedIn, _ act: String, _ more: [(String, String)] = []) async throws -> PageReply {
        try await who.send("/accounts", [("do", act), ("return_to", "/@alice")] + more)
    }

    @Test("a profile offers to follow, and says how one stands to it", arguments: TestEngine.available)
    func profile(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let id = alice.user.accountID
            let before = try await bob.get("/@alice")
            #expect(before.complaints == [] && before.hasButton("follow.\(id)") && !before.hasButton("unfollow.\(id)"))
            #expect(try await stand.get("/@alice").hasButton("follow.\(id)") == false)
            #expect(try await alice.get("/@alice").links("href", "/settings/profile").count == 1)
            for _ in 1...2 {
                let done = try await press(bob, "follow.\(id)")
                #expect(done.status == 303 && done.location == "/@alice")
            }
            let after = try await bob.get("/@alice")
            #expect(after.complaints == [] && after.hasButton("unfollow.\(id)") && after.hasButton("notify.\(id)"))
            for (act, next) in [
                ("notify", "unnotify"), ("hideboosts", "showboosts"), ("mute", "unmute"), ("block", "unblock"),
            ] {
                #expect(try await press(bob, "\(act).\(id)").status == 303, "\(act)")
                #expect(try await bob.get("/@alice").hasButton("\(next).\(id)"), "\(act)")
            }
            #expect(try await press(bob, "unblock.\(id)").status == 303)
            // Nobody follows themselves, and no forged or strange form does anything.
            #expect(try await press(alice, "follow.\(id)").status == 422)
            #expect(try await bob.send("/accounts", [("do", "follow.\(id)")], proof: "x").status == 422)
            for wrong in ["", "follow", "follow.x", "adore.\(id)", "follow.0"] {
                #expect(try await press(bob, wrong).status == 422, "\(wrong)")
            }
            #expect(try await press(bob, "follow.12345").status == 404)
            #expect(try await stand.sendAsStranger("/accounts", [("do", "follow.\(id)")]).status == 302)
        }
    }

    @Test("a profile asks the database little", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            for number in 1...25 { try await stand.post("note \(number)", by: alice.user) }
            for title in ["Gardens", "Friends"] {
                _ = try await stand.services.createList(ListChanges(title: title), by: bob.user.accountID)
            }
            _ = try await bob.get("/@alice")
            let before = stand.database.statistics.statements
            _ = try await bob.get("/@alice")
            // Session, unread notifications (2), how one stands to it, lists, posts, pinned ones, sensitive calls.
            #expect(stand.database.statistics.statements - before <= 8)
        }
    }

    @Test(
        "who asks first is granted or refused, and both lists of a profile show people",
        arguments: TestEngine.available
    )
    func requests(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let charlie = try await stand.signedIn("charlie")
            try await stand.services.updateProfile(of: alice.user.accountID, ProfileChanges(isLocked: true))
            let id = alice.user.accountID
            #expect(try await bob.get("/@alice").text.contains("Ask to follow"))
            for who in [bob, charlie] { _ = try await press(who, "follow.\(id)") }
            #expect(try await bob.get("/@alice").text.contains("Take back the request"))
            let waiting = try await alice.get("/follow_requests")
            #expect(waiting.complaints == [] && waiting.text.contains("@bob") && waiting.text.contains("@charlie"))
            _ = try await press(alice, "accept.\(bob.user.accountID)")
            _ = try await press(alice, "reject.\(charlie.user.accountID)")
            #expect(try await alice.get("/follow_requests").text.contains("Nobody is waiting"))
            let followers = try await charlie.get("/@alice/followers")
            #expect(
                followers.complaints == [] && followers.text.contains("@bob") && !followers.text.contains("@charlie")
            )
            #expect(followers.hasButton("follow.\(bob.user.accountID)"))
            #expect(try await stand.get("/@bob/following").text.contains("@alice"))
            _ = try await press(alice, "remove.\(bob.user.accountID)")
            #expect(try await stand.get("/@alice/followers").text.contains("Nobody yet"))
            try await stand.services.updateProfile(of: bob.user.accountID, ProfileChanges(hidesCollections: true))
            #expect(try await stand.get("/@bob/following").text.contains("does not show these lists"))
            for path in ["/@nobody/followers", "/@alice/follower"] { #expect(try await stand.get(path).status == 404) }
        }
    }

    @Test("notes and lists are one's own", arguments: TestEngine.available)
    func own(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let id = alice.user.accountID
            _ = try await press(bob, "follow.\(id)")
            let list = try await stand.services.createList(ListChanges(title: "Gardens"), by: bob.user.accountID).id
            _ = try await press(bob, "note.\(id)", [("note", "Met at the <market>")])
            _ = try await press(bob, "lists.\(id)", [("list", "\(list)")])
            let page = try await bob.get("/@alice")
            #expect(page.complaints == [] && page.body.contains(">Met at the &lt;market&gt;</textarea>"))
            #expect(try await stand.services.list(list, of: bob.user.accountID).members.contains(id))
            #expect(try await alice.get("/@alice").body.contains("market") == false)
            _ = try await press(bob, "lists.\(id)")
            #expect(try await stand.services.list(list, of: bob.user.accountID).members.isEmpty)
        }
    }

    @Test("whom one muted and blocked stands in lists of one's own", arguments: TestEngine.available)
    func hidden(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.account("bob"))
            for (path, act, undo) in [("/blocks", "block", "unblock"), ("/mutes", "mute", "unmute")] {
                #expect(try await stand.get(path).status == 302)
                #expect(try await alice.get(path).complaints == [])
                _ = try await press(alice, "\(act).\(bob.accountID)")
                let page = try await alice.get(path)
                #expect(page.text.contains("@bob") && page.hasButton("\(undo).\(bob.accountID)"), "\(path)")
                _ = try await press(alice, "\(undo).\(bob.accountID)")
            }
        }
    }

    @Test("tabs of a profile: posts, with replies, with media", arguments: TestEngine.available)
    func tabs(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let alice = try await stand.account("alice")
            let root = try await stand.post("a first note", by: alice)
            try await stand.post("an answer", by: alice, to: root)
            for path in ["/@alice", "/@alice/with_replies", "/@alice/media"] {
                let page = try await stand.get(path)
                #expect(page.status == 200 && page.complaints == [], "\(path)")
                #expect(page.links("aria-current", "page").contains(path), "\(path)")
            }
            #expect(try await stand.get("/@alice/media").text.contains("a first note") == false)
        }
    }
}
