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
}
