// Calls through the API: made, answered in every way, taken back, and nobody can read who was silent.

import Basics
import Database
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("Calls in the API")
struct CallRouteTests {
    static let body = """
        {"prompt":"If it happened to you, say so","tag":"MeToo","answers":["Me too","I stand with you"],
        "suggested_by":"a friend","sensitive":true,"spoiler_text":"about harassment",
        "resources":[{"country":"DE","language":"de","name":"A help line","phone":"0000","url":"https://help.example/"}]}
        """

    static func call(_ house: TestHouse) async throws -> String {
        try await house.send(.post, "/api/chorus/v1/calls", as: house.alice, json: body).id()
    }

    @Test("a call and its magnitude have their bytes", arguments: TestEngine.available)
    func golden(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await Self.call(house)
            try await house.post("me too", by: house.bob, answering: id)
            try await house.send(.post, "/api/chorus/v1/calls/\(id)/answer", as: house.charlie, ["answer": "1"])
                .expect(200)
            let magnitude = try await house.get("/api/chorus/v1/calls/\(id)/magnitude").expect(200)
            try expectGolden("CallMagnitude", magnitude)
            try expectGolden("Call", try await house.get("/api/chorus/v1/calls/\(id)", as: house.charlie))
            try expectGolden("CallMagnitude.csv", try await house.get("/api/chorus/v1/calls/\(id)/magnitude.csv"))
            let status = try await house.get("/api/v1/statuses/\(id)").expect(200)
            #expect(status["poll", "options", "0", "title"] == "Me too")
            #expect(status["poll", "expires_at"].string?.hasPrefix("2024-11-13T") == true)
            #expect(status["tags", "0", "name"] == "metoo")
            let list = try await house.get("/api/chorus/v1/calls")
            #expect(list.ids() == [id])
            #expect(try await house.wrongCounters() == [])
        }
    }

    @Test(
        "as a status, a call ends with a line and a link to its page, and its card says how many",
        arguments: TestEngine.available
    )
    func status(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await Self.call(house)
            try await house.post("me too", by: house.bob, answering: id)
            house.clock.step(.seconds(2))
            let status = try await house.get("/api/v1/statuses/\(id)").expect(200)
            let page = try #require(try await house.get("/api/chorus/v1/calls/\(id)")["url"].string)
            let content = try #require(status["content"].string)
            #expect(content.contains("Small numbers are not shown here") && content.contains("<a href=\"\(page)\""))
            #expect(status["card", "url"].string == page && status["card", "type"] == "link")
            #expect(status["card", "title"] == "1 person has answered")
            // What its author wrote has no such line, and an edit leaves one.
            let source = try await house.get("/api/v1/statuses/\(id)/source", as: house.alice).expect(200)
            let text = try #require(source["text"].string)
            #expect(!text.contains("Small numbers"))
            let edited = try await house.send(
                .put,
                "/api/v1/statuses/\(id)",
                as: house.alice,
                ["status": text + " Please."]
            )
            let lines = try #require(edited.expect(200)["content"].string).components(separatedBy: "Small numbers")
            #expect(lines.count == 2 && lines[0].contains("Please."))
            // Its end, put off by its author.
            try await house.send(.post, "/api/chorus/v1/calls/\(id)/extend", as: house.bob).expect(403)
            let far = "2027-01-01T00:00:00.000Z"
            try await house.send(.post, "/api/chorus/v1/calls/\(id)/extend", as: house.alice, ["closes_at": far])
                .expect(200)
            #expect(try await house.get("/api/v1/statuses/\(id)")["poll", "expires_at"].string == far)
        }
    }

    @Test("nobody can read who answered silently, not even the caller", arguments: TestEngine.available)
    func silence(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await Self.call(house)
            let poll = try #require(try await house.get("/api/v1/statuses/\(id)")["poll", "id"].string)
            try await house.send(.post, "/api/chorus/v1/calls/\(id)/answer", as: house.bob, ["answer": "0"]).expect(200)
            try await house.send(.post, "/api/v1/polls/\(poll)/votes", as: house.charlie, ["choices[]": "0"])
                .expect(200)
            let paths = [
                "/api/chorus/v1/calls/\(id)", "/api/chorus/v1/calls", "/api/chorus/v1/calls/\(id)/magnitude",
                "/api/v1/statuses/\(id)", "/api/v1/polls/\(poll)", "/api/v1/statuses/\(id)/context",
                "/api/v1/statuses/\(id)/history", "/api/v1/statuses/\(id)/favourited_by", "/api/v1/notifications",
                "/api/chorus/v1/tags/metoo/magnitude", "/api/v1/timelines/tag/metoo",
            ]
            for viewer in [nil, house.alice] {
                for path in paths {
                    let reply = try await house.get(path, as: viewer)
                    for person in [house.bob, house.charlie] {
                        #expect(!reply.text.contains(person.name), "\(path)")
                        #expect(!reply.text.contains("\"\(person.id)\""), "\(path)")
                    }
                }
            }
            let magnitude = try await house.get("/api/chorus/v1/calls/\(id)/magnitude")
            #expect(magnitude["silent"] == .null)
            #expect(magnitude["answers", "0", "silent"] == .null)
            let status = try await house.get("/api/v1/statuses/\(id)")
            #expect(status["poll", "options", "0", "votes_count"] == 0)
            let own = try await house.get("/api/chorus/v1/calls/\(id)", as: house.bob)
            #expect(own["own_answer", "answer"] == 0)
            #expect(own["own_answer", "silent"] == true)
            #expect(try await house.get("/api/chorus/v1/calls/\(id)", as: house.alice)["own_answer"] == .null)
        }
    }

    @Test("the first who answers tells nobody which answer it was", arguments: TestEngine.available)
    func first(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await Self.call(house)
            let call = try await house.send(
                .post,
                "/api/chorus/v1/calls/\(id)/answer",
                as: house.bob,
                ["answer": "0"]
            )
            #expect(call["magnitude", "silent"] == .null)
            let poll = try #require(call["poll_id"].string)
            let magnitude = try await house.get("/api/chorus/v1/calls/\(id)/magnitude")
            let shown = try await house.get("/api/v1/polls/\(poll)", as: house.alice)
            #expect(magnitude["people"] == 0)
            #expect(shown["votes_count"] == 0)
            for place in ["0", "1"] {
                #expect(magnitude["answers", place, "silent"] == .null)
                #expect(shown["options", place, "votes_count"] == 0)
            }
        }
    }

    @Test("suspended callers are gone, and blocked ones not listed", arguments: TestEngine.available)
    func hiddenCallers(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await Self.call(house)
            try await house.send(.post, "/api/v1/accounts/\(house.alice.id)/block", as: house.bob).expect(200)
            #expect(try await house.get("/api/chorus/v1/calls", as: house.bob).ids() == [])
            #expect(try await house.get("/api/chorus/v1/calls", as: house.charlie).ids() == [id])
            try await house.services.moderate(house.alice.id, .suspend)
            for path in ["/\(id)", "/\(id)/magnitude", "/\(id)/magnitude.csv"] {
                try await house.get("/api/chorus/v1/calls\(path)").expect(404)
            }
            #expect(try await house.get("/api/chorus/v1/calls").ids() == [])
        }
    }

    @Test("a magnitude that was read is not sent again", arguments: [TestEngine.sqlite])
    func unchanged(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await Self.call(house)
            let path = "/api/chorus/v1/calls/\(id)/magnitude"
            let first = try await house.get(path).expect(200)
            let tag = try #require(first.response.headers[.eTag])
            let call = try await house.get("/api/chorus/v1/calls", as: house.bob)
            #expect(call.ids() == [id])
            let again = try await house.send(.get, path, headers: [.ifNoneMatch: tag])
            #expect(again.status == 304 || again.response.headers[.eTag] != tag)
        }
    }

    @Test("taking back asks whether the posts go too", arguments: TestEngine.available)
    func withdrawal(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let id = try await Self.call(house)
            let first = try await house.post("me too", by: house.bob, answering: id)
            let path = "/api/chorus/v1/calls/\(id)/withdraw"
            let other = try await house.send(.post, path, as: house.charlie)
            other.expectError(422, "Validation failed: You have not answered this call")
            let kept = try await house.send(.post, path, as: house.bob).expect(200)
            #expect(kept["remaining_posts", "0"] == .string(first))
            try await house.get("/api/v1/statuses/\(first)").expect(200)
            let second = try await house.post("#metoo", by: house.bob)
            let gone = try await house.send(.post, path, as: house.bob, ["delete_posts": "true"]).expect(200)
            #expect(gone["deleted_posts", "0"] == .string(second))
            try await house.get("/api/v1/statuses/\(second)").expect(404)
            #expect(try await house.get("/api/chorus/v1/calls/\(id)/magnitude")["people"] == 0)
            try await house.send(.post, path).expect(401)
            try await house.send(.post, "/api/chorus/v1/calls/7/withdraw", as: house.bob).expect(404)
        }
    }

    @Test("bad calls, answers and closings get a clear error", arguments: TestEngine.available)
    func bad(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let many = (0..<1000).map { "\"\($0)\"" }.joined(separator: ",")
            let long = String(repeating: "a", count: 10_000)
            let bodies = [
                #"{"prompt":"a","answers":["x","y"]}"#, #"{"prompt":"a","tag":"b","answers":["x"]}"#,
                #"{"prompt":"a","tag":"b","answers":[\#(many)]}"#,
                #"{"prompt":"a","tag":"\#(long)","answers":["x","y"]}"#, #"{"tag":"b","answers":["x","y"]}"#,
                #"{"prompt":"a","tag":"b","answers":["x","y"],"closes_at":"tomorrow"}"#,
                #"{"prompt":"a","tag":"b","answers":["x","y"],"resources":"x"}"#,
                #"{"prompt":"a","tag":"b","answers":["x","y"],"visibility":"direct"}"#, "{}",
            ]
            for body in bodies {
                let reply = try await house.send(.post, "/api/chorus/v1/calls", as: house.alice, json: body)
                #expect([400, 422].contains(reply.status), "\(body.prefix(80)): \(reply.text)")
                #expect(reply["error"].string?.isEmpty == false)
            }
            #expect(try await house.get("/api/chorus/v1/calls").ids() == [])
            let id = try await Self.call(house)
            for answer in ["", "x", "2", "-1", "99999999999999999999"] {
                let path = "/api/chorus/v1/calls/\(id)/answer"
                let reply = try await house.send(.post, path, as: house.bob, ["answer": answer])
                #expect([400, 422].contains(reply.status), "\(answer): \(reply.text)")
            }
            try await house.send(.post, "/api/chorus/v1/calls/\(id)/close", as: house.bob).expect(403)
            try await house.send(.post, "/api/chorus/v1/calls/\(id)/close", as: house.alice).expect(200)
            let closed = try await house.send(
                .post,
                "/api/chorus/v1/calls/\(id)/answer",
                as: house.bob,
                ["answer": "0"]
            )
            closed.expectError(422, "Validation failed: This call is closed")
        }
    }

    @Test("the same key makes one call", arguments: [TestEngine.sqlite])
    func idempotency(_ engine: TestEngine) async throws {
        try await withHouse(engine) { house in
            let headers: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "one"]
            let ids = try await [0, 1].asyncMap { _ in
                try await house.send(
                    .post,
                    "/api/chorus/v1/calls",
                    as: house.alice,
                    json: Self.body,
                    headers: headers
                ).id()
            }
            #expect(ids[0] == ids[1])
        }
    }
}

extension Array {
    fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async rethrows -> [T] {
        var result: [T] = []
        for element in self { result.append(try await body(element)) }
        return result
    }
}
