// Polls as apps post, read and vote in them.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("Polls in the API")
struct PollRouteTests {
    static let body = #"{"status":"Which?","poll":{"options":["Tea","Coffee"],"expires_in":600}}"#

    @Test("a poll has its bytes, and each viewer's own votes", arguments: TestEngine.available)
    func golden(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let posted = try await server.send(.post, "/api/v1/statuses", as: server.alice, json: Self.body).expect(200)
            let poll = try #require(posted["poll", "id"].string)
            let voted = try await server.send(
                .post,
                "/api/v1/polls/\(poll)/votes",
                as: server.bob,
                json: #"{"choices":["1"]}"#
            )
            try expectGolden("Poll.voted", voted)
            try expectGolden("Poll.anonymous", try await server.get("/api/v1/polls/\(poll)"))
            let status = try await server.get("/api/v1/statuses/\(try posted.id())", as: server.charlie)
            #expect(status["poll", "votes_count"] == 1)
            #expect(status["poll", "voted"] == false)
            #expect(status["poll", "own_votes"] == .array([]))
            let author = try await server.get("/api/v1/polls/\(poll)", as: server.alice)
            #expect(author["voted"] == true)
            // Apps send places as query parameters, too.
            let charlie = try await server.send(.post, "/api/v1/polls/\(poll)/votes?choices[]=0", as: server.charlie)
            #expect(charlie.expect(200)["options", "0", "votes_count"] == 1)
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("where several options may be chosen, others can be added later", arguments: TestEngine.available)
    func several(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let body =
                #"{"status":"Which?","poll":{"options":["Tea","Coffee","Milk"],"expires_in":600,"multiple":true}}"#
            let posted = try await server.send(.post, "/api/v1/statuses", as: server.alice, json: body).expect(200)
            let path = "/api/v1/polls/\(try #require(posted["poll", "id"].string))/votes"
            try await server.send(.post, path, as: server.bob, json: #"{"choices":[1]}"#).expect(200)
            let second = try await server.send(.post, path, as: server.bob, json: #"{"choices":[0]}"#).expect(200)
            #expect(second["own_votes"] == .array([.number("0"), .number("1")]))
            #expect(second["votes_count"] == 2)
            #expect(second["voters_count"] == 1)
            for choices in ["[0]", "[2,1]"] {
                let again = try await server.send(.post, path, as: server.bob, json: #"{"choices":\#(choices)}"#)
                again.expectError(422, "Validation failed: You have already voted on this poll")
            }
            for body in ["{}", #"{"choices":[]}"#] {
                try await server.send(.post, path, as: server.charlie, json: body)
                    .expectError(400, "param is missing or the value is empty: choices")
            }
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test("votes that cannot be given are refused as Mastodon does", arguments: TestEngine.available)
    func refused(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let posted = try await server.send(.post, "/api/v1/statuses", as: server.alice, json: Self.body)
            let path = "/api/v1/polls/\(try #require(posted["poll", "id"].string))/votes"
            let own = try await server.send(.post, path, as: server.alice, json: #"{"choices":[0]}"#)
            own.expectError(422, "Validation failed: You cannot vote in your own polls")
            try await server.send(.post, path, as: server.bob, json: #"{"choices":[1]}"#).expect(200)
            let second = try await server.send(.post, path, as: server.bob, json: #"{"choices":[0]}"#)
            second.expectError(422, "Validation failed: You have already voted on this poll")
            for choices in ["[2]", "[-1]", #"["x"]"#, "[0,1]", "[99999999999999999999]"] {
                try await server.send(.post, path, as: server.charlie, json: #"{"choices":\#(choices)}"#).expect(422)
            }
            try await server.send(.post, path).expect(401)
            try await server.get("/api/v1/polls/7").expect(404)
            server.clock.advance(.seconds(600))
            let late = try await server.send(.post, path, as: server.charlie, json: #"{"choices":[0]}"#)
            late.expectError(422, "Validation failed: The poll has already ended")
        }
    }

    @Test("polls that cannot be posted are refused", arguments: TestEngine.available)
    func invalid(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let long = String(repeating: "x", count: 51)
            for poll in [
                #"{"options":["a"],"expires_in":600}"#, #"{"options":["a","b","c","d","e"],"expires_in":600}"#,
                #"{"options":["a","a"],"expires_in":600}"#, #"{"options":["a","b"],"expires_in":10}"#,
                #"{"options":["a","b"],"expires_in":99999999}"#, #"{"options":["a","b"]}"#,
                #"{"options":["a","\#(long)"],"expires_in":600}"#, #"{"options":{"x":1},"expires_in":600}"#,
                #"{"options":["a","b"],"expires_in":"soon"}"#, #""text""#,
            ] {
                let reply = try await server.send(
                    .post,
                    "/api/v1/statuses",
                    as: server.alice,
                    json: #"{"status":"a","poll":\#(poll)}"#
                )
                #expect([400, 422].contains(reply.status), "\(poll): \(reply.text)")
            }
            #expect(try await server.get("/api/v1/accounts/\(server.alice.id)/statuses").ids() == [])
        }
    }

    @Test("totals are hidden until the end where that is wished", arguments: [TestEngine.sqlite])
    func hidden(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let body =
                #"{"status":"?","poll":{"options":["a","b"],"expires_in":600,"hide_totals":true,"multiple":true}}"#
            let posted = try await server.send(.post, "/api/v1/statuses", as: server.alice, json: body)
            let poll = try #require(posted["poll", "id"].string)
            let voted = try await server.send(
                .post,
                "/api/v1/polls/\(poll)/votes",
                as: server.bob,
                json: #"{"choices":[0,1]}"#
            )
            #expect(voted.expect(200)["options", "0", "votes_count"] == .null)
            #expect(voted["votes_count"] == 2)
            #expect(voted["voters_count"] == 1)
            server.clock.advance(.seconds(700))
            let after = try await server.get("/api/v1/polls/\(poll)")
            #expect(after["expired"] == true)
            #expect(after["options", "0", "votes_count"] == 1)
        }
    }

    @Test("history and deletion tell of the poll", arguments: TestEngine.available)
    func history(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await server.send(.post, "/api/v1/statuses", as: server.alice, json: Self.body).id()
            let other = #"{"status":"Which now?","poll":{"options":["Milk","Water"],"expires_in":600}}"#
            try await server.send(.put, "/api/v1/statuses/\(id)", as: server.alice, json: other).expect(200)
            try await server.send(.put, "/api/v1/statuses/\(id)", as: server.alice, ["status": "None"]).expect(200)
            let history = try await server.get("/api/v1/statuses/\(id)/history").expect(200)
            #expect(history["0", "poll", "options", "1", "title"] == "Coffee")
            #expect(history["1", "poll", "options", "0", "title"] == "Milk")
            #expect(history.json.array?.count == 3)
            #expect(history["2"]["poll"] == nil)
            try await server.send(.put, "/api/v1/statuses/\(id)", as: server.alice, json: other).expect(200)
            let deleted = try await server.send(.delete, "/api/v1/statuses/\(id)", as: server.alice).expect(200)
            #expect(deleted["poll", "options", "1", "title"] == "Water")
            #expect(deleted["text"] == "Which now?")
        }
    }

    @Test("a poll is seen by those who see its status", arguments: TestEngine.available)
    func visibility(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let body =
                #"{"status":"","visibility":"private","poll":{"options":["Tea","Coffee"],"expires_in":600}}"#
            let posted = try await server.send(.post, "/api/v1/statuses", as: server.alice, json: body).expect(200)
            let path = "/api/v1/polls/\(try #require(posted["poll", "id"].string))"
            try await server.follow(server.alice, by: server.bob)
            for (viewer, status) in [(nil, 404), (server.charlie, 404), (server.bob, 200), (server.alice, 200)] {
                try await server.get(path, as: viewer).expect(status)
            }
            try await server.send(.post, path + "/votes", as: server.charlie, ["choices[]": "0"]).expect(404)
            try await server.send(.post, path + "/votes", as: server.bob, ["choices[]": "0"]).expect(200)
        }
    }

    @Test("a page of polls costs no statement for each", arguments: TestEngine.available)
    func statements(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            for _ in 0..<20 {
                try await server.send(.post, "/api/v1/statuses", as: server.alice, json: Self.body).expect(200)
            }
            try await server.with(server.cold()) { (cold: TestServer) async throws -> Void in
                let page = try await cold.get("/api/v1/timelines/public", as: cold.bob)
                #expect(page.expectStatements(atMost: 20).json.array?.count == 20)
                try await cold.get("/api/v1/timelines/public", as: cold.bob).expectStatements(atMost: 1)
            }
        }
    }
}
