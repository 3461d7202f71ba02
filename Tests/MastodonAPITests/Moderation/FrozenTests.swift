// What apps of somebody see who is frozen, warned, or whose files are sensitive.

import Basics
import Domain
import HTTPTypes
import Media
import Services
import TestSupport
import Testing

@testable import MastodonAPI

@Suite("Sanctions in apps")
struct FrozenTests {
    private func admin(_ server: TestServer) async throws -> String {
        _ = try await server.services.createAccount(
            NewAccount(username: "dana", email: "dana@example.org", password: nil, role: .admin, agreement: true)
        )
        return try await server.services.createToken(username: "dana", scopes: "read admin:read admin:write").token
    }

    @Test("who is frozen reads, and writes nothing", arguments: TestEngine.available)
    func frozen(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let token = try await admin(server)
            let bob = server.bob
            let status = try await server.post("before", by: bob)
            let action = "/api/v1/admin/accounts/\(bob.id)"
            try await server.send(.post, action + "/action", token: token, ["type": "disable", "text": "Rest"])
                .expect(200)
            for path in ["/api/v1/accounts/verify_credentials", "/api/v1/timelines/home", "/api/v1/notifications"] {
                try await server.get(path, as: bob).expect(200)
            }
            let sentence = "Your account is frozen: you can read and take back, but not write"
            for (method, path) in [
                (HTTPRequest.Method.post, "/api/v1/statuses"), (.post, "/api/v1/statuses/\(status)/favourite"),
                (.put, "/api/v1/statuses/\(status)"), (.patch, "/api/v1/accounts/update_credentials"),
                (.post, "/api/v1/accounts/\(server.alice.id)/follow"), (.post, "/api/v2/media"),
            ] {
                try await server.send(method, path, as: bob, ["status": "x"]).expectError(403, sentence)
            }
            #expect(try await server.send(.get, action, token: token).expect(200)["disabled"] == true)
            try await server.send(.get, action, as: bob).expect(403)
            let enabled = try await server.send(.post, action + "/enable", token: token).expect(200)
            #expect(enabled["id"] == .string("\(bob.id)") && enabled["disabled"] == false)
            try await server.post("after", by: bob)
        }
    }

    @Test("who is frozen takes back what they said, did and chose", arguments: TestEngine.available)
    func takesBack(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (alice, bob) = (server.alice, server.bob)
            let call = "/api/chorus/v1/calls/\(try await CallRouteTests.call(server))"
            let own = try await server.post("before", by: bob)
            let theirs = try await server.post("a thought", by: alice)
            for path in [
                "/api/v1/statuses/\(theirs)/favourite", "/api/v1/statuses/\(theirs)/reblog",
                "/api/v1/accounts/\(alice.id)/follow",
            ] {
                try await server.send(.post, path, as: bob).expect(200)
            }
            try await server.send(.post, "\(call)/answer", as: bob, ["answer": "1"]).expect(200)
            try await server.services.moderate(bob.id, .disable, by: .commandLine)
            try await server.send(.post, "\(call)/answer", as: bob, ["answer": "0"]).expect(403)
            for (method, path) in [
                (HTTPRequest.Method.post, "\(call)/withdraw"), (.delete, "/api/v1/statuses/\(own)"),
                (.post, "/api/v1/statuses/\(theirs)/unfavourite"), (.post, "/api/v1/statuses/\(theirs)/unreblog"),
                (.post, "/api/v1/accounts/\(alice.id)/unfollow"),
            ] {
                try await server.send(method, path, as: bob).expect(200)
            }
            try await server.get("/api/v1/statuses/\(own)", as: bob).expect(404)
            #expect(try await server.get(call, as: bob)["own_answer"] == .null)
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("what is listed as taking back is there")
    func list() {
        let all = Set(API.routes().routes.map { "\($0.method) \($0.path)" })
        #expect(Route.takingBack.subtracting(all).isEmpty)
        for path in Set(Route.arranging.map { $0.split(separator: " ").last ?? "" }) {
            #expect(all.contains { $0.split(separator: " ").last?.hasPrefix(path) == true }, "\(path)")
        }
        // What others hear of is not among it.
        for name in [
            "POST /api/v1/statuses", "POST /api/v1/statuses/:id/favourite", "POST /api/v1/accounts/:id/follow",
        ] {
            #expect(!Route.arranging.contains(where: name.hasPrefix))
        }
    }

    @Test("what a suspended account has left is deleted for good, and of no other", arguments: TestEngine.available)
    func deleted(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let (token, bob) = (try await admin(server), server.bob)
            let path = "/api/v1/admin/accounts/\(bob.id)"
            try await server.send(.delete, path, token: token).expectError(
                403,
                "Only a suspended account can be deleted"
            )
            try await server.services.moderate(bob.id, .suspend, by: .commandLine)
            try await server.send(.delete, path, as: server.alice).expect(403)
            let deleted = try await server.send(.delete, path, token: token).expect(200)
            #expect(deleted["suspended"] == true && deleted["username"] == "bob")
            try await server.send(.delete, path, token: token).expect(404)
            try await server.services.eraseAccount(bob.id)
            try await server.send(.get, path, token: token).expect(404)
            #expect(try await server.wrongCounters().isEmpty)
        }
    }

    @Test("a warning has its posts and its appeal", arguments: TestEngine.available)
    func warning(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let bob = server.bob
            let status = try #require(Int64(try await server.post("words", by: bob)))
            try await server.services.markStatuses([status], ModerationOptions(text: "Blood"), by: .commandLine)
            #expect(try await server.get("/api/v1/statuses/\(status)")["sensitive"] == true)
            func warning() async throws -> Reply {
                try await server.get("/api/v1/notifications?types[]=moderation_warning", as: bob).expect(200)
            }
            var notice = try await warning()
            #expect(notice["0", "moderation_warning", "action"] == "mark_statuses_as_sensitive")
            #expect(notice["0", "moderation_warning", "status_ids", "0"] == .string("\(status)"))
            #expect(notice["0", "moderation_warning", "appeal"] == .null)
            let id = try #require(try await server.services.sanctions(of: bob.id).first).action.id
            try await server.services.appeal(id, "Paint", by: bob.id)
            notice = try await warning()
            #expect(notice["0", "moderation_warning", "appeal", "state"] == "pending")
            try await server.services.decideAppeal(id, isGranted: true, answer: "It is paint", by: .commandLine)
            notice = try await warning()
            #expect(notice["0", "moderation_warning", "appeal", "state"] == "approved")
            #expect(notice["0", "moderation_warning", "appeal", "text"] == "Paint")
            #expect(try await server.get("/api/v1/statuses/\(status)")["sensitive"] == false)
        }
    }

    @Test(
        "all files of an account are sensitive until that is taken back, also those to come",
        arguments: TestEngine.available
    )
    func sensitive(_ engine: TestEngine) async throws {
        try await withMediaServer(engine) { server in
            let (token, bob) = (try await admin(server), server.bob)
            func postPicture() async throws -> String {
                let file = FormFile(filename: "a.png", bytes: Pictures.png(40, 30))
                let media = try await server.upload(as: bob, [file]).expect(200)
                let fields: KeyValuePairs = ["status": "look", "media_ids[]": media["id"].string ?? ""]
                return try await server.send(.post, "/api/v1/statuses", as: bob, fields).expect(200).id()
            }
            func isSensitive(_ id: String) async throws -> Bool {
                try await server.get("/api/v1/statuses/\(id)")["sensitive"] == true
            }
            let (words, before) = (try await server.post("words", by: bob), try await postPicture())
            let path = "/api/v1/admin/accounts/\(bob.id)"
            try await server.send(.post, path + "/action", token: token, ["type": "sensitive"]).expect(200)
            let after = try await postPicture()
            for (id, expected) in [(before, true), (after, true), (words, false)] {
                #expect(try await isSensitive(id) == expected)
            }
            try await server.send(.post, path + "/unsensitive", token: token).expect(200)
            for id in [before, after] { #expect(try await isSensitive(id) == false) }
            #expect(try await server.wrongCounters().isEmpty)
        }
    }
}
