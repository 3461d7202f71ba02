// LibreTranslate (https://docs.libretranslate.com/api/), and what speaks like it.

internal import Basics
public import Domain

extension Translator {
    /// - Parameters:
    ///   - url: of the service, without a slash at its end.
    ///   - key: empty where the service asks for none.
    public static func libreTranslate(url: String, key: String, _ outbound: OutboundClient) -> Translator {
        Translator(
            provider: "LibreTranslate",
            languages: {
                let answer = try await ServiceCall(outbound: outbound, url: "\(url)/languages").json()
                var found: [String: [String]] = [:]
                var all: Set<String> = []
                for language in answer.array ?? [] {
                    guard let code = language["code"]?.string.flatMap(Language.normalise) else { continue }
                    let targets = Set(
                        (language["targets"]?.array ?? []).compactMap(\.string).compactMap(Language.normalise)
                    )
                    .subtracting([code])
                    found[code] = targets.sorted()
                    all.formUnion(targets)
                }
                if !all.isEmpty { found["und"] = all.sorted() }
                return found
            },
            translate: { texts, source, target in
                var json = JSONWriter(capacity: 1024)
                json.beginObject()
                json.field("q", strings: texts)
                json.field("source", source ?? "auto")
                json.field("target", target)
                json.field("format", "html")
                if !key.isEmpty { json.field("api_key", key) }
                json.endObject()
                let answer = try await ServiceCall(
                    outbound: outbound,
                    url: "\(url)/translate",
                    body: ("application/json", json.bytes)
                ).json()
                guard let translated = answer["translatedText"]?.array?.compactMap(\.string) else {
                    throw TranslationFailure.unavailable("no translatedText")
                }
                let detected = answer["detectedLanguage"].flatMap { $0.array?.first ?? $0 }?["language"]?.string
                return TranslatedTexts(
                    texts: translated,
                    source: source ?? detected.flatMap(Language.normalise) ?? "und"
                )
            }
        )
    }
}
