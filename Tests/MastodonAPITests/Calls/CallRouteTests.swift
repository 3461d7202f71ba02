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

    static func call(_ server: TestServer, phone: String = "0000") async throws -> String {
        let body = body.replacing("\"0000\"", with: "\"\(phone)\"")
        return try await server.send(.post, "/api/chorus/v1/calls", as: server.alice, json: body).id()
    }

    @Test("a call and its magnitude have their bytes", arguments: TestEngine.available)
    func golden(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await Self.call(server)
            try await server.post("me too", by: server.bob, answering: id)
            try await server.send(.post, "/api/chorus/v1/calls/\(id)/answer", as: server.charlie, ["answer": "1"])
                .expect(200)
            let magnitude = try await server.get("/api/chorus/v1/calls/\(id)/magnitude").expect(200)
            try expectGolden("CallMagnitude", magnitude)
            try expectGolden("Call", try await server.get("/api/chorus/v1/calls/\(id)", as: server.charlie))
            try expectGolden("CallMagnitude.csv", try await server.get("/api/chorus/v1/calls/\(id)/magnitude.csv"))
            let status = try await server.get("/api/v1/statuses/\(id)").expect(200)
            #expect(status["poll", "options", "0", "title"] == "Me too")
            #expect(status["poll", "expires_at"].string?.hasPrefix("2024-11-13T") == true)
            #expect(status["tags", "0", "name"] == "metoo")
            let list = try await server.get("/api/chorus/v1/calls")
            #expect(list.ids() == [id])
            #expect(try await server.wrongCounters() == [])
        }
    }

    @Test(
        "as a status, a call ends with a line and a link to its page, and its card says how many",
        arguments: TestEngine.available
    )
    func status(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await Self.call(server)
            try await server.post("me too", by: server.bob, answering: id)
            server.clock.advance(.seconds(2))
            let status = try await server.get("/api/v1/statuses/\(id)").expect(200)
            let page = try #require(try await server.get("/api/chorus/v1/calls/\(id)")["url"].string)
            let content = try #require(status["content"].string)
            #expect(content.contains("Small numbers are not shown here") && content.contains("<a href=\"\(page)\""))
            #expect(status["card", "url"].string == page && status["card", "type"] == "link")
            #expect(status["card", "title"] == "1 person has answered aloud")
            // What its author wrote has no such line, and an edit leaves one.
            let source = try await server.get("/api/v1/statuses/\(id)/source", as: server.alice).expect(200)
            let text = try #require(source["text"].string)
            #expect(!text.contains("Small numbers"))
            let edited = try await server.send(
                .put,
                "/api/v1/statuses/\(id)",
                as: server.alice,
                ["status": text + " Please."]
            )
            let lines = try #require(edited.expect(200)["content"].string).components(separatedBy: "Small numbers")
            #expect(lines.count == 2 && lines[0].contains("Please."))
            // Its end, put off by its author.
            try await server.send(.post, "/api/chorus/v1/calls/\(id)/extend", as: server.bob).expect(403)
            let far = "2027-01-01T00:00:00.000Z"
            try await server.send(.post, "/api/chorus/v1/calls/\(id)/extend", as: server.alice, ["closes_at": far])
                .expect(200)
            #expect(try await server.get("/api/v1/statuses/\(id)")["poll", "expires_at"].string == far)
        }
    }

    @Test(
        "the line under a call is in the call's language, in English where that is not known",
        arguments: TestEngine.available
    )
    func language(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let lines = [
                ("de", "Kleine Zahlen"), ("pt-BR", "Números pequenos"), ("ar", "لا تُعرض"), ("ja", "小さな数"),
                ("nl", "Small numbers"),
            ]
            for (language, words) in lines {
                let call = #"{"prompt":"…","tag":"line","answers":["1","2"],"language":"\#(language)"}"#
                let id = try await server.send(.post, "/api/chorus/v1/calls", as: server.alice, json: call).id()
                let content = try await server.get("/api/v1/statuses/\(id)").expect(200)["content"].string
                #expect(content?.contains("<p>\(words)") == true, "\(language)")
                let source = try await server.get("/api/v1/statuses/\(id)/source", as: server.alice).expect(200)
                #expect(source["text"].string == "…\n\n#line")
            }
        }
    }

    @Test("nobody can read who answered silently, not even the caller", arguments: TestEngine.available)
    func silence(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await Self.call(server)
            let poll = try #require(try await server.get("/api/v1/statuses/\(id)")["poll", "id"].string)
            try await server.send(.post, "/api/chorus/v1/calls/\(id)/answer", as: server.bob, ["answer": "0"]).expect(
                200
            )
            try await server.send(.post, "/api/v1/polls/\(poll)/votes", as: server.charlie, ["choices[]": "0"])
                .expect(200)
            let paths = [
                "/api/chorus/v1/calls/\(id)", "/api/chorus/v1/calls", "/api/chorus/v1/calls/\(id)/magnitude",
                "/api/v1/statuses/\(id)", "/api/v1/polls/\(poll)", "/api/v1/statuses/\(id)/context",
                "/api/v1/statuses/\(id)/history", "/api/v1/statuses/\(id)/favourited_by", "/api/v1/notifications",
                "/api/chorus/v1/tags/metoo/magnitude", "/api/v1/timelines/tag/metoo",
            ]
            for viewer in [nil, server.alice] {
                for path in paths {
                    let reply = try await server.get(path, as: viewer)
                    for person in [server.bob, server.charlie] {
                        #expect(!reply.text.contains(person.name), "\(path)")
                        #expect(!reply.text.contains("\"\(person.id)\""), "\(path)")
                    }
                }
            }
            let magnitude = try await server.get("/api/chorus/v1/calls/\(id)/magnitude")
            #expect(magnitude["silent"] == .null)
            #expect(magnitude["answers", "0", "silent"] == .null)
            let status = try await server.get("/api/v1/statuses/\(id)")
            #expect(status["poll", "options", "0", "votes_count"] == 0)
            let own = try await server.get("/api/chorus/v1/calls/\(id)", as: server.bob)
            #expect(own["own_answer", "answer"] == 0)
            #expect(own["own_answer", "silent"] == true)
            #expect(try await server.get("/api/chorus/v1/calls/\(id)", as: server.alice)["own_answer"] == .null)
        }
    }

    @Test("the first who answers tells nobody which answer it was", arguments: TestEngine.available)
    func first(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await Self.call(server)
            let call = try await server.send(
                .post,
                "/api/chorus/v1/calls/\(id)/answer",
                as: server.bob,
                ["answer": "0"]
            )
            #expect(call["magnitude", "silent"] == .null)
            let poll = try #require(call["poll_id"].string)
            let magnitude = try await server.get("/api/chorus/v1/calls/\(id)/magnitude")
            let shown = try await server.get("/api/v1/polls/\(poll)", as: server.alice)
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
        try await withServer(engine) { server in
            let id = try await Self.call(server)
            try await server.send(.post, "/api/v1/accounts/\(server.alice.id)/block", as: server.bob).expect(200)
            #expect(try await server.get("/api/chorus/v1/calls", as: server.bob).ids() == [])
            #expect(try await server.get("/api/chorus/v1/calls", as: server.charlie).ids() == [id])
            try await server.services.moderate(server.alice.id, .suspend, by: .commandLine)
            for path in ["/\(id)", "/\(id)/magnitude", "/\(id)/magnitude.csv"] {
                try await server.get("/api/chorus/v1/calls\(path)").expect(404)
            }
            #expect(try await server.get("/api/chorus/v1/calls").ids() == [])
        }
    }

    @Test("a magnitude that was read is not sent again", arguments: [TestEngine.sqlite])
    func unchanged(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await Self.call(server)
            let path = "/api/chorus/v1/calls/\(id)/magnitude"
            let first = try await server.get(path).expect(200)
            let tag = try #require(first.response.headers[.eTag])
            // It says when it was made: within the same moment it is the same.
            let again = try await server.send(.get, path, headers: [.ifNoneMatch: tag], after: .zero)
            #expect(again.status == 304 && again.text.isEmpty && again.response.headers[.eTag] == tag)
            let later = try await server.send(.get, path, headers: [.ifNoneMatch: tag], after: .seconds(2)).expect(200)
            #expect(later.response.headers[.eTag] != tag)
            let call = try await server.get("/api/chorus/v1/calls", as: server.bob)
            #expect(call.ids() == [id])
        }
    }

    @Test("taking back asks whether the posts go too", arguments: TestEngine.available)
    func withdrawal(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let id = try await Self.call(server)
            let first = try await server.post("me too", by: server.bob, answering: id)
            let path = "/api/chorus/v1/calls/\(id)/withdraw"
            let other = try await server.send(.post, path, as: server.charlie)
            other.expectError(422, "Validation failed: You have not answered this call")
            let kept = try await server.send(.post, path, as: server.bob).expect(200)
            #expect(kept["remaining_posts", "0"] == .string(first))
            try await server.get("/api/v1/statuses/\(first)").expect(200)
            let second = try await server.post("#metoo", by: server.bob)
            let gone = try await server.send(.post, path, as: server.bob, ["delete_posts": "true"]).expect(200)
            #expect(gone["deleted_posts", "0"] == .string(second))
            try await server.get("/api/v1/statuses/\(second)").expect(404)
            #expect(try await server.get("/api/chorus/v1/calls/\(id)/magnitude")["people"] == 0)
            try await server.send(.post, path).expect(401)
            try await server.send(.post, "/api/chorus/v1/calls/7/withdraw", as: server.bob).expect(404)
        }
    }

    @Test("bad calls, answers and closings get a clear error", arguments: TestEngine.available)
    func bad(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
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
                let reply = try await server.send(.post, "/api/chorus/v1/calls", as: server.alice, json: body)
                #expect([400, 422].contains(reply.status), "\(body.prefix(80)): \(reply.text)")
                #expect(reply["error"].string?.isEmpty == false)
            }
            #expect(try await server.get("/api/chorus/v1/calls").ids() == [])
            let id = try await Self.call(server)
            for answer in ["", "x", "2", "-1", "99999999999999999999"] {
                let path = "/api/chorus/v1/calls/\(id)/answer"
                let reply = try await server.send(.post, path, as: server.bob, ["answer": answer])
                #expect([400, 422].contains(reply.status), "\(answer): \(reply.text)")
            }
            try await server.send(.post, "/api/chorus/v1/calls/\(id)/close", as: server.bob).expect(403)
            try await server.send(.post, "/api/chorus/v1/calls/\(id)/close", as: server.alice).expect(200)
            let closed = try await server.send(
                .post,
                "/api/chorus/v1/calls/\(id)/answer",
                as: server.bob,
                ["answer": "0"]
            )
            closed.expectError(422, "Validation failed: This call is closed")
        }
    }

    @Test("the same key makes one call", arguments: [TestEngine.sqlite])
    func idempotency(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let headers: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "one"]
            let ids = try await [0, 1].asyncMap { _ in
                try await server.send(
                    .post,
                    "/api/chorus/v1/calls",
                    as: server.alice,
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
