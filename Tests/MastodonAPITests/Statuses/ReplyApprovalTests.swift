// Replies that wait for the author's approval: who sees what until then, and what apps do about them.

import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

extension JSONValue {
    fileprivate var strings: [String] { array?.compactMap(\.string) ?? ["no list"] }
}

@Suite("Replies that wait for approval")
struct ReplyApprovalTests {
    private let requests = "/api/v1/interaction_requests"

    private func post(_ server: TestServer, _ policy: String, _ text: String = "Mine") async throws -> String {
        try await server.post(["status": text, "reply_policy": policy], by: server.alice).expect(200).id()
    }

    private func reply(
        _ server: TestServer,
        to parent: String,
        by person: Person,
        _ text: String = "So",
        _ visibility: String = "public",
        policy: String = "public"
    ) async throws -> Reply {
        try await server.post(
            ["status": text, "in_reply_to_id": parent, "visibility": visibility, "reply_policy": policy],
            by: person
        )
    }

    private func below(_ server: TestServer, _ root: String, _ person: Person?) async throws -> [String] {
        try await server.get("/api/v1/statuses/\(root)/context", as: person).ids("descendants")
    }

    /// The statuses of which somebody was told by a mention.
    private func mentions(_ server: TestServer, _ person: Person) async throws -> [String] {
        let told = try await server.get("/api/v1/notifications?types[]=mention", as: person)
        return told.json.array?.compactMap { $0["status"]?["id"]?.string } ?? []
    }

    @discardableResult
    private func decide(_ server: TestServer, _ verb: String, _ id: String, by person: Person) async throws -> Reply {
        try await server.send(.post, "\(requests)/\(id)/\(verb)", as: person)
    }

    @Test("a reply of whoever is not let in waits, seen by its author alone", arguments: TestEngine.available)
    func waiting(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let top = try await post(server, "mentioned_or_approved", "@charlie you?")
            let named = try await reply(server, to: top, by: charlie).id()
            let waits = try await reply(server, to: top, by: bob, "@alice @charlie listen #garden").expect(200).id()
            for viewer in [alice, charlie, nil] { #expect(try await below(server, top, viewer) == [named]) }
            #expect(try await below(server, top, bob) == [named, waits])
            // Also what is said below it, by whoever is let in.
            let under = try await reply(server, to: waits, by: charlie).id()
            #expect(try await below(server, top, nil) == [named])
            #expect(try await server.get("/api/v1/statuses/\(under)/context").ids("ancestors") == [top])
            // Whom it names does not hear of it; whoever has to approve it does, once.
            #expect(try await mentions(server, charlie) == [top])
            #expect(try await mentions(server, alice) == [waits, named])
            let second = try await reply(server, to: top, by: bob, "@alice again").id()
            #expect(try await mentions(server, alice) == [waits, named])
            // An edit tells nobody more.
            try await server.send(.put, "/api/v1/statuses/\(waits)", as: bob, ["status": "@charlie @alice now #garden"])
                .expect(200)
            #expect(try await mentions(server, charlie) == [top])
            // The words are their writer's: their profile, their tag, and the counts.
            #expect(try await server.get("/api/v1/accounts/\(bob.id)/statuses").ids() == [second, waits])
            #expect(try await server.get("/api/v1/timelines/tag/garden").ids() == [waits])
            #expect(try await server.get("/api/v1/statuses/\(top)")["replies_count"] == 3)
            // It is nothing that she has hidden.
            #expect(try await server.get("/api/chorus/v1/hidden_replies", as: alice).ids() == [])
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("approving puts it into the thread and tells whom it names, once", arguments: TestEngine.available)
    func approving(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let top = try await post(server, "followers_or_approved")
            let waits = try await reply(server, to: top, by: bob, "@alice @charlie so").id()
            let list = try await server.get(requests, as: alice).expect(200)
            let entry = try #require(list.json.array?.first)
            #expect(list.ids() == [waits] && entry["type"] == "reply" && entry["account"]?["id"]?.string == "\(bob.id)")
            #expect(entry["status"]?["id"]?.string == top && entry["reply"]?["id"]?.string == waits)
            #expect(entry["accepted_at"] == nil && entry["rejected_at"] == nil)
            for other in [bob, charlie] {
                #expect(try await server.get(requests, as: other).ids() == [])
                try await server.get("\(requests)/\(waits)", as: other).expect(404)
                for verb in ["authorize", "reject"] { try await decide(server, verb, waits, by: other).expect(404) }
            }
            for wrong in ["0", "x", top] { try await decide(server, "authorize", wrong, by: alice).expect(404) }
            #expect(try await below(server, top, nil) == [])
            for _ in 1...2 {
                let accepted = try await decide(server, "authorize", waits, by: alice).expect(200)
                #expect(try accepted["accepted_at"].string != nil && accepted.id() == waits)
            }
            #expect(try await below(server, top, nil) == [waits])
            #expect(try await mentions(server, charlie) == [waits])
            #expect(try await mentions(server, alice) == [waits])
            #expect(try await server.get(requests, as: alice).ids() == [])
            // She changes her mind, and again; nobody is told a second time.
            let rejected = try await decide(server, "reject", waits, by: alice).expect(200)
            #expect(rejected["rejected_at"].string != nil && rejected.json["accepted_at"] == nil)
            #expect(try await below(server, top, nil) == [])
            try await decide(server, "authorize", waits, by: alice).expect(200)
            #expect(try await below(server, top, nil) == [waits])
            #expect(try await mentions(server, charlie) == [waits])
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test(
        "what is kept out stays out, without a word to its author, and can be let in",
        arguments: TestEngine.available
    )
    func keepingOut(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let top = try await post(server, "following_or_approved")
            let waits = try await reply(server, to: top, by: bob, "@alice @charlie so").id()
            for _ in 1...2 {
                #expect(
                    try await decide(server, "reject", waits, by: alice).expect(200)["rejected_at"].string != nil
                )
            }
            #expect(try await server.get(requests, as: alice).ids() == [])
            #expect(try await below(server, top, charlie) == [])
            #expect(try await below(server, top, bob) == [waits])
            for person in [alice, charlie] { #expect(try await mentions(server, person) == []) }
            #expect(try await server.get("/api/v1/statuses/\(top)")["replies_count"] == 1)
            // It stands among what she has hidden, and can be shown from there.
            #expect(try await server.get("/api/chorus/v1/hidden_replies", as: alice).ids() == [waits])
            try await server.send(.post, "/api/chorus/v1/statuses/\(waits)/unhide_reply", as: alice).expect(200)
            #expect(try await below(server, top, charlie) == [waits])
            #expect(try await mentions(server, charlie) == [waits])
            // Gone meanwhile.
            let gone = try await reply(server, to: top, by: bob).id()
            try await server.send(.delete, "/api/v1/statuses/\(gone)", as: bob).expect(200)
            #expect(try await server.get(requests, as: alice).ids() == [])
            try await decide(server, "authorize", gone, by: alice).expect(404)
            // The post that asked is gone: nobody is asked any more, and what waited is not let in by that.
            let left = try await reply(server, to: top, by: bob).id()
            try await server.send(.delete, "/api/v1/statuses/\(top)", as: alice).expect(200)
            #expect(try await server.get(requests, as: alice).ids() == [])
            #expect(try await server.get("/api/chorus/v1/hidden_replies", as: alice).ids().contains(left))
            // It can be shown from there.
            try await server.send(.post, "/api/chorus/v1/statuses/\(left)/unhide_reply", as: alice).expect(200)
            #expect(try await !server.get("/api/chorus/v1/hidden_replies", as: alice).ids().contains(left))
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("each author above is asked, the highest first", arguments: TestEngine.available)
    func inTurn(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await server.follow(charlie, by: alice)
            let top = try await post(server, "following_or_approved")
            let inner = try await reply(server, to: top, by: charlie, "So", policy: "mentioned_or_approved").id()
            let waits = try await reply(server, to: inner, by: bob, "@charlie so").id()
            #expect(try await server.get(requests, as: alice).ids() == [waits])
            #expect(try await server.get(requests, as: charlie).ids() == [])
            try await decide(server, "authorize", waits, by: charlie).expect(404)
            try await decide(server, "authorize", waits, by: alice).expect(200)
            #expect(try await below(server, top, nil) == [inner])
            #expect(try await server.get(requests, as: charlie).ids() == [waits])
            #expect(try await mentions(server, charlie) == [waits])
            // She changes her mind before charlie has made up his.
            try await decide(server, "reject", waits, by: alice).expect(200)
            #expect(try await server.get(requests, as: charlie).ids() == [])
            try await decide(server, "authorize", waits, by: charlie).expect(404)
            try await decide(server, "authorize", waits, by: alice).expect(200)
            #expect(try await server.get("\(requests)?status_id=\(inner)", as: charlie).ids() == [waits])
            #expect(try await server.get("\(requests)?status_id=\(top)", as: charlie).ids() == [])
            #expect(try await server.get("\(requests)?status_id=\(inner)", as: alice).ids() == [])
            #expect(try await server.get("\(requests)?replies=false", as: charlie).ids() == [])
            try await decide(server, "authorize", waits, by: charlie).expect(200)
            #expect(try await below(server, top, nil) == [inner, waits])
            // Whoever was let in, and goes on, is asked for again: each reply by itself.
            let more = try await reply(server, to: waits, by: bob).id()
            #expect(try await below(server, top, nil) == [inner, waits])
            #expect(try await server.get(requests, as: alice).ids() == [more])
            // The post of the first one goes: the next one is asked.
            try await server.send(.delete, "/api/v1/statuses/\(top)", as: alice).expect(200)
            #expect(try await server.get(requests, as: charlie).ids() == [more])
            try await decide(server, "authorize", more, by: charlie).expect(200)
            #expect(try await below(server, inner, nil) == [waits, more])
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("who cannot see a reply any more is not asked, and lets nothing in", arguments: TestEngine.available)
    func outOfSight(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let top = try await post(server, "mentioned_or_approved")
            let named = try await reply(server, to: top, by: bob, "@alice so", "private").id()
            #expect(try await server.get(requests, as: alice).ids() == [named])
            try await server.send(.put, "/api/v1/statuses/\(named)", as: bob, ["status": "so"]).expect(200)
            #expect(try await server.get(requests, as: alice).ids() == [])
            #expect(try await server.services.waitingReplies(for: alice.user.accountID) == 0)
            try await decide(server, "authorize", named, by: alice).expect(404)
            let open = try await reply(server, to: top, by: bob).id()
            try await server.send(.post, "/api/v1/accounts/\(alice.id)/block", as: bob).expect(200)
            try await decide(server, "authorize", open, by: alice).expect(404)
            #expect(try await below(server, top, nil) == [])
        }
    }

    @Test("who kept a reply out hears nothing of what is said below it", arguments: TestEngine.available)
    func belowKeptOut(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let top = try await post(server, "mentioned_or_approved")
            let out = try await reply(server, to: top, by: bob).id()
            #expect(try await mentions(server, alice) == [out])
            try await decide(server, "reject", out, by: alice).expect(200)
            _ = try await reply(server, to: out, by: bob, "And more").expect(200)
            #expect(try await mentions(server, alice) == [])
        }
    }

    @Test("what an author above could not see does not wait, but is refused", arguments: TestEngine.available)
    func unseen(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let refusal = "Whoever wrote this has chosen who may reply"
            let top = try await post(server, "followers_or_approved")
            for (visibility, text, isTaken) in [
                ("unlisted", "so", true), ("private", "so", false), ("private", "@alice so", true),
                ("direct", "@alice so", false),
            ] {
                let sent = try await reply(server, to: top, by: bob, text, visibility)
                if isTaken { sent.expect(200) } else { sent.expectError(403, refusal) }
            }
            #expect(try await server.get(requests, as: alice).ids().count == 2)
            // Of whoever is blocked, nothing is left to decide.
            try await server.send(.post, "/api/v1/accounts/\(bob.id)/block", as: alice).expect(200)
            #expect(try await server.get(requests, as: alice).ids() == [])
            #expect(try await server.services.waitingReplies(for: alice.user.accountID) == 0)
        }
    }

    @Test(
        "approval narrows no open call: everyone's answer is there and counted at once",
        arguments: TestEngine.available
    )
    func calls(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let call = try await CallRouteTests.call(server)
            let path = "/api/v1/statuses/\(call)/interaction_policy"
            try await server.send(.put, path, as: alice, ["reply_policy": "mentioned_or_approved"]).expect(200)
            let answer = try await reply(server, to: call, by: bob, "me too").id()
            #expect(try await below(server, call, nil) == [answer])
            #expect(try await server.get(requests, as: alice).ids() == [])
            server.clock.advance(.seconds(2))
            #expect(try await server.get("/api/chorus/v1/calls/\(call)/magnitude")["people"] == 1)
            // Below an answer people talk, and wait.
            let talk = try await reply(server, to: answer, by: charlie, "Were you").id()
            #expect(try await below(server, call, nil) == [answer])
            #expect(try await server.get(requests, as: alice).ids() == [talk])
            // Closed, it asks nobody, and a late reply waits.
            try await server.send(.post, "/api/chorus/v1/calls/\(call)/close", as: alice).expect(200)
            let late = try await reply(server, to: call, by: charlie, "Late").id()
            #expect(try await server.get(requests, as: alice).ids() == [late, talk])
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("an answer that waits in another thread counts for its call and its tag", arguments: TestEngine.available)
    func answers(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let call = try await CallRouteTests.call(server)
            let tag = try #require(
                try await server.get("/api/v1/statuses/\(call)")["tags", "0", "name"].string
            )
            let top = try await post(server, "mentioned_or_approved")
            _ = try await reply(server, to: top, by: server.bob, "me too #\(tag)").expect(200)
            server.clock.advance(.seconds(2))
            #expect(try await server.get("/api/chorus/v1/calls/\(call)/magnitude")["people"] == 1)
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("apps read and choose it in GoToSocial's form", arguments: TestEngine.available)
    func policies(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let id = try await server.post("Mine", by: alice)
            let path = "/api/v1/statuses/\(id)/interaction_policy"
            func choose(_ form: KeyValuePairs<String, String>) async throws -> Reply {
                try await server.send(.put, path, as: alice, form)
            }
            let own = try await choose([
                "interaction_policy[can_reply][always][]": "followers",
                "interaction_policy[can_reply][with_approval][]": "public",
            ]).expect(200)
            let rule = ["automatic_approval", "manual_approval", "always", "with_approval"].map {
                own["interaction_policy", "can_reply", $0].strings
            }
            let atOnce = ["followers", "mentioned", "author", "me"]
            #expect(rule == [atOnce, ["public"], atOnce, ["public"]])
            let seen = try await server.get("/api/v1/statuses/\(id)", as: bob)
            #expect(seen["interaction_policy", "can_reply", "manual_approval"].strings == ["public", "me"])
            #expect(
                seen["interaction_policy", "can_reply", "automatic_approval"].strings
                    == ["followers", "mentioned", "author"]
            )
            // Whoever is named may always reply: "nobody but with approval" is that.
            let named = try await choose([
                "interaction_policy[can_reply][automatic_approval][]": "author",
                "interaction_policy[can_reply][manual_approval][]": "public",
            ]).expect(200)
            #expect(
                named["interaction_policy", "can_reply", "automatic_approval"].strings == ["mentioned", "author", "me"]
            )
            try await choose([
                "interaction_policy[can_reply][automatic_approval][]": "author",
                "interaction_policy[can_reply][manual_approval][]": "followers",
            ]).expect(422)
            for policy in ["followers_or_approved", "following_or_approved", "mentioned_or_approved"] {
                #expect(
                    try await choose(["reply_policy": policy]).expect(200)[
                        "interaction_policy",
                        "can_reply",
                        "with_approval",
                    ].strings == ["public"]
                )
            }
        }
    }
}
