// Rules, longer texts, languages and peers.
import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import Services
import Storage
import TestSupport
import Testing

@Suite("Instance texts")
struct InstanceTextTests {
    @Test("rules are told everywhere, and a removed one nowhere", arguments: TestEngine.available)
    func rules(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            #expect(try await server.get("/api/v1/instance/rules").expect(200).text == "[]")
            let first = try await server.services.addRule("Be kind", hint: "To others and to yourself")
            try await server.services.addRule("No numbers of others", hint: "")
            try expectSameJSON(
                try await server.get("/api/v1/instance/rules").json,
                """
                [{"id":"1","text":"Be kind","hint":"To others and to yourself","translations":{}},
                 {"id":"2","text":"No numbers of others","hint":"","translations":{}}]
                """
            )
            for path in ["/api/v1/instance", "/api/v2/instance"] {
                #expect(try await server.get(path)["rules"].array?.count == 2)
            }
            try await server.services.removeRule(first)
            #expect(try await server.get("/api/v1/instance/rules").ids() == ["2"])
            await #expect(throws: ServiceError.notFound) { try await server.services.removeRule(first) }
            await #expect(throws: ServiceError.self) { try await server.services.addRule("", hint: "") }
        }
    }

    @Test("texts are shown as written; without one there is the standard", arguments: TestEngine.available)
    func texts(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let standard = try await server.get("/api/v1/instance/privacy_policy").expect(200)
            #expect(standard["content"].string?.hasPrefix("<p>What this server keeps of you") == true)
            #expect(standard["updated_at"] == "2026-11-24T00:00:00.000Z")
            #expect(try await server.get("/api/v1/instance/extended_description").expect(200)["content"] == "")
            let now = server.services.clock.now()
            try await server.services.setInstanceText(.privacy, "We keep <little>.", effectiveOn: now)
            try await server.services.setInstanceText(.description, "One\n\nTwo", effectiveOn: now)
            #expect(
                try await server.get("/api/v1/instance/privacy_policy")["content"] == "<p>We keep &lt;little&gt;.</p>"
            )
            #expect(try await server.get("/api/v1/instance/extended_description")["content"] == "<p>One</p><p>Two</p>")
            try await server.services.removeInstanceText(.privacy, effectiveOn: now)
            #expect(try await server.get("/api/v1/instance/privacy_policy").text == standard.text)
        }
    }

    @Test("terms hold from their day, and name those that follow", arguments: TestEngine.available)
    func terms(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            try await server.get("/api/v1/instance/terms_of_service").expectError(404, "Record not found")
            let day = server.services.clock.now().startOfDay
            try await server.services.setInstanceText(.terms, "New", effectiveOn: day + .seconds(86_400))
            #expect(try await server.get("/api/v1/instance/terms_of_service").expect(200)["effective"] == false)
            try await server.services.setInstanceText(.terms, "Old", effectiveOn: day)
            let old = try await server.get("/api/v1/instance/terms_of_service").expect(200)
            #expect(old["content"] == "<p>Old</p>" && old["effective"] == true)
            let next = try #require(old["succeeded_by"].string)
            #expect(next == (day + .seconds(86_400)).isoDate)
            let new = try await server.get("/api/v1/instance/terms_of_service/\(next)").expect(200)
            #expect(new["content"] == "<p>New</p>" && new["succeeded_by"] == .null && new["effective"] == false)
            server.clock.advance(.seconds(86_400))
            #expect(try await server.get("/api/v1/instance/terms_of_service")["content"] == "<p>New</p>")
            try await server.get("/api/v1/instance/terms_of_service/2001-01-01").expect(404)
        }
    }

    @Test("languages and known servers are listed, each once", arguments: TestEngine.available)
    func lists(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let languages = try await server.get("/api/v1/instance/languages").expect(200)
            #expect(languages.json.array?.contains { $0["code"] == "ja" && $0["name"] == "Japanese" } == true)
            #expect(try await server.get("/api/v1/instance/peers").expect(200).text == "[]")
            server.clock.advance(.seconds(301))
            try await server.services.database.write { connection in
                for (id, domain) in [(901, "b.example"), (902, "a.example"), (903, "b.example")] as [(Int64, String)] {
                    var account = Account(id: id, username: "far\(id)", createdAt: server.services.clock.now())
                    account.domain = domain
                    try AccountQueries.insert(account, connection)
                }
            }
            let peers = try await server.get("/api/v1/instance/peers")
            #expect(peers.text == #"["a.example","b.example"]"#)
            #expect(try await server.get("/api/v1/peers/search?q=B").text == #"["b.example"]"#)
            #expect(try await server.get("/api/v1/peers/search").text == "[]")
            #expect(try await server.get("/api/v1/instance")["stats", "domain_count"] == 2)
        }
    }
}
