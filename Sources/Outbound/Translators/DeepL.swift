// DeepL (https://developers.deepl.com/docs/api-reference/translate).

internal import Basics
public import Domain

extension Translator {
    /// - Parameter url: nil for DeepL's own, free or paid as the key says.
    public static func deepL(url: String?, key: String, _ outbound: OutboundClient) -> Translator {
        let base = url ?? (key.hasSuffix(":fx") ? "https://api-free.deepl.com" : "https://api.deepl.com")
        let headers = [("Authorization", "DeepL-Auth-Key \(key)")]
        return Translator(
            provider: "DeepL.com",
            languages: {
                func codes(_ type: String) async throws -> [String] {
                    let answer = try await ServiceCall(
                        outbound: outbound,
                        url: "\(base)/v2/languages?type=\(type)",
                        headers: headers
                    )
                    .json()
                    let codes = (answer.array ?? []).compactMap { $0["language"]?.string }
                    return Set(codes.compactMap(Language.normalise)).sorted()
                }
                let targets = try await codes("target")
                var found: [String: [String]] = ["und": targets]
                for source in try await codes("source") { found[source] = targets.filter { $0 != source } }
                return found
            },
            translate: { texts, source, target in
                var fields = texts.map { ("text", $0) }
                if let source { fields.append(("source_lang", source.uppercased())) }
                // "EN" and "PT" are refused as targets; these are their usual forms.
                let forms = ["en": "EN-US", "pt": "PT-PT"]
                fields += [("target_lang", forms[target] ?? target.uppercased()), ("tag_handling", "html")]
                let form = fields.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
                let answer = try await ServiceCall(
                    outbound: outbound,
                    url: "\(base)/v2/translate",
                    headers: headers,
                    body: ("application/x-www-form-urlencoded", Array(form.utf8))
                ).json()
                guard let found = answer["translations"]?.array else {
                    throw TranslationFailure.unavailable("no translations")
                }
                let detected = found.first?["detected_source_language"]?.string.flatMap(Language.normalise)
                return TranslatedTexts(
                    texts: found.compactMap { $0["text"]?.string },
                    source: source ?? detected ?? "und"
                )
            }
        )
    }
}
