// One's own profile as it is edited.
import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Services
import Storage
import TestSupport
import Testing

@Suite("Profile")
struct ProfileTests {
    @Test("a profile is read and changed, by PATCH and PUT", arguments: TestEngine.available)
    func life(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let alice = server.alice
            try await server.send(.post, "/api/v1/featured_tags", as: alice, ["name": "Garden"]).expect(200)
            let changed = try await server.send(
                .patch,
                "/api/v1/profile",
                as: alice,
                json: """
                    {"display_name": "Alice", "note": "Tea & #garden", "discoverable": true, "indexable": true,
                     "hide_collections": true, "bot": false, "show_media": false, "show_featured": false,
                     "attribution_domains": ["https://News.Example/", "*.blog.example", "news.example"],
                     "fields_attributes": {"1": {"name": "b", "value": "2"}, "0": {"name": "a", "value": "1"}}}
                    """
            )
            try expectGolden("Profile", changed)
            #expect(try await server.get("/api/v1/profile", as: alice).json == changed.json)
            let again = try await server.send(.put, "/api/v1/profile", as: alice, ["show_media": "true"])
            #expect(again["show_media"] == true && again["show_featured"] == false && again["note"] == "Tea & #garden")
            let me = try await server.get("/api/v1/accounts/verify_credentials", as: alice)
            #expect(me["source", "attribution_domains"] == .array(["news.example", "blog.example"]))
            #expect(me["source", "indexable"] == true && me["source", "hide_collections"] == true)
            let fewer = try await server.updateProfile(["attribution_domains[]": "blog.example"], of: alice)
            #expect(fewer["source", "attribution_domains"] == .array(["blog.example"]))
            try await server.send(.patch, "/api/v1/profile", as: alice, ["attribution_domains[]": "no domain"]).expect(
                422
            )
            try await server.send(.patch, "/api/v1/profile", as: alice, ["attribution_domains[]": ""]).expect(200)
            #expect(try await server.get("/api/v1/profile", as: alice)["attribution_domains"] == .array([]))
            try await server.get("/api/v1/profile").expect(401)
        }
    }

    @Test("everything of source is set and read back", arguments: TestEngine.available)
    func source(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let reply = try await server.updateProfile(
                [
                    "source[privacy]": "unlisted", "source[sensitive]": "true", "source[language]": "de",
                    "fields_attributes[0][name]": "site", "fields_attributes[0][value]": "https://example.org",
                ],
                of: server.alice
            )
            #expect(reply["source", "privacy"] == "unlisted" && reply["source", "sensitive"] == true)
            #expect(reply["source", "language"] == "de" && reply["source", "fields", "0", "name"] == "site")
            let preferences = try await server.get("/api/v1/preferences", as: server.alice)
            #expect(preferences["posting:default:visibility"] == "unlisted")
            #expect(preferences["posting:default:language"] == "de")
        }
    }
}
