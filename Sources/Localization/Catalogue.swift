// The sentences of one language, by what they are in English.

internal import Basics

/// A catalogue: one JSON object, from an English sentence to its translation, or to its plural forms.
///
///     { "Sign in": "Anmelden", "{n} replies": { "one": "{n} Antwort", "other": "{n} Antworten", "none": "keine Antworten" } }
///
/// `none` is said in place of a form with 0, where a language says that in another way. Where one English word means two things, its key
/// says which, behind a bar: `Posts|heading`. `scripts/check-words` holds all this.
struct Catalogue: Sendable {
    enum Entry: Sendable {
        case sentence(String)
        case forms([PluralCategory: String], none: String?)
    }

    private let entries: [String: Entry]

    init(json bytes: [UInt8]) throws {
        guard case .object(let members) = try JSONValue.parse(bytes) else {
            throw JSONError(offset: 0, reason: "no object")
        }
        var entries: [String: Entry] = [:]
        entries.reserveCapacity(members.count)
        for member in members {
            switch member.value {
            case .string(let text): entries[member.key] = .sentence(text)
            case .object(let forms):
                var byCategory: [PluralCategory: String] = [:]
                for form in forms { PluralCategory(rawValue: form.key).map { byCategory[$0] = form.value.string } }
                entries[member.key] = .forms(byCategory, none: member.value["none"]?.string)
            default: continue
            }
        }
        self.entries = entries
    }

    /// English: every sentence is its own.
    init() { entries = [:] }

    var count: Int { entries.count }

    func sentence(_ key: String) -> String? {
        if case .sentence(let text) = entries[key] { text } else { nil }
    }

    func forms(_ key: String) -> (forms: [PluralCategory: String], none: String?)? {
        if case .forms(let forms, let none) = entries[key] { (forms, none) } else { nil }
    }
}
