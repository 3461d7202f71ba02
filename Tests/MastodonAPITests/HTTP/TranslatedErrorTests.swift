// What went wrong, in the language that an app asks for.
import Basics
import Domain
import HTTPTypes
import TestSupport
import Testing

@Suite("Errors in the reader's language")
struct TranslatedErrorTests {
    @Test("by the header, by `lang` before it, and in English where neither is known", arguments: TestEngine.available)
    func languages(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let path = "/api/v1/statuses/1"
            for (query, header, sentence) in [
                ("", nil, "Record not found"), ("", "de", "Das gibt es nicht"),
                ("", "de-AT, en;q=0.5", "Das gibt es nicht"),
                ("?lang=fr", "de", "Cela n’existe pas"), ("?lang=de", nil, "Das gibt es nicht"),
                ("?lang=en", "de", "Record not found"), ("?lang=x", "de", "Das gibt es nicht"),
                ("", "tlh", "Record not found"),
            ] as [(String, String?, String)] {
                var headers = HTTPFields()
                headers[.acceptLanguage] = header
                let reply = try await server.send(.get, path + query, headers: headers)
                #expect(reply.status == 404 && reply["error"] == .string(sentence), "\(query) \(header ?? "-")")
            }
        }
    }

    @Test("of what is refused, the reason and what stands around it", arguments: TestEngine.available)
    func reasons(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let call = try await CallRouteTests.call(server)
            let reply = try await server.send(
                .post,
                "/api/chorus/v1/calls/\(call)/withdraw",
                as: server.bob,
                headers: [.acceptLanguage: "de"]
            )
            reply.expectError(422, "Nicht möglich: Du hast auf diesen Aufruf nicht geantwortet")
            let unknown = try await server.send(
                .get,
                "/api/v1/accounts/verify_credentials",
                token: "nobody",
                headers: [.acceptLanguage: "de"]
            )
            #expect(unknown.status == 401 && unknown["error"] == "Das Zugriffstoken ist ungültig")
        }
    }

    @Test(
        "of what is refused for a number, with the number; codes and names of parameters stay",
        arguments: TestEngine.available
    )
    func numbers(_ engine: TestEngine) async throws {
        try await withServer(engine) { server in
            let german: HTTPFields = [.acceptLanguage: "de"]
            func post(_ text: String, _ headers: HTTPFields) async throws -> Reply {
                try await server.send(.post, "/api/v1/statuses", as: server.alice, ["status": text], headers: headers)
            }
            let long = String(repeating: "x", count: 1501)
            let limit = "Die Grenze von 500 Zeichen ist um 1.001 überschritten"
            try await post(long, german).expectError(422, "Nicht möglich: \(limit)")
            try await post(long, [:])
                .expectError(422, "Validation failed: Text character limit of 500 exceeded by 1001")
            let profile = try await server.send(
                .patch,
                "/api/v1/accounts/update_credentials?lang=ja",
                as: server.alice,
                ["display_name": String(repeating: "x", count: 31), "note": long]
            )
            profile.expect(422)
            let both = "できませんでした：表示名：長すぎます（30文字まで）、自己紹介：長すぎます（500文字まで）"
            #expect(profile["error"].string == both)
            #expect(profile["details", "display_name", "0", "error"] == "ERR_TOO_LONG")
            #expect(profile["details", "display_name", "0", "description"] == "長すぎます（30文字まで）")
            let parameter = try await server.send(
                .get,
                "/api/v1/notifications?limit[]=1",
                as: server.alice,
                headers: german
            )
            parameter.expectError(422, "Validation failed: Parameter limit must be a whole number")
        }
    }
}
