// Follow, block, mute, note and the lists of them, over HTTP.
import Basics
import Database
import Domain
import HTTPTypes
import Services
import Storage
import TestSupport
import Testing

@Suite("Relationships")
struct RelationshipTests {
    @Test("a relationship is told byte for byte", arguments: TestEngine.available)
    func golden(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            _ = try await api.post("/api/v1/accounts/102/follow", as: "alice", form: "notify=true&languages[]=de")
            _ = try await api.post("/api/v1/accounts/102/mute", as: "alice", form: "duration=3600")
            let answer = try await api.post("/api/v1/accounts/102/note", as: "alice", form: "comment=met+at+the+fair")
            #expect(answer.status == 200)
            try expectGolden("Relationship", answer)
            RequiredFields.expect(RequiredFields.relationship, in: try answer.json())
            let list = try await api.get("/api/v1/accounts/relationships?id=102", as: "alice")
            #expect(list.text == "[\(answer.text)]")
        }
    }

    @Test("relationships are in the order asked for, each once, without unknown ids", arguments: TestEngine.available)
    func order(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            let path = "/api/v1/accounts/relationships"
            let answer = try await api.get("\(path)?id[]=103&id[]=999&id[]=102&id[]=103&id[]=x", as: "alice")
            #expect(try answer.all("id") == ["103", "102"])
            #expect(try await api.get(path, as: "alice").text == "[]")
            #expect(try await api.get(path).status == 401)
            try await api.services.database.write {
                try AccountQueries.setModeration(silencedAt: nil, suspendedAt: TestAPI.now, of: TestAPI.bob, $0)
            }
            api.services.events.publish([.accountChanged(id: TestAPI.bob)])
            #expect(try await api.get("\(path)?id[]=102", as: "alice").text == "[]")
            #expect(try await api.get("\(path)?id[]=102&with_suspended=true", as: "alice").all("id") == ["102"])
        }
    }

    @Test("follow and unfollow, and who may not", arguments: TestEngine.available)
    func follow(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            let followed = try await api.post("/api/v1/accounts/102/follow", as: "alice", form: "reblogs=false")
            #expect(try followed.isTrue("following"))
            #expect(try followed.isTrue("showing_reblogs") == false)
            #expect(try await api.get("/api/v1/accounts/102").json()["followers_count"] == .number("1"))
            let unfollowed = try await api.post("/api/v1/accounts/102/unfollow", as: "alice")
            #expect(try unfollowed.isTrue("following") == false)
            #expect(try await api.get("/api/v1/accounts/102").json()["followers_count"] == .number("0"))
            let oneself = try await api.post("/api/v1/accounts/101/follow", as: "alice")
            #expect(oneself.status == 403)
            #expect(oneself.text == #"{"error":"This action is not allowed"}"#)
            #expect(try await api.post("/api/v1/accounts/102/follow", as: "alice+read:statuses").status == 403)
            #expect(try await api.post("/api/v1/accounts/102/follow", as: "alice+write:mutes").status == 403)
            #expect(try await api.post("/api/v1/accounts/102/mute", as: "alice+write:mutes").status == 200)
            #expect(try await api.post("/api/v1/accounts/102/follow").status == 401)
            #expect(try await api.post("/api/v1/accounts/102/follow", as: "app").status == 422)
        }
    }

    @Test("requests are listed, accepted and rejected", arguments: TestEngine.available)
    func requests(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            try await api.services.updateProfile(of: TestAPI.bob, ProfileChanges(isLocked: true))
            #expect(try await api.post("/api/v1/accounts/102/follow", as: "alice").isTrue("requested"))
            #expect(try await api.post("/api/v1/accounts/102/follow", as: "charlie").isTrue("requested"))
            #expect(try await api.get("/api/v1/follow_requests", as: "bob").all("id") == ["103", "101"])
            let first = try await api.get("/api/v1/follow_requests?limit=1", as: "bob")
            #expect(try first.all("id") == ["103"])
            let link = try #require(first.headers[HTTPField.Name("Link") ?? .contentType])
            #expect(link.contains("https://chorus.example/api/v1/follow_requests?limit=1&max_id="))
            #expect(link.contains("since_id=") && link.contains(#"rel="next""#) && link.contains(#"rel="prev""#))
            #expect(try await api.post("/api/v1/follow_requests/101/authorize", as: "bob").isTrue("followed_by"))
            #expect(try await api.post("/api/v1/follow_requests/103/reject", as: "bob").isTrue("requested_by") == false)
            #expect(try await api.post("/api/v1/follow_requests/103/reject", as: "bob").status == 404)
            #expect(try await api.get("/api/v1/follow_requests", as: "bob").text == "[]")
            #expect(try await api.get("/api/v1/accounts/102/followers").all("id") == ["101"])
            #expect(try await api.post("/api/v1/accounts/101/remove_from_followers", as: "bob").status == 200)
            #expect(try await api.get("/api/v1/accounts/102/followers").text == "[]")
        }
    }

    @Test("blocks hide both ways and are listed", arguments: TestEngine.available)
    func blocks(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            _ = try await api.post("/api/v1/accounts/103/follow", as: "alice")
            _ = try await api.post("/api/v1/accounts/103/follow", as: "bob")
            #expect(try await api.post("/api/v1/accounts/102/block", as: "alice").isTrue("blocking"))
            #expect(try await api.get("/api/v1/blocks", as: "alice").all("id") == ["102"])
            #expect(try await api.get("/api/v1/blocks", as: "bob").text == "[]")
            #expect(try await api.get("/api/v1/accounts/103/followers", as: "alice").all("id") == ["101"])
            #expect(try await api.get("/api/v1/accounts/103/followers", as: "bob").all("id") == ["102"])
            #expect(try await api.get("/api/v1/accounts/101/following", as: "bob").text == "[]")
            #expect(try await api.get("/api/v1/accounts/101/following").all("id") == ["103"])
            let refused = try await api.post("/api/v1/accounts/101/follow", as: "bob")
            #expect(refused.status == 403)
            #expect(
                try await api.get("/api/v1/accounts/relationships?id[]=101", as: "bob").text.contains(
                    #""blocked_by":true"#
                )
            )
            #expect(try await api.post("/api/v1/accounts/102/unblock", as: "alice").isTrue("blocking") == false)
        }
    }

    @Test("mutes are listed with their end", arguments: TestEngine.available)
    func mutes(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            let mute = try await api.post(
                "/api/v1/accounts/102/mute",
                as: "alice",
                form: "notifications=false&duration=60"
            )
            #expect(try mute.isTrue("muting") && !mute.isTrue("muting_notifications"))
            _ = try await api.post("/api/v1/accounts/103/mute", as: "alice")
            let list = try await api.get("/api/v1/mutes", as: "alice")
            #expect(try list.all("id") == ["103", "102"])
            #expect(try list.all("mute_expires_at") == ["-", "2017-10-15T20:22:00.000Z"])
            #expect(list.text.contains(#""mute_expires_at":null"#))
            #expect(try await api.post("/api/v1/accounts/102/unmute", as: "alice").isTrue("muting") == false)
            #expect(try await api.post("/api/v1/accounts/102/mute", as: "alice", form: "duration=soon").status == 422)
        }
    }

    @Test("who hides the lists shows them to nobody else", arguments: TestEngine.available)
    func hidden(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            _ = try await api.post("/api/v1/accounts/101/follow", as: "bob")
            _ = try await api.post("/api/v1/accounts/102/follow", as: "charlie")
            let path = "/api/v1/accounts/familiar_followers?id[]=101&id[]=999&id[]=103"
            let familiar = try await api.get(path, as: "charlie")
            #expect(try familiar.all("id") == ["101", "103"])
            #expect(try familiar.json().array?.first?["accounts"]?.array?.first?["id"]?.string == "102")
            try await api.services.updateProfile(of: TestAPI.alice, ProfileChanges(hidesCollections: true))
            #expect(try await api.get("/api/v1/accounts/101/followers").text == "[]")
            #expect(try await api.get("/api/v1/accounts/101/followers", as: "bob").text == "[]")
            #expect(try await api.get("/api/v1/accounts/101/followers", as: "alice").all("id") == ["102"])
            let none = try await api.get(path, as: "charlie").json().array?.first?["accounts"]?.array
            #expect(none?.isEmpty == true)
        }
    }

    @Test("pages of followers go on by the Link header", arguments: TestEngine.available)
    func pages(_ engine: TestEngine) async throws {
        try await TestAPI.run(engine) { api async throws in
            let most = Int64(7)
            try await api.services.database.write { connection in
                for id in 1...most { try TestAPI.add(id, "neighbour\(id)", connection) }
            }
            for id in 1...most { _ = try await api.services.followAccount(TestAPI.alice, by: id) }
            var (read, path): ([String], String?) = ([], "/api/v1/accounts/101/followers?limit=3")
            while let next = path {
                let answer = try await api.get(next)
                read += try answer.all("id")
                path = answer.headers[HTTPField.Name("Link") ?? .contentType]?.split(separator: ", ")
                    .first { $0.contains(#"rel="next""#) }
                    .map { String($0.dropFirst("<https://chorus.example".count).prefix { $0 != ">" }) }
            }
            #expect(read == (1...most).reversed().map(String.init))
        }
    }
}
