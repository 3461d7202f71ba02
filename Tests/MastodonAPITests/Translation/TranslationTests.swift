// Translating: once for each text and language, never what is not open, and errors as apps know them.

import Basics
import Database
import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Services
import Storage
import Synchronization
import TestSupport
import Testing

/// A translator that writes the language before each text.
final class SmallTranslator: Sendable {
    private let calls = Mutex(0)
    private let isDown = Mutex(false)

    var count: Int { calls.withLock { $0 } }

    func fail(_ down: Bool) { isDown.withLock { $0 = down } }

    var translator: Translator {
        Translator(
            provider: "Small",
            languages: { ["en": ["de", "es"], "de": ["en"], "und": ["en", "es"]] },
            translate: { [self] texts, source, target in
                calls.withLock { $0 += 1 }
                if isDown.withLock({ $0 }) { throw TranslationFailure.unavailable("down") }
                return TranslatedTexts(
                    texts: texts.map { $0.replacing("morning", with: "<b>\(target)</b> &amp;") },
                    source: source ?? "fr"
                )
            }
        )
    }
}

@Suite("Translations")
struct TranslationTests {
    @Test("a status is translated whole, once for each language and text", arguments: TestEngine.available)
    func translating(_ engine: TestEngine) async throws {
        let small = SmallTranslator()
        try await withServer(engine, translator: small.translator) { server in
            let posted = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                json: """
                    {"status": "Good morning @bob", "spoiler_text": "morning & such", "language": "en",
                    "poll": {"options": ["morning", "evening"], "expires_in": 600}}
                    """
            )
            let path = "/api/v1/statuses/\(try posted.id())/translate"
            let first = try await server.send(.post, path, as: server.bob, ["lang": "de"])
            #expect(first["spoiler_text"] == "de & & such")
            #expect(first["poll", "options", "0", "title"] == "de &")
            #expect(first["content"].string?.hasPrefix("<p>Good de &amp; <span class=\"h-card\"") == true)
            try expectGolden("Translation", first)
            for _ in 0..<2 {
                #expect(try await server.send(.post, path, as: server.charlie, ["lang": "de-AT"]).text == first.text)
            }
            #expect(small.count == 1)
            try await server.send(.post, path, as: server.bob, ["lang": "es"]).expect(200)
            #expect(small.count == 2)
            try await server.send(
                .put,
                "/api/v1/statuses/\(try posted.id())",
                as: server.alice,
                ["status": "Bad morning", "language": "en"]
            ).expect(200)
            let other = try await server.send(.post, path, as: server.bob, ["lang": "de"])
            #expect(other["content"] == "<p>Bad de &amp;</p>")
            #expect(other["poll"] == .null)
            #expect(small.count == 3)
            // Without a language the reader's own is meant; what nobody named is found out.
            let unknown = try await server.post("Good morning", by: server.alice)
            let found = try await server.send(.post, "/api/v1/statuses/\(unknown)/translate", as: server.bob)
            #expect(found["language"] == "en")
            #expect(found["detected_source_language"] == "fr")
            let instance = try await server.get("/api/v2/instance")
            #expect(instance["configuration", "translation", "enabled"] == true)
            #expect(
                try await server.get("/api/v1/instance/translation_languages").text
                    == #"{"de":["en"],"en":["de","es"],"und":["en","es"]}"#
            )
        }
    }

    @Test(
        "what is not open, not to be had or not answered is said as Mastodon says it",
        arguments: TestEngine.available
    )
    func errors(_ engine: TestEngine) async throws {
        let small = SmallTranslator()
        try await withServer(engine, translator: small.translator) { server in
            func translate(_ id: String, _ language: String, as person: Person? = nil) async throws -> Reply {
                try await server.send(
                    .post,
                    "/api/v1/statuses/\(id)/translate",
                    as: person ?? server.bob,
                    ["lang": language]
                )
            }
            let post = try await server.send(
                .post,
                "/api/v1/statuses",
                as: server.alice,
                ["status": "morning", "language": "de"]
            ).id()
            let secret = try await server.post("morning", by: server.alice, "private")
            try await translate(secret, "es", as: server.alice).expect(403)
            try await translate(secret, "es").expect(404)
            try await translate("99", "es").expect(404)
            try await translate(post, "de").expect(403)
            try await translate(post, "es").expect(403)
            try await translate(post, "klingon").expect(403)
            small.fail(true)
            try await translate(post, "en").expect(503)
            small.fail(false)
            try await translate(post, "en").expect(200)
            try await server.send(.post, "/api/v1/statuses/\(post)/translate", ["lang": "en"]).expect(401)
        }
        try await withServer(engine) { server in
            let post = try await server.post("morning", by: server.alice)
            try await server.send(.post, "/api/v1/statuses/\(post)/translate", as: server.bob, ["lang": "es"]).expect(
                404
            )
        }
    }
}
