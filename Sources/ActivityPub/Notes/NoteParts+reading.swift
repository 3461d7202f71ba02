// Reads the choices of a Question, what is quoted, and the term of a call.

internal import Basics

extension NotePoll {
    /// `oneOf` or `anyOf`; nil where there are no choices.
    init?(_ json: JSONValue) {
        let single = json.list("oneOf", most: DocumentLimits.options)
        let choices = single.isEmpty ? json.list("anyOf", most: DocumentLimits.options) : single
        var names: Set<String> = []
        let options = choices.compactMap { choice -> Option? in
            guard let name = choice.text("name"), names.insert(name).inserted else { return nil }
            return Option(name: name, votes: choice.one("replies")?.count("totalItems"))
        }
        guard !options.isEmpty else { return nil }
        self.init(
            options: options,
            isMultiple: single.isEmpty,
            endTime: json.time("endTime"),
            closed: json.time("closed"),
            voters: json.count("votersCount")
        )
        // `closed` may be just true.
        if closed == nil, json.flag("closed") == true {
            closed = endTime ?? json.time("updated") ?? json.time("published")
        }
    }
}

extension NoteQuote {
    /// By all names it has had; a Link tag (FEP-e232) last.
    init?(_ json: JSONValue) {
        let names = ["quote", "quoteUri", "quoteUrl", "_misskey_quote", "quoteURL"]
        guard !(json.one("quote")?.isA("Tombstone") ?? false) else { return nil }
        let link = json.list("tag", most: DocumentLimits.tags).first { tag in
            tag.isA("Link") && tag["href"]?.string != nil && tag["mediaType"]?.string?.contains("json") == true
        }
        guard let quoted = names.lazy.compactMap({ json.id($0) }).first ?? link?.id("href") else { return nil }
        self.init(quoted: quoted, authorization: json.id("quoteAuthorization"))
    }
}

extension TotalLink {
    init?(_ json: JSONValue, _ key: String) {
        guard let value = json.one(key) else { return nil }
        self.init(id: value.asID, total: value.count("totalItems"))
    }
}

extension CallTerm {
    init?(_ json: JSONValue) {
        guard let call = json.one("chorusCall"), call.isObject, let page = call.id("page"),
            let name = call.text("tag", most: 400), page.origin == json["id"]?.string.flatMap({ ObjectID($0)?.origin })
        else { return nil }
        let tag = name.hasPrefix("#") ? String(name.dropFirst()) : name
        guard !tag.isEmpty else { return nil }
        self.init(tag: tag, page: page, suggestedBy: call.id("suggestedBy"))
    }
}
