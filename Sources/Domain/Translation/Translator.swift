// Who translates: a program or a server that the admin has chosen.

/// One text in HTML, as plain as it came or with markup.
public struct TranslatedTexts: Sendable, Equatable {
    /// HTML, in the order of what was asked.
    public var texts: [String]
    /// The language that was translated from, ISO 639-1.
    public var source: String

    public init(texts: [String], source: String) {
        self.texts = texts
        self.source = source
    }
}

/// Why nothing was translated.
public enum TranslationFailure: Error, Sendable, Equatable {
    /// It cannot be had in that language.
    case unsupported
    /// The translator did not answer, or not as it should. Trying again later may help.
    case unavailable(String)
}

public struct Translator: Sendable {
    /// As apps show it: `DeepL.com`.
    public var provider: String
    /// Target languages by source language (ISO 639-1). The key `und` stands for texts whose language nobody named; it is
    /// there where the translator finds out by itself.
    public var languages: @Sendable () async throws -> [String: [String]]
    /// Translates HTML texts; nil for a source that nobody named.
    public var translate:
        @Sendable (_ texts: [String], _ source: String?, _ target: String) async throws -> TranslatedTexts

    public init(
        provider: String,
        languages: @escaping @Sendable () async throws -> [String: [String]],
        translate: @escaping @Sendable ([String], String?, String) async throws -> TranslatedTexts
    ) {
        self.provider = provider
        self.languages = languages
        self.translate = translate
    }
}
