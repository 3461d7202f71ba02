// Translating a status: made once for each language, kept until the status changes.

internal import Basics
internal import Crypto
internal import Database
public import Domain
internal import Storage

/// A status in another language.
public struct StatusTranslation: Sendable {
    /// HTML, safe to show.
    public var content: String
    public var spoilerText: String
    public var pollOptions: [String]
    /// Of the attachments, by id; those that have none are left out.
    public var descriptions: [(id: Int64, text: String)]
    public var source: String
    public var language: String
    public var provider: String
}

extension Services {
    /// Whether statuses can be translated here.
    public var translates: Bool { translator != nil }

    /// Languages that can be translated, by source. Empty where nothing is translated; kept for an hour.
    public func translationLanguages() async throws -> [String: [String]] {
        guard let translator else { return [:] }
        return try await translationLanguageCache.value(for: 0) { try await translator.languages() }
    }

    /// A status that an account may see, in another language (ISO 639).
    ///
    /// Throws `.notFound` where nothing is translated or the status may not be seen, `.notAllowed` for one that is not open
    /// or a language that cannot be had, `TranslationFailure.unavailable` when the translator does not answer.
    public func translate(_ id: Int64, to wished: String?, for user: User) async throws -> StatusTranslation {
        guard let translator else { throw ServiceError.notFound }
        let cached = try await visibleOriginal(id, for: user.accountID)
        guard cached.status.visibility.isOpen else { throw ServiceError.notAllowed }
        // Translators know some languages by their region, most without it.
        let languages = try await translationLanguages()
        let written = cached.status.language
        let source = written.map { languages[$0] == nil ? Language.withoutRegion($0) : $0 }
        let targets = languages[source ?? "und"] ?? []
        guard let asked = (wished ?? user.locale.nonEmpty ?? "en").nonEmpty.flatMap(Language.normalise),
            let target = [asked, Language.withoutRegion(asked)].first(where: targets.contains), target != source
        else { throw ServiceError.notAllowed }
        let texts = cached.translatableTexts
        let key = TranslationKey(
            status: cached.status.id,
            language: target,
            hash: cached.hash(of: texts, translator.provider)
        )
        let (database, clock) = (database, clock)
        let body = try await translationFlights.value(for: key) {
            let known = try await database.read {
                try TranslationQueries.translation(of: key.status, to: key.language, hash: key.hash, $0)
            }
            if let known { return known }
            let made = try await translator.translate(texts, source, target)
            guard made.texts.count == texts.count else {
                throw TranslationFailure.unavailable("\(made.texts.count) texts for \(texts.count)")
            }
            let body = made.keptText
            let now = clock.now()
            try await database.write {
                try TranslationQueries.save(body, of: key.status, to: key.language, hash: key.hash, at: now, $0)
            }
            return body
        }
        guard let made = TranslatedTexts(cached: body), made.texts.count == texts.count else {
            throw TranslationFailure.unavailable("what was cached cannot be read")
        }
        var translation = cached.translation(made, to: target, by: translator.provider)
        if cached.isCall { translation.content += site.notice(ofCall: cached.status.id, in: target) }
        return translation
    }

    /// Forgets translations older than a month, 1,000 in a transaction.
    public func forgetOldTranslations() async throws {
        let before = clock.now() - .seconds(31 * 86_400)
        while try await database.write({ try TranslationQueries.purge(before: before, limit: 1000, $0) }) == 1000 {}
    }
}

/// One translation of one text of a status.
struct TranslationKey: Hashable, Sendable {
    var status: Int64
    var language: String
    var hash: [UInt8]
}

extension CachedStatus {
    /// Content, warning, options of the poll, descriptions of attachments; as HTML, in this order.
    fileprivate var translatableTexts: [String] {
        [status.content, HTML.escape(status.spoilerText)] + (poll?.options ?? []).map { HTML.escape($0) }
            + media.compactMap(\.description).map { HTML.escape($0) }
    }

    fileprivate func hash(of texts: [String], _ provider: String) -> [UInt8] {
        var hash = SHA256()
        for text in [provider, status.language ?? ""] + texts {
            hash.update(data: Array("\(text.utf8.count):\(text)".utf8))
        }
        return Array(hash.finalize())
    }

    fileprivate func translation(_ made: TranslatedTexts, to target: String, by provider: String) -> StatusTranslation {
        let options = poll?.options.count ?? 0
        let plain = made.texts.map { HTML.plainText(fromHTML: $0) }
        return StatusTranslation(
            content: TranslatedHTML.keeping(markupOf: status.content, in: made.texts[0]),
            spoilerText: plain[1],
            pollOptions: Array(plain.dropFirst(2).prefix(options)),
            descriptions: zip(media.filter { $0.description != nil }, plain.dropFirst(2 + options)).map { ($0.id, $1) },
            source: made.source,
            language: target,
            provider: provider
        )
    }
}

extension TranslatedTexts {
    fileprivate var keptText: String {
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.field("source", source)
        json.field("texts", strings: texts)
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    fileprivate init?(cached: String) {
        guard let json = try? JSONValue.parse(Array(cached.utf8)), let source = json["source"]?.string,
            let texts = json["texts"]?.array?.compactMap(\.string)
        else { return nil }
        self.init(texts: texts, source: source)
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
