// The server's words, as their template sees them.

extension AboutPage {
    /// The names that `about.mustache` asks for.
    var fields: Fields {
        let head = Head(title: title, canonical: canonicalURL, indexable: true)
        return Fields([
            "title": .text(title),
            "hasText": .flag(!text.html.isEmpty),
            "text": .html(text),
            "note": .text(note),
            "hasRules": .flag(!rules.isEmpty),
            "rules": .many(
                rules.map { Fields(["text": .text($0.text), "hint": .text($0.hint.isEmpty ? nil : $0.hint)]) }
            ),
            "email": .text(email),
        ]).merging(head.fields(in: frame))
    }
}
