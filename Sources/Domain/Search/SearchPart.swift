// One part of a search as typed: up to the next space, or to the end of its quotes.

struct SearchPart: Equatable {
    var text: String
    var isQuoted = false
    var isNegative = false

    /// The name in front of a colon and what follows it, in lower case.
    var operation: (name: String, value: String)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let value = text[text.index(after: colon)...]
        guard !value.isEmpty else { return nil }
        return (text[..<colon].lowercased(), value.lowercased())
    }

    /// Quotes of several languages are quotes; an open one ends with the text.
    static func split(_ text: String) -> [SearchPart] {
        var parts: [SearchPart] = []
        var part = SearchPart(text: "")
        var isInQuotes = false
        func finish() {
            if !part.text.isEmpty { parts.append(part) }
            part = SearchPart(text: "")
        }
        for character in text {
            if isQuote(character) {
                if isInQuotes {
                    isInQuotes = false
                    finish()
                } else {
                    // A value may be quoted too: `from:"alice"`.
                    if !part.text.hasSuffix(":") {
                        let isNegative = part.isNegative && part.text.isEmpty
                        if !part.text.isEmpty { finish() }
                        part.isNegative = isNegative
                        part.isQuoted = true
                    }
                    isInQuotes = true
                }
            } else if isInQuotes {
                part.text.append(character)
            } else if character.isWhitespace {
                finish()
            } else if part.text.isEmpty, !part.isNegative, character == "-" {
                part.isNegative = true
            } else if part.text.isEmpty, !part.isNegative, character == "+" {
                continue
            } else {
                part.text.append(character)
            }
        }
        finish()
        return parts
    }

    private static func isQuote(_ character: Character) -> Bool {
        switch character {
        case "\"", "“", "”", "„", "«", "»", "「", "」", "『", "』": true
        default: false
        }
    }
}
