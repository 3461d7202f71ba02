// Sentences in templates and scripts, marked there in English and put into another language once, when the file is read.
//
//     <p>[[Boosted by <a href="{{.url}}">{{.name}}</a>]]</p>      key: Boosted by <a>{name}</a>
//
// What stands within the marks is the English text as it would be without them. Its tags and values may stand in another order in
// a translation; how they are named in the key is said at `MarkedSentence`.

/// What is wrong with a marked file.
public struct MarkedTextError: Error, Sendable, CustomStringConvertible {
    public var description: String
}

extension Localizer {
    /// How a translation is written into the file.
    public enum Syntax: Sendable {
        /// In the content of elements, or in a quoted attribute.
        case html
        /// In a literal in double quotes.
        case script
    }

    /// The file in this language. Beside sentences there are marks for what is none: `[[@language]]` and `[[@direction]]`, the
    /// values of `lang` and `dir`, `[[@languages]]`, the options of the switch, and `[[forms:person|people]]`, all forms of a counted word
    /// (`forms`).
    public func localized(_ text: String, as syntax: Syntax) throws(MarkedTextError) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count + text.utf8.count / 4)
        var rest = text[...]
        while let open = rest.firstRange(of: "[[") {
            out += rest[..<open.lowerBound]
            let inside = rest[open.upperBound...]
            guard let close = inside.firstRange(of: "]]") else {
                throw MarkedTextError(description: "a mark is not closed: \(inside.prefix(60))")
            }
            out += try value(inside[..<close.lowerBound], syntax)
            rest = inside[close.upperBound...]
        }
        return out + rest
    }

    /// All languages by their own names, for the switch.
    private var languageOptions: String {
        InterfaceLanguage.allCases.map { other in
            let chosen = other == language ? " selected" : ""
            return "<option value=\"\(other.code)\" lang=\"\(other.code)\"\(chosen)>\(other.ownName)</option>"
        }.joined()
    }

    private func value(_ marked: Substring, _ syntax: Syntax) throws(MarkedTextError) -> String {
        switch marked {
        case "@language": return language.code
        case "@direction": return language.direction
        case "@languages": return languageOptions
        // For scripts: the short names of the months, and the pattern of a moment.
        case "@months": return shortMonths.joined(separator: "|")
        case "@moment": return momentPattern
        case _ where marked.hasPrefix("forms:"):
            let parts = marked.dropFirst(6).split(separator: "|", omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw MarkedTextError(description: "two forms are wanted: \(marked)") }
            return escaped(forms(one: String(parts[0]), other: String(parts[1])), syntax)
        default:
            let sentence = try MarkedSentence(marked)
            guard let translation = translation(of: sentence.key), let put = sentence.put(translation, as: syntax)
            else { return sentence.english }
            return put
        }
    }
}

/// A text as it may stand in a file.
private func escaped(_ text: some StringProtocol, _ syntax: Localizer.Syntax) -> String {
    var out = ""
    for character in text.unicodeScalars {
        switch (syntax, character) {
        case (.html, "<"): out += "&lt;"
        case (.html, ">"): out += "&gt;"
        case (.html, "\""): out += "&quot;"
        case (.script, "\""), (.script, "\\"): out += "\\" + String(character)
        case (.script, "\n"): out += "\\n"
        default: out.unicodeScalars.append(character)
        }
    }
    return out
}

/// One marked sentence: its key, and what its holes stand for.
///
/// A value is named by the last part of its path: `{{.author.name}}` is `{name}`, `{{.}}` is `{it}`; a second one of that name is
/// `{name2}`. A tag is named without its attributes; the second `<a>` is `<a2>`.
struct MarkedSentence {
    private(set) var key = ""
    /// What stands in the file where nothing is translated.
    let english: String
    private var originals: [String: String] = [:]

    init(_ marked: Substring) throws(MarkedTextError) {
        let context = marked.lastIndex(of: "|")
        let body = context.map { marked[..<$0] } ?? marked
        english = String(body)
        var (rest, open) = (body, [(tag: String, name: String)]())
        while let next = rest.firstIndex(where: { $0 == "{" || $0 == "<" }) {
            key += rest[..<next]
            rest = rest[next...]
            let name: String
            if rest.hasPrefix("{{") {
                guard let end = rest.firstRange(of: "}}") else { throw MarkedTextError(description: "open: \(marked)") }
                let original = rest[..<end.upperBound]
                name = try remember(original, as: MarkedSentence.valueName(original), in: marked, braces: true)
                rest = rest[end.upperBound...]
            } else if rest.hasPrefix("{"), let end = rest.firstIndex(of: "}") {
                // A hole that a script fills by itself.
                name = String(rest[...end])
                originals[name] = name
                rest = rest[rest.index(after: end)...]
            } else if rest.hasPrefix("</") {
                guard let end = rest.firstIndex(of: ">"), let last = open.popLast(), rest[..<end] == "</\(last.tag)"
                else {
                    throw MarkedTextError(description: "tags do not match: \(marked)")
                }
                name = "</\(last.name)>"
                originals[name] = String(rest[...end])
                rest = rest[rest.index(after: end)...]
            } else if rest.hasPrefix("<"), let end = rest.firstIndex(of: ">") {
                let original = rest[...end]
                let tag = String(original.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber) })
                name = try remember(original, as: tag, in: marked, braces: false)
                if !["br", "wbr", "img"].contains(tag) { open.append((tag, String(name.dropFirst().dropLast()))) }
                rest = rest[rest.index(after: end)...]
            } else {
                throw MarkedTextError(description: "neither value nor tag: \(marked)")
            }
            key += name
        }
        guard open.isEmpty else { throw MarkedTextError(description: "tags are not closed: \(marked)") }
        key += rest + (context.map { marked[$0...] } ?? "")
    }

    private static func valueName(_ original: Substring) -> String {
        let path = original.dropFirst(2).dropLast(2)
        return path == "." ? "it" : String(path.split(separator: ".").last ?? "")
    }

    /// The name in the key; the same for what was there before, and a new one for what only has the same name.
    private mutating func remember(
        _ original: Substring,
        as name: String,
        in marked: Substring,
        braces: Bool
    ) throws(MarkedTextError) -> String {
        guard !name.isEmpty,
            name.utf8.allSatisfy({ ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x30 && $0 <= 0x39 })
        else { throw MarkedTextError(description: "only values and tags may stand in a sentence: \(marked)") }
        for count in 1...20 {
            let tried =
                braces ? "{\(name)\(count == 1 ? "" : String(count))}" : "<\(name)\(count == 1 ? "" : String(count))>"
            if let known = originals[tried] {
                // Each tag is one of its own; a value may be said twice.
                if braces, known == original { return tried }
                continue
            }
            originals[tried] = String(original)
            return tried
        }
        throw MarkedTextError(description: "too many of one name: \(marked)")
    }

    /// The translation with tags and values in it; nil if it has one that the sentence has not.
    func put(_ translation: String, as syntax: Localizer.Syntax) -> String? {
        var (out, rest) = ("", translation[...])
        while let next = rest.firstIndex(where: { $0 == "{" || $0 == "<" }) {
            out += escaped(rest[..<next], syntax)
            let end = rest[next...].firstIndex(of: rest[next] == "{" ? "}" : ">")
            guard let end, let original = originals[String(rest[next...end])] else { return nil }
            out += original
            rest = rest[rest.index(after: end)...]
        }
        return out + escaped(rest, syntax)
    }
}
