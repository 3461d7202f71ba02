// Who can reply, hidden replies and muted favourites, by links and forms.
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("Who can reply, on pages")
struct ReplySettingsTests {
    @Test("it is chosen while writing, shown, changed, and said to who cannot reply", arguments: TestEngine.available)
    func choosing(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            #expect(try await alice.get("/publish").body.contains("name=\"reply_policy\""))
            let fields = [("text", "mine"), ("reply_policy", "mentioned"), ("do", "publish")]
            #expect(try await alice.send("/publish", fields).status == 303)
            let post = try #require(try await alice.get("/@alice").body.firstMatch(of: /id="post-(\d+)"/))
            let id = try #require(Int64(post.1))
            let (path, form) = ("/@alice/\(id)", "/statuses/\(id)/replies")
            let seen = try await bob.get(path)
            #expect(seen.complaints == [] && seen.text.contains("Only those named can reply"))
            #expect(seen.text.contains("Whoever wrote this has chosen who may reply."))
            #expect(!seen.body.contains("data-compose"))
            #expect(try await alice.get(path).body.contains("data-compose"))
            let asked = try await bob.get("/publish?in_reply_to=\(id)")
            #expect(asked.complaints == [] && asked.text.contains("Whoever wrote this has chosen who may reply."))
            let late = try await bob.send("/publish", [("text", "<so>"), ("in_reply_to", "\(id)"), ("do", "publish")])
            #expect(late.status == 422 && late.body.contains("&lt;so&gt;"))
            // Changed by its author alone.
            let settings = try await alice.get(form)
            #expect(settings.complaints == [] && settings.text.contains("Only those named"))
            for other in [try await bob.get(form), try await bob.send(form, [("reply_policy", "public")])] {
                #expect(other.status == 404)
            }
            #expect(try await stand.get(form).location?.hasPrefix("/auth/sign_in") == true)
            let open = [("reply_policy", "public"), ("mutes_interactions", "true")]
            #expect(try await alice.send(form, open, proof: "x").status == 422)
            #expect(try await alice.send(form, [("reply_policy", "x")]).status == 422)
            #expect(try await alice.send(form, open).text.contains("Saved."))
            let status = try #require(try await stand.services.statuses.status(id)).status
            #expect(status.replyPolicy == .everyone && status.mutesInteractions)
            #expect(try await bob.get(path).body.contains("data-compose"))
        }
    }

    @Test("a reply is hidden and shown again by a button", arguments: TestEngine.available)
    func hiding(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let charlie = try await stand.signedIn("charlie")
            let top = try await stand.post("top", by: alice.user)
            let reply = try await stand.post("a loud one", by: bob.user, to: top)
            let path = "/@alice/\(top)"
            #expect(try await alice.get(path).hasButton("hide.\(reply)"))
            for other in [bob, charlie] {
                #expect(try await !other.get(path).hasButton("hide.\(reply)"))
                #expect(try await other.send("/statuses", [("do", "hide.\(reply)")]).status == 422)
            }
            #expect(try await alice.get("/hidden_replies").text.contains("You have hidden no replies."))
            #expect(try await alice.send("/statuses", [("do", "hide.\(reply)"), ("return_to", path)]).status == 303)
            for person in [alice, charlie] { #expect(try await !person.get(path).text.contains("a loud one")) }
            #expect(try await !stand.get(path).text.contains("a loud one"))
            #expect(try await bob.get(path).text.contains("a loud one"))
            let list = try await alice.get("/hidden_replies")
            #expect(list.complaints == [] && list.text.contains("a loud one") && list.hasButton("unhide.\(reply)"))
            #expect(try await !bob.get("/hidden_replies").text.contains("a loud one"))
            #expect(try await stand.get("/hidden_replies").location?.hasPrefix("/auth/sign_in") == true)
            #expect(try await alice.send("/statuses", [("do", "unhide.\(reply)")]).status == 303)
            #expect(try await charlie.get(path).text.contains("a loud one"))
        }
    }
    @Test("a reply waits, is approved or kept out by a button, and its writer knows", arguments: TestEngine.available)
    func approving(_ engine: TestEngine) async throws {
        try await withPages(engine) { stand in
            let (alice, bob) = (try await stand.signedIn("alice"), try await stand.signedIn("bob"))
            let charlie = try await stand.signedIn("charlie")
            let fields = [("text", "mine"), ("reply_policy", "mentioned_or_approved"), ("do", "publish")]
            #expect(try await alice.send("/publish", fields).status == 303)
            let post = try #require(try await alice.get("/@alice").body.firstMatch(of: /id="post-(\d+)"/))
            let top = try #require(Int64(post.1))
            let path = "/@alice/\(top)"
            // Bob knows before he writes, and afterwards; others see nothing of it.
            let notice = "Your reply joins the thread once the author has approved it."
            for page in [path, "/publish?in_reply_to=\(top)"] {
                let seen = try await bob.get(page)
                #expect(seen.complaints == [] && seen.text.contains(notice))
                #expect(try await !alice.get(page).text.contains(notice))
            }
            #expect(try await bob.get(path).text.contains("Some replies need the author’s approval"))
            let one = try await stand.post("the first one", by: bob.user, to: top)
            let two = try await stand.post("the second one", by: bob.user, to: top)
            let waits = "Only you see this reply in the thread until @alice approves it."
            let own = try await bob.get(path)
            #expect(own.complaints == [] && own.text.contains("the first one") && own.text.contains(waits))
            for other in [try await alice.get(path), try await charlie.get(path), try await stand.get(path)] {
                #expect(!other.text.contains("the first one"))
            }
            // By itself it is there, as his word: without a sign that it waits, and without her buttons.
            let alone = try await charlie.get("/@bob/\(one)")
            #expect(alone.text.contains("the first one") && !alone.text.contains(waits))
            #expect(!alone.hasButton("approve.\(one)"))
            // She is told once, with how many there are.
            let told = try await alice.get("/notifications")
            #expect(told.complaints == [] && told.text.contains("2 replies wait for your approval"))
            #expect(told.text.contains("the first one") && !told.text.contains("the second one"))
            let list = try await alice.get("/replies")
            #expect(list.complaints == [] && list.hasButton("approve.\(one)") && list.hasButton("keep_out.\(two)"))
            #expect(try await bob.get("/replies").text.contains("No replies wait for your approval."))
            #expect(try await stand.get("/replies").location?.hasPrefix("/auth/sign_in") == true)
            for act in ["approve.\(one)", "keep_out.\(one)"] {
                for other in [bob, charlie] { #expect(try await other.send("/statuses", [("do", act)]).status == 404) }
                #expect(try await alice.send("/statuses", [("do", act)], proof: "x").status == 422)
            }
            let back = ("return_to", "/replies")
            #expect(try await alice.send("/statuses", [("do", "approve.\(one)"), back]).status == 303)
            #expect(try await alice.send("/statuses", [("do", "keep_out.\(two)"), back]).status == 303)
            #expect(try await alice.get("/replies").text.contains("No replies wait for your approval."))
            let seen = try await charlie.get(path)
            #expect(seen.text.contains("the first one") && !seen.text.contains("the second one"))
            let his = try await bob.get(path)
            #expect(his.text.contains("the second one") && his.text.contains(waits), "he is not told more")
            // Both can be undone: what was kept out from where it stands now, what was approved in the thread.
            let hidden = try await alice.get("/hidden_replies")
            #expect(
                hidden.complaints == [] && hidden.hasButton("approve.\(two)") && !hidden.hasButton("keep_out.\(two)")
            )
            #expect(try await alice.send("/statuses", [("do", "approve.\(two)")]).status == 303)
            #expect(try await charlie.get(path).text.contains("the second one"))
            #expect(try await alice.get(path).hasButton("hide.\(one)"))
        }
    }
}
