// /moderation/tags/name and /moderation/calls/id: a whole tag or call with what is in force, and the forms of what can be done.

internal import Basics
internal import Domain
internal import Localization
internal import Services

struct SubjectPage: PageModel {
    static let template = "moderation-subject"

    /// What was filled in, into the form of one measure.
    struct Filled: Sendable {
        var kind: Measure.Kind?
        var hours = ""
        var text = ""
        var language = ""
        var note = ""
    }

    /// One line of what is in force.
    struct InForce: Sendable {
        var kind: Measure.Kind
        var text: String
        var language: String?
        var by: String
        var since: TimeView
        var until: TimeView?
    }

    var frame: Frame
    var path: String
    /// `#MeToo`.
    var name: String
    /// The page that everybody sees.
    var publicURL: String
    /// What the call asks; nil for a tag.
    var prompt: String?
    /// The desk's page of the tag of a call.
    var tagURL: String?
    /// Calls with the tag, by what they ask.
    var calls: [(prompt: String, url: String)] = []
    var figures: SubjectFigures
    var inForce: [InForce]
    var kinds: [Measure.Kind]
    var history: [DeskAct] = []
    var filled = Filled()
    var removal = RemovalForm()
    /// What a rule would remove, before it does.
    var preview: RemovalCount?
    var removals: [RemovalProgress] = []
    var error: String?

    var fields: Fields {
        var head = Head(title: name)
        head.scripts = [Assets.moderationScript]
        return Fields([
            "place": .one(deskPlace(.tags)),
            "name": .text(name),
            "prompt": .text(prompt),
            "publicURL": .href(publicURL),
            "tagURL": .link(tagURL),
            "calls": .many(calls.map { Fields(["prompt": .text($0.prompt), "url": .href($0.url)]) }),
            "error": .text(error),
            "figures": .many(figureLines.map { Fields(["name": .text($0), "value": .text($1)]) }),
            "inForce": .many(inForce.map { $0.fields(csrf: frame.csrf, path) }),
            "isFree": .flag(inForce.isEmpty),
            "forms": .many(kinds.map(form)),
            "removal": .one(removal.fields(csrf: frame.csrf, path)),
            "preview": .one(preview.map { $0.fields(of: removal, csrf: frame.csrf, path) }),
            "removals": .many(removals.map(\.fields)),
            "history": .many(history.map(\.fields)),
            "hasHistory": .flag(!history.isEmpty),
        ]).merging(head.fields(in: frame))
    }

    private var figureLines: [(String, String)] {
        let most = { (number: Int64) in Words.number(number) + (figures.isCut ? "+" : "") }
        return [
            (localized("Posts in the last day"), most(figures.posts)),
            (localized("People who wrote them"), most(figures.people)),
            (
                localized("Accounts less than a week old"),
                figures.people == 0 ? Words.number(0) : Words.share(figures.newPeople, of: figures.people)
            ),
            (localized("Open reports"), Words.number(figures.openReports)),
            (localized("Posts that wait because of it"), Words.number(figures.held)),
        ]
    }

    private func form(_ kind: Measure.Kind) -> Fields {
        let isFilled = filled.kind == kind
        let filled = isFilled ? filled : Filled()
        return Fields([
            "csrf": .text(frame.csrf),
            "path": .href(path),
            "kind": .text(kind.name),
            "title": .text(kind.begins.words),
            "hint": .text(kind.hint),
            "isOpen": .flag(isFilled),
            "writes": .one(
                kind == .notice
                    ? Fields(["text": .text(filled.text), "languages": .many(languages(filled.language))]) : nil
            ),
            "spans": .many(spans(isFilled ? filled.hours : "24")),
            "note": .text(filled.note),
        ])
    }

    private func languages(_ chosen: String) -> [Fields] {
        InterfaceLanguage.allCases.map { language in
            let isChosen = chosen.isEmpty ? language == Localizer.current.language : language.rawValue == chosen
            return Fields([
                "value": .text(language.rawValue), "words": .text(language.ownName), "isChosen": .flag(isChosen),
            ])
        }
    }

    private func spans(_ chosen: String) -> [Fields] {
        let all = [
            ("1", localized("1 hour")), ("24", localized("1 day")), ("168", localized("7 days")),
            ("", localized("Until it is taken back")),
        ]
        return all.map { value, words in
            Fields([
                "value": .text(value), "words": .text(words),
                "isChosen": .flag(value == chosen),
            ])
        }
    }
}

extension SubjectPage.InForce {
    fileprivate func fields(csrf: String?, _ path: String) -> Fields {
        let end =
            until.map { localized("It ends by itself on {date}", ["date": $0.short]) }
            ?? localized("Until it is taken back")
        return Fields([
            "csrf": .text(csrf),
            "path": .href(path),
            "kind": .text(kind.name),
            "title": .text(kind.begins.words),
            "text": .text(text.isEmpty ? nil : text),
            "language": .text(language),
            "by": .text(by),
            "date": .text(since.short),
            "iso": .text(since.iso),
            "end": .text(end),
        ])
    }
}

extension Measure.Kind {
    /// What it does, for whoever is about to choose it.
    fileprivate var hint: String {
        switch self {
        case .hold:
            localized(
                "New posts wait for a moderator before anybody sees them, also those of other servers. Posts of moderators do not wait. When this ends, what still waits goes on waiting."
            )
        case .unlist:
            localized("It leaves trends, suggestions, the search for tags and the lists of calls. Its page stays.")
        case .lockReplies: localized("Nobody can reply in the thread, whatever its author allows. Readers see that.")
        case .notice:
            localized("Readers see it above the page, as from the moderators: plain text, 500 characters at most.")
        case .block: localized("Nobody can post with this tag. What is there stays.")
        }
    }
}

/// /moderation/tags: where something is in force, and tags by the beginning of their names.
struct DeskTagsPage: PageModel {
    static let template = "moderation-tags"

    struct Line: Sendable {
        var name: String
        var url: String
        /// What is in force.
        var states: String
    }

    var frame: Frame
    var text: String
    var inForce: [Line]
    /// What was looked for.
    var found: [Line]

    var fields: Fields {
        Fields([
            "place": .one(deskPlace(.tags)),
            "text": .text(text),
            "inForce": .many(inForce.map(\.fields)),
            "isFree": .flag(inForce.isEmpty),
            "found": .many(found.map(\.fields)),
            "hasFound": .flag(!found.isEmpty),
        ]).merging(Head(title: localized("Tags")).fields(in: frame))
    }
}

extension DeskTagsPage.Line {
    fileprivate var fields: Fields {
        Fields(["name": .text(name), "url": .href(url), "states": .text(states.isEmpty ? nil : states)])
    }
}
