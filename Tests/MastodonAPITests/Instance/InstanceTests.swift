// What the server says of itself.

import Basics
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import TestSupport
import Testing

@Suite struct InstanceTests {
    @Test("both shapes count people and posts, at most once a minute", arguments: TestEngine.available)
    func counts(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.post("me too", by: server.alice)
            let first = try await server.get("/api/v1/instance").expect(200)
            #expect(first["stats", "user_count"] == 3)
            #expect(first["stats", "status_count"] == 1)
            #expect(first.response.headers[.cacheControl] == "public, max-age=300")
            try await server.post("me too", by: server.bob)
            let second = try await server.get("/api/v2/instance").expect(200).expectStatements(atMost: 0)
            #expect(second["usage", "users", "active_month"] == 1)
            server.clock.advance(.seconds(60))
            #expect(try await server.get("/api/v2/instance")["usage", "users", "active_month"] == 2)
            #expect(try await server.get("/api/v1/instance")["stats", "status_count"] == 2)
            server.clock.advance(.seconds(40 * 86_400))
            let info = try await server.get("/nodeinfo/2.0")
            #expect(info["usage", "users", "activeMonth"] == 0)
            #expect(info["usage", "users", "activeHalfyear"] == 2)
            #expect(info["usage", "localPosts"] == 2)
        }
    }

    @Test("the contact is the oldest admin; without one it is null", arguments: TestEngine.available)
    func contact(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            #expect(try await server.get("/api/v2/instance")["contact", "account"] == .null)
            #expect(try await server.get("/api/v1/instance")["contact_account"] == .null)
            for name in ["dana", "erin"] {
                _ = try await server.services.createAccount(
                    NewAccount(
                        username: name,
                        email: "\(name)@example.org",
                        password: nil,
                        role: .admin,
                        agreement: true
                    )
                )
            }
            server.clock.advance(.seconds(60))
            #expect(try await server.get("/api/v2/instance")["contact", "account", "username"] == "dana")
            #expect(try await server.get("/api/v1/instance")["contact_account", "username"] == "dana")
        }
    }

    @Test("nothing is promised that is not there")
    func promises() async throws {
        try await withServer(.sqlite) { server in
            let instance = try await server.get("/api/v2/instance")
            #expect(instance["version"] == "4.5.0+chorus.0.1.0")
            #expect(instance["api_versions", "mastodon"] == 7)
            #expect(instance["configuration", "urls", "streaming"] == "wss://chorus.example")
            #expect(instance["configuration", "translation", "enabled"] == false)
            #expect(instance["configuration", "statuses", "max_media_attachments"] == 0)
            #expect(instance["configuration", "media_attachments", "supported_mime_types"] == .array([]))
            #expect(instance["configuration", "polls", "max_options"] == 4)
            #expect(try await server.get("/api/v1/instance")["urls", "streaming_api"] == "wss://chorus.example")
            #expect(try await server.get("/api/v1/instance/translation_languages").expect(200).text == "{}")
        }
    }

    @Test("NodeInfo is found, names this software and is open to web apps")
    func nodeInfo() async throws {
        try await withServer(.sqlite) { server in
            let found = try await server.send(
                .get,
                "/.well-known/nodeinfo",
                headers: [.origin: "https://app.example"]
            ).expect(200)
            #expect(found["links", "0", "rel"] == "http://nodeinfo.diaspora.software/ns/schema/2.0")
            #expect(found["links", "0", "href"] == "https://chorus.example/nodeinfo/2.0")
            #expect(found.response.headers[.accessControlAllowOrigin] == "*")
            let info = try await server.get("/nodeinfo/2.0").expect(200)
            #expect(
                info.json.keys == [
                    "version", "software", "protocols", "services", "openRegistrations", "usage", "metadata",
                ]
            )
            #expect(info["software", "name"] == "chorus")
            #expect(info["protocols"] == .array([]))
        }
    }

    @Test("preferences are the login's defaults", arguments: TestEngine.available)
    func preferences(engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.get("/api/v1/preferences").expect(401)
            let token = try await server.token(server.alice, scopes: "read:accounts")
            let preferences = try await server.send(.get, "/api/v1/preferences", token: token).expect(200)
            #expect(preferences["posting:default:visibility"] == "public")
            #expect(preferences["posting:default:language"] == .null)
        }
    }
}
