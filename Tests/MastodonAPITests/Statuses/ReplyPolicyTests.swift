// Who may reply, hidden replies, and favourites that are not told: as apps use them.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import Synchronization
import TestSupport
import Testing

extension Reply {
    fileprivate func lacks(_ name: String) -> Bool { status == 200 && json[name] == nil }
}

extension JSONValue {
    fileprivate var strings: [String] { array?.compactMap(\.string) ?? ["no list"] }
}

@Suite("Who may reply")
struct ReplyPolicyTests {
    private let refusal = "Whoever wrote this has chosen who may reply"

    private func post(_ server: TestServer, _ policy: String, _ text: String = "Mine") async throws -> String {
        try await server.post(["status": text, "reply_policy": policy], by: server.alice).expect(200).id()
    }

    private func reply(_ server: TestServer, to parent: String, by person: Person, _ text: String = "So") async throws
        -> Reply
    {
        try await server.post(["status": text, "in_reply_to_id": parent], by: person)
    }

    @Test("whom an author lets reply can, below it too, and nobody else", arguments: TestEngine.available)
    func policies(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            try await server.follow(alice, by: bob)
            try await server.follow(charlie, by: alice)
            for (policy, canBob, canCharlie) in [
                ("public", true, true), ("followers", true, false), ("following", false, true),
                ("mentioned", false, false), ("nobody", false, false),
            ] {
                let id = try await post(server, policy)
                for (person, can) in [(bob, canBob), (charlie, canCharlie)] {
                    let reply = try await reply(server, to: id, by: person)
                    if can { reply.expect(200) } else { reply.expectError(403, refusal) }
                }
                try await reply(server, to: id, by: alice).expect(200)
            }
            // Whoever is named answers, unless nobody can.
            let named = try await post(server, "mentioned", "@charlie you?")
            try await reply(server, to: named, by: charlie).expect(200)
            try await reply(server, to: named, by: bob).expectError(403, refusal)
            let silent = try await post(server, "nobody", "@charlie you?")
            try await reply(server, to: silent, by: charlie).expectError(403, refusal)
            // What holds above holds below: bob's followers are not alice's.
            let top = try await post(server, "followers")
            let inner = try await reply(server, to: top, by: bob).id()
            try await server.follow(bob, by: charlie)
            try await reply(server, to: inner, by: charlie).expectError(403, refusal)
            // Whom bob names there, alice has not named.
            let naming = try await reply(server, to: top, by: bob, "@charlie see").id()
            try await reply(server, to: naming, by: charlie).expectError(403, refusal)
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("a page of answers below such posts asks for what stands above them once", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.follow(server.alice, by: server.bob)
            func page(of count: Int) async throws -> Int {
                for _ in 0..<count {
                    let top = try await post(server, "followers")
                    _ = try await server.post(
                        ["status": "So", "in_reply_to_id": top, "reply_policy": "mentioned"],
                        by: server.alice
                    ).expect(200)
                }
                let path = "/api/v1/accounts/\(server.alice.id)/statuses?limit=40"
                let statements = Mutex(0)
                try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                    let reply = try await cold.get(path, as: cold.bob).expect(200)
                    statements.withLock { $0 = reply.statements }
                }
                return statements.withLock { $0 }
            }
            let few = try await page(of: 2)
            #expect(try await page(of: 10) <= few)
        }
    }

    @Test("it can be changed, and is shown in GoToSocial's form", arguments: TestEngine.available)
    func changing(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let id = try await server.post("Mine", by: alice)
            #expect(try await server.get("/api/v1/statuses/\(id)").lacks("interaction_policy"))
            let path = "/api/v1/statuses/\(id)/interaction_policy"
            let closed = try await server.send(.put, path, as: alice, ["reply_policy": "nobody"]).expect(200)
            #expect(closed["interaction_policy", "can_reply", "automatic_approval"].strings == ["author", "me"])
            #expect(closed["interaction_policy", "can_favourite", "always"].strings == ["public"])
            try await reply(server, to: id, by: bob).expectError(403, refusal)
            let seen = try await server.get("/api/v1/statuses/\(id)", as: bob)
            #expect(seen["interaction_policy", "can_reply", "always"].strings == ["author"])
            let form = "interaction_policy[can_reply][always][]"
            let named = try await server.send(.put, path, as: alice, [form: "followers"]).expect(200)
            #expect(
                named["interaction_policy", "can_reply", "always"].strings == [
                    "followers", "mentioned", "author", "me",
                ]
            )
            try await server.follow(alice, by: bob)
            try await reply(server, to: id, by: bob).expect(200)
            #expect(
                try await server.get("/api/v1/statuses/\(id)", as: bob)["interaction_policy", "can_reply", "always"]
                    .strings.contains("me")
            )
            // The quote's policy stays what it was.
            try await server.send(.put, path, as: alice, ["quote_approval_policy": "nobody"]).expect(200)
            let both = try await server.send(.put, path, as: alice, ["reply_policy": "public"]).expect(200)
            #expect(both.lacks("interaction_policy") && both["quote_approval", "automatic"].strings == [])
            try await server.send(.put, path, as: bob, ["reply_policy": "nobody"]).expect(403)
            try await server.send(.put, path, as: alice, ["reply_policy": "x"]).expect(422)
            try await server.send(.put, path, as: alice, [form: "mutuals"]).expect(422)
            try await server.send(.put, path, as: alice, [:]).expect(400)
        }
    }

    @Test("an open call is answered by everyone, whatever its author wishes", arguments: TestEngine.available)
    func calls(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let id = try await CallRouteTests.call(server)
            try await server.send(
                .put,
                "/api/v1/statuses/\(id)/interaction_policy",
                as: alice,
                ["reply_policy": "nobody"]
            ).expect(200)
            let answer = try await reply(server, to: id, by: bob, "me too").expect(200).id()
            func people() async throws -> JSONValue {
                server.clock.advance(.seconds(2))
                return try await server.get("/api/chorus/v1/calls/\(id)/magnitude")["people"]
            }
            #expect(try await people() == 1)
            // What is said below an answer is none, and follows her word.
            try await reply(server, to: answer, by: charlie, "Were you").expectError(403, refusal)
            // Hidden, it stays in the count, and goes from where answers are put forward.
            try await server.send(.post, "/api/chorus/v1/statuses/\(answer)/hide_reply", as: alice).expect(200)
            #expect(try await people() == 1)
            #expect(try await server.get("/api/v1/statuses/\(id)/context").ids("descendants") == [])
            try await server.send(.post, "/api/chorus/v1/calls/\(id)/close", as: alice).expect(200)
            try await reply(server, to: id, by: charlie, "Late").expectError(403, refusal)
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("a hidden reply is gone for all but who wrote it, with what is below it", arguments: TestEngine.available)
    func hiding(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let top = try await server.post("top", by: alice)
            let a = try await reply(server, to: top, by: bob, "@alice a").id()
            let ab = try await reply(server, to: a, by: charlie, "ab").id()
            let aba = try await reply(server, to: ab, by: bob, "aba").id()
            let b = try await reply(server, to: top, by: charlie, "b").id()
            let hide = "/api/chorus/v1/statuses/\(a)/hide_reply"
            for other in [bob, charlie] { try await server.send(.post, hide, as: other).expect(403) }
            try await server.send(.post, "/api/chorus/v1/statuses/\(top)/hide_reply", as: alice).expect(403)
            for _ in 1...2 { try await server.send(.post, hide, as: alice).expect(200) }
            func below(_ root: String, _ person: Person?, _ query: String = "") async throws -> [String] {
                try await server.get("/api/v1/statuses/\(root)/context\(query)", as: person).ids("descendants")
            }
            for viewer in [alice, nil] { #expect(try await below(top, viewer) == [b]) }
            #expect(try await below(top, bob) == [a, ab, aba, b])
            #expect(try await below(top, charlie) == [ab, b], "her own")
            // Pages that begin within what is hidden, or end there.
            for after in [a, ab, aba] { #expect(try await below(top, nil, "?after=\(after)") == [b], "\(after)") }
            for limit in 1...4 {
                var (found, next): ([String], String?) = ([], "/api/v1/statuses/\(top)/context?limit=\(limit)")
                while let path = next {
                    let page = try await server.get(path)
                    found += page.ids("descendants")
                    next = page.links["next"]
                }
                #expect(found == [b], "\(limit)")
            }
            // It is not hidden from itself: its own page, its author's profile, and its place in every count.
            #expect(try await below(a, nil) == [ab, aba])
            #expect(try await server.get("/api/v1/statuses/\(aba)/context").ids("ancestors") == [top, ab])
            #expect(try await server.get("/api/v1/accounts/\(bob.id)/statuses").ids().contains(a))
            #expect(try await server.get("/api/v1/statuses/\(top)")["replies_count"] == 2)
            // Whoever hid it hears of it no more, nor of what is said below.
            func mentions() async throws -> [String] {
                let told = try await server.get("/api/v1/notifications?types[]=mention", as: alice)
                return told.json.array?.compactMap { $0["status"]?["id"]?.string } ?? []
            }
            #expect(try await mentions() == [b])
            let more = try await reply(server, to: aba, by: charlie, "@alice and").expect(200).id()
            #expect(try await mentions() == [b])
            let list = "/api/chorus/v1/hidden_replies"
            #expect(try await server.get(list, as: alice).ids() == [a])
            #expect(try await server.get(list, as: bob).ids() == [])
            let unhide = "/api/chorus/v1/statuses/\(a)/unhide_reply"
            try await server.send(.post, unhide, as: bob).expect(200)
            #expect(try await below(top, nil) == [b], "not his to show")
            try await server.send(.post, unhide, as: alice).expect(200)
            #expect(try await below(top, nil) == [a, ab, aba, more, b])
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("favourites and boosts of one post are not told, where its author so wishes", arguments: TestEngine.available)
    func muting(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob, charlie) = (server.alice, server.bob, server.charlie)
            let (loud, quiet) = (try await server.post("loud", by: alice), try await server.post("quiet", by: alice))
            let path = "/api/chorus/v1/statuses/\(quiet)"
            try await server.send(.post, path + "/mute_interactions", as: bob).expect(403)
            let muted = try await server.send(.post, path + "/mute_interactions", as: alice).expect(200)
            #expect(muted["interactions_muted"] == true)
            #expect(try await server.get("/api/v1/statuses/\(quiet)", as: bob).lacks("interactions_muted"))
            for person in [bob, charlie] {
                for (id, act) in [(loud, "favourite"), (quiet, "favourite"), (quiet, "reblog")] {
                    try await server.act(act, id, by: person).expect(200)
                }
            }
            func told() async throws -> [String] {
                let list = try await server.get("/api/v1/notifications?types[]=favourite&types[]=reblog", as: alice)
                return list.json.array?.compactMap { $0["status"]?["id"]?.string } ?? []
            }
            #expect(try await told() == [loud, loud])
            #expect(try await server.get("/api/v1/statuses/\(quiet)")["favourites_count"] == 2)
            // Replies are told all the same.
            let reply = try await reply(server, to: quiet, by: bob).id()
            #expect(
                try await server.get("/api/v1/notifications?types[]=mention", as: alice)["0", "status", "id"].string
                    == reply
            )
            try await server.send(.post, path + "/unmute_interactions", as: alice).expect(200)
            try await server.act("unfavourite", quiet, by: bob).expect(200)
            try await server.act("favourite", quiet, by: bob).expect(200)
            #expect(try await told().contains(quiet))
        }
    }
}
