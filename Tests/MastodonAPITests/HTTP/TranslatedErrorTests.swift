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
}
