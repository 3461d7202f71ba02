// Posts, reports and acts as moderators see them: text first.

internal import Domain

/// A post, whoever may see it else.
struct DeskPost: Sendable {
    /// A file: how it looks small, and what it is.
    struct File: Sendable {
        var previewURL: String?
        /// Nil where it cannot be fetched.
        var url: String?
        var description: String
    }

    var id: Int64
    var handle: String
    var at: TimeView
    var url: String?
    var spoiler: String
    var text: String
    var parent: (handle: String, text: String)?
    var files: [File]
    /// It can be chosen for the measure of the form `act`; nil: it is only shown.
    var isChosen: Bool?

    var fields: Fields {
        Fields([
            "id": .text(String(id)),
            "handle": .text(handle),
            "date": .text(at.short),
            "iso": .text(at.iso),
            "url": .link(url),
            "spoiler": .text(spoiler.isEmpty ? nil : spoiler),
            "text": .text(text),
            "parent": .one(parent.map { Fields(["handle": .text($0.handle), "text": .text($0.text)]) }),
            "files": .many(files.map(\.fields)),
            "choice": .one(isChosen.map { Fields(["id": .text(String(id)), "isChosen": .flag($0)]) }),
        ])
    }
}

extension DeskPost.File {
    fileprivate var fields: Fields {
        let words = description.isEmpty ? localized("A file without a description") : description
        return Fields([
            "seen": .one(previewURL.map { Fields(["preview": .href($0), "description": .text(words)]) }),
            "named": .one(
                previewURL == nil ? Fields(["url": .link(url), "description": .text(words)]) : nil
            ),
        ])
    }
}

/// A report.
struct DeskReport: Sendable {
    var id: Int64
    var reporter: String
    var at: TimeView
    var category: String
    var comment: String
    var rules: [String]
    var taker: String?
    /// Who decided, and when.
    var decided: String?

    var fields: Fields {
        Fields([
            "id": .text(String(id)),
            "reporter": .text(reporter),
            "date": .text(at.short),
            "iso": .text(at.iso),
            "category": .text(category),
            "comment": .text(comment.isEmpty ? nil : comment),
            "rules": .many(rules.map { Fields(["text": .text($0)]) }),
            "taker": .text(taker.map { localized("Taken on by {handle}", ["handle": $0]) }),
            "decided": .text(decided),
        ])
    }
}

/// One act of the log.
struct DeskAct: Sendable {
    var at: TimeView
    var what: String
    var who: String
    var target: (handle: String, url: String)?
    var subject: String
    /// Where moderators act on what it is about.
    var subjectURL: String?
    var text: String
    var note: String
    /// Until when, or that it was taken back.
    var state: String?

    var fields: Fields {
        Fields([
            "date": .text(at.short),
            "iso": .text(at.iso),
            "what": .text(what),
            "who": .text(who),
            "target": .one(target.map { Fields(["handle": .text($0.handle), "url": .href($0.url)]) }),
            "subject": .text(subject.isEmpty || subjectURL != nil ? nil : subject),
            "about": .one(subjectURL.map { Fields(["name": .text(subject), "url": .href($0)]) }),
            "text": .text(text.isEmpty ? nil : text),
            "note": .text(note.isEmpty ? nil : note),
            "state": .text(state),
        ])
    }
}
