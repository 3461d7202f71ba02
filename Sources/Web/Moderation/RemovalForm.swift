// Removing the posts of a tag or call by a rule: the rule as it is filled in, how many posts it means, and how far it came.

internal import Basics
internal import Domain
internal import Services

struct RemovalForm: Sendable {
    var isOpen = false
    var match = ""
    var days = ""
    var words = ""
    var server = ""
    /// Hours; empty for all.
    var back = "24"
    var without = ""
    var since: Timestamp?
    var until: Timestamp?

    /// Throws `ServiceError.invalid` for one that means nothing.
    func rule(_ subject: Measure.Subject) throws -> RemovalRule {
        guard let since, let until else { throw ServiceError.invalid("The end must be after the beginning") }
        let match: RemovalRule.Match
        switch self.match {
        case "all": match = .all
        case "new_accounts": match = .newAccounts(days: Int64(days.trimmed) ?? 0)
        case "words": match = .words(words)
        case "server": match = .server(server)
        case "reported": match = .reported
        default: throw ServiceError.invalid("Please choose which posts")
        }
        return RemovalRule(subject: subject, match: match, since: since, until: until)
    }

    func fields(csrf: String?, _ path: String) -> Fields {
        Fields([
            "csrf": .text(csrf),
            "path": .href(path),
            "isOpen": .flag(isOpen),
            "matches": .many(matches),
            "backs": .many(
                options(
                    [
                        ("1", localized("1 hour")), ("24", localized("1 day")), ("168", localized("7 days")),
                        ("720", localized("30 days")), ("", localized("All")),
                    ],
                    back
                )
            ),
            "withouts": .many(options([("", "–"), ("1", localized("1 hour")), ("24", localized("1 day"))], without)),
        ])
    }

    /// What was counted, to be sent again.
    fileprivate var hidden: [(String, String)] {
        [
            ("match", match), ("days", days), ("words", words), ("server", server), ("back", back),
            ("without", without), ("since", since.map { String($0.milliseconds) } ?? ""),
            ("until", until.map { String($0.milliseconds) } ?? ""),
        ]
    }

    private var matches: [Fields] {
        let all: [(value: String, words: String, field: String?, filled: String)] = [
            ("new_accounts", localized("By accounts younger than so many days"), "days", days.isEmpty ? "7" : days),
            ("words", localized("With these words in them"), "words", words),
            ("server", localized("From this server"), "server", server),
            ("reported", localized("Those that were reported"), nil, ""), ("all", localized("All"), nil, ""),
        ]
        return all.map { value, words, field, filled in
            Fields([
                "value": .text(value),
                "words": .text(words),
                "field": .text(field),
                "filled": .text(filled),
                "isNumber": .flag(field == "days"),
                "isText": .flag(field != nil && field != "days"),
                "isChosen": .flag(value == (match.isEmpty ? "new_accounts" : match)),
            ])
        }
    }

    private func options(_ all: [(String, String)], _ chosen: String) -> [Fields] {
        all.map { value, words in
            Fields(["value": .text(value), "words": .text(words), "isChosen": .flag(value == chosen)])
        }
    }
}

/// How many posts a rule means.
struct RemovalCount: Sendable {
    var found: RemovalPreview
    var sample: [DeskPost]
    var rules: [(id: Int64, text: String)]

    func fields(of form: RemovalForm, csrf: String?, _ path: String) -> Fields {
        Fields([
            "csrf": .text(csrf),
            "path": .href(path),
            "words": .text(
                localized(
                    "{posts} by {people} would be removed.",
                    [
                        "posts": Words.count(found.posts, "post", "posts"),
                        "people": Words.count(found.people, "person", "people"),
                    ]
                )
            ),
            "leftOut": .text(
                found.leftOut == 0
                    ? nil
                    : localized(
                        "Not among them: {posts} of people on whom you cannot act, or that are calls.",
                        ["posts": Words.count(found.leftOut, "post", "posts")]
                    )
            ),
            "isCut": .flag(found.isCut),
            "isAny": .flag(found.posts > 0),
            "hidden": .many(form.hidden.map { Fields(["name": .text($0), "value": .text($1)]) }),
            "hasRules": .flag(!rules.isEmpty),
            "rules": .many(
                rules.map { Fields(["id": .text(String($0.id)), "text": .text($0.text), "isSet": .flag(false)]) }
            ),
            "text": .text(""),
            "note": .text(""),
            "sample": .many(sample.map(\.fields)),
        ])
    }
}

/// One removal, and how far it came.
struct RemovalProgress: Sendable {
    var removal: RuleRemoval
    var authors: Int64

    var fields: Fields {
        let at = TimeView(removal.createdAt)
        return Fields([
            "title": .text(title),
            "words": .text(words),
            "date": .text(at.short),
            "iso": .text(at.iso),
            "leftOut": .text(
                removal.leftOut == 0
                    ? nil
                    : localized(
                        "Not among them: {posts} of people on whom you cannot act, or that are calls.",
                        ["posts": Words.count(Int(removal.leftOut), "post", "posts")]
                    )
            ),
            "progress": .one(
                removal.finishedAt == nil
                    ? removal.total.map {
                        Fields(["of": .text(String(max($0, 1))), "done": .text(String(min(removal.done, $0)))])
                    } : nil
            ),
        ])
    }

    private var title: String {
        let which =
            switch removal.rule.match {
            case .all: localized("All")
            case .newAccounts(let days):
                localized("By accounts younger than so many days") + ": " + Words.number(days)
            case .words(let words): localized("With these words in them") + ": " + words
            case .server(let domain):
                localized("From this server") + (domain.isEmpty ? "" : ": " + domain)
            case .reported: localized("Those that were reported")
            }
        return "\(ModerationAction.Kind.removeByRule.words) · \(which)"
    }

    private var words: String {
        guard let total = removal.total else { return localized("The posts are being looked for.") }
        guard removal.finishedAt != nil else {
            return localized(
                "{done} of {total} are removed.",
                ["done": Words.number(removal.done), "total": Words.number(total)]
            )
        }
        return localized(
            "{posts} by {people} were removed.",
            [
                "posts": Words.count(Int(removal.done), "post", "posts"),
                "people": Words.count(Int(authors), "person", "people"),
            ]
        )
    }
}
