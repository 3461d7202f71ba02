// Magnitude, tags and trends through the API.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("Magnitude and trends in the API")
struct MagnitudeRouteTests {
    @Test("a magnitude has its bytes, and is not sent again to those who have it", arguments: TestEngine.available)
    func golden(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let first = try await server.post("me too #MeToo #garden", by: server.alice)
            try await server.post("#metoo", by: server.bob, answering: first)
            try await server.act("reblog", first, by: server.charlie)
            let reply = try await server.get("/api/chorus/v1/tags/MeToo/magnitude").expect(200)
            try expectGolden("Magnitude", reply)
            try expectGolden("Magnitude.csv", try await server.get("/api/chorus/v1/tags/metoo/magnitude.csv"))
            try expectGolden("Tag", try await server.get("/api/v1/tags/metoo"))
            let newest = try await server.get("/api/chorus/v1/tags/MeToo/magnitude")
            let etag = try #require(newest.response.headers[.eTag])
            // Each request comes a second after the one before: this one does not.
            server.clock.advance(.seconds(-1))
            let again = try await server.send(
                .get,
                "/api/chorus/v1/tags/MeToo/magnitude",
                headers: [.ifNoneMatch: "W/\"x\", \(etag)"]
            )
            #expect(again.status == 304)
            #expect(again.text.isEmpty)
        }
    }

    @Test("what was never used has no magnitude, but is a tag", arguments: [TestEngine.sqlite])
    func unknown(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for path in ["magnitude", "magnitude.csv", "magnitude/stream"] {
                try await server.get("/api/chorus/v1/tags/nobody/\(path)").expectError(404, "Record not found")
            }
            let tag = try await server.get("/api/v1/tags/nobody").expect(200)
            #expect(tag["id"] == "")
            #expect(tag["history"].array?.count == 7)
            try await server.get("/api/v1/tags/two%20words").expect(404)
            #expect(try await server.get("/api/v1/trends/links").expect(200).text == "[]")
            #expect(try await server.get("/api/v1/trends/tags").expect(200).text == "[]")
            #expect(try await server.get("/api/v1/trends/statuses").expect(200).text == "[]")
            try await server.get("/api/chorus/v1/trends?shelf=none").expect(400)
        }
    }

    @Test("spellings of a word are one entry, and the others are told with it", arguments: TestEngine.available)
    func spellings(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for number in 0..<12 {
                let tag = ["MeToo", "me_too", "metooo"][number % 3]
                try await server.post("#\(tag)", by: try await server.newPerson("person\(number)"))
            }
            for _ in 0..<3 { try await server.services.refreshTrends() }
            let tags = try await server.get("/api/v1/trends/tags").expect(200)
            #expect(tags.json.array?.count == 1)
            let trends = try await server.get("/api/chorus/v1/trends").expect(200)
            #expect(trends.json.array?.count == 1)
            #expect(trends["0", "people"] == 12)
            #expect(trends["0", "explanation"].string?.contains("with 3 spellings of one word") == true)
            let names = ["0", "1"].map { trends["0", "companions", $0, "tag", "name"].string ?? "" }
            #expect(Set(names + [tags["0", "name"].string ?? ""]) == ["metoo", "me_too", "metooo"])
            #expect(trends["0", "companions", "0", "people"] == 4)
            #expect(trends["0", "companions", "0", "kind"] == "spelling")
            #expect(trends["0", "comparison"] == "mean" && trends["0", "spellings"] == 3)
            #expect(trends["0", "more_companions"] == 0 && trends["0", "companion_of"] == .null)
        }
    }

    @Test("what trends is listed for apps, and moderators rule", arguments: TestEngine.available)
    func trends(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for number in 0..<12 {
                try await server.post("#metoo", by: try await server.newPerson("person\(number)"))
            }
            for _ in 0..<2 { try await server.services.refreshTrends() }
            let listed = try await server.get("/api/chorus/v1/trends").expect(200)
            #expect(listed["0", "tag", "name"] == "metoo")
            #expect(listed["0", "people"] == 12)
            #expect(listed["0", "explanation"].string?.hasPrefix("12 people in ") == true)
            #expect(try await server.get("/api/v1/trends/tags")["0", "name"] == "metoo")
            #expect(try await server.get("/api/v1/trends/tags")["0", "history", "0", "accounts"] == "12")
            try await server.get("/api/chorus/v1/admin/trends/held", as: server.alice).expect(403)
            let token = try await server.token(server.alice, scopes: "admin:read admin:write")
            let path = "/api/chorus/v1/admin/trends/metoo/never"
            try await server.send(.post, path, token: token).expect(403)
            let wish = NewAccount(
                username: "keeper",
                email: "keeper@mail.example",
                password: "a quiet long password",
                role: .admin,
                agreement: true
            )
            _ = try await server.services.createAccount(wish)
            let fresh = try await server.services.createToken(username: "keeper", scopes: "admin:read admin:write")
                .token
            try await server.send(.post, "/api/chorus/v1/admin/trends/metoo/perhaps", token: fresh).expect(400)
            try await server.send(.post, path, token: fresh).expect(200)
            try await server.services.refreshTrends()
            #expect(try await server.get("/api/v1/trends/tags").text == "[]")
            let held = try await server.send(.get, "/api/chorus/v1/admin/trends/held", token: fresh).expect(200)
            #expect(held["0", "held", "0", "gate"] == "moderator")
            try await server.moderatorsApp(fresh)
            for action in ["action?type=suspend", "unsuspend", "action?type=silence", "unsilence"] {
                try await server.send(.post, "/api/v1/admin/accounts/\(server.bob.id)/\(action)", token: fresh).expect(
                    200
                )
            }
            try await server.send(.post, "/api/v1/admin/accounts/\(server.bob.id)/action?type=x", token: fresh).expect(
                400
            )
            try await server.send(.post, "/api/v1/admin/accounts/7/action?type=suspend", token: fresh).expect(404)
        }
    }
}

extension TestServer {
    /// #metoo, which a moderator has refused, is decided about in the way of Mastodon.
    fileprivate func moderatorsApp(_ token: String) async throws {
        let path = "/api/v1/admin/trends/tags"
        try await get(path, as: alice).expect(403)
        let tags = try await send(.get, path, token: token).expect(200)
        let id = try #require(tags["0", "id"].string)
        #expect(tags["0", "name"] == "metoo" && tags["0", "history", "0", "accounts"] == "12")
        #expect(tags["0", "trendable"] == false && tags["0", "requires_review"] == false)
        #expect(tags["0", "usable"] == true && tags["0", "listable"] == true)
        let approved = try await send(.post, "\(path)/\(id)/approve", token: token).expect(200)
        #expect(approved["trendable"] == true && approved["name"] == "metoo")
        try await services.refreshTrends()
        #expect(try await get("/api/v1/trends/tags").ids() == [id])
        #expect(try await send(.get, path, token: token)["0", "trendable"] == true)
        #expect(try await send(.post, "\(path)/\(id)/reject", token: token).expect(200)["trendable"] == false)
        try await services.refreshTrends()
        #expect(try await get("/api/v1/trends/tags").text == "[]")
        try await send(.post, "\(path)/999/reject", token: token).expect(404)
        for kind in ["links", "statuses"] {
            #expect(try await send(.get, "/api/v1/admin/trends/\(kind)", token: token).expect(200).text == "[]")
        }
    }
}
