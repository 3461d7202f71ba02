// /api/v1/admin/tags and /api/chorus/v1/admin/tags and …/calls: for moderators alone, and what they do is done.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite("Tags and calls for moderators' apps")
struct AdminTagTests {
    private func moderator(_ server: TestServer) async throws -> String {
        let new = NewAccount(
            username: "dana",
            email: "dana@example.org",
            password: nil,
            role: .moderator,
            agreement: true
        )
        _ = try await server.services.createAccount(new)
        return try await server.services.createToken(username: "dana", scopes: "read admin:read admin:write").token
    }

    @Test("states of tags are read and set, by moderators alone", arguments: TestEngine.available)
    func states(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let token = try await moderator(server)
            let user = try await server.services.createToken(username: "bob", scopes: "read admin:read admin:write")
                .token
            _ = try await server.post("One #tea", by: server.alice)
            let list = try await server.send(.get, "/api/v1/admin/tags", token: token).expect(200)
            let id = try #require(list.ids().first)
            #expect(list["0", "name"] == "tea" && list["0", "usable"] == true && list["0", "listable"] == true)
            let path = "/api/v1/admin/tags/\(id)"
            for (method, place) in [(HTTPRequest.Method.get, "/api/v1/admin/tags"), (.get, path), (.put, path)] {
                #expect(try await server.send(method, place, token: user).status == 403)
            }
            let changed = try await server.send(.put, path, token: token, ["listable": "false", "usable": "false"])
                .expect(200)
            #expect(changed["usable"] == false && changed["listable"] == false && changed["trendable"] == false)
            #expect(try await server.post(["status": "Two #tea"], by: server.bob).status == 403)
            _ = try await server.send(.put, path, token: token, ["listable": "true", "usable": "true"]).expect(200)
            #expect(try await server.post(["status": "Two #tea"], by: server.bob).status == 200)
            #expect(try await server.send(.get, path, token: token)["usable"] == true)
            #expect(try await server.send(.get, "/api/v1/admin/tags/99999", token: token).status == 404)
        }
    }
}
