// /moderation/accounts and /moderation/log.

internal import Domain

struct DeskAccountsPage: PageModel {
    static let template = "moderation-accounts"

    var frame: Frame
    var text: String
    var lines: [(account: AccountView, states: String)]

    var fields: Fields {
        Fields([
            "place": .one(deskPlace(.accounts)),
            "text": .text(text),
            "lines": .many(
                lines.map {
                    $0.account.fields.merging([
                        "desk": .href("/moderation/people/\($0.account.id)"),
                        "states": .text($0.states.isEmpty ? nil : $0.states),
                    ])
                }
            ),
            "isEmpty": .flag(lines.isEmpty && !text.isEmpty),
        ]).merging(Head(title: localized("Accounts")).fields(in: frame))
    }
}

struct DeskLogPage: PageModel {
    static let template = "moderation-log"

    var frame: Frame
    var actor: String
    var target: String
    var kind: ModerationAction.Kind?
    var acts: [DeskAct]
    var csvURL: String
    var newerURL: String?
    var olderURL: String?

    var fields: Fields {
        Fields([
            "place": .one(deskPlace(.log)),
            "actor": .text(actor),
            "target": .text(target),
            "kinds": .many(
                ModerationAction.Kind.allCases.map {
                    Fields(["value": .text($0.rawValue), "words": .text($0.words), "isChosen": .flag($0 == kind)])
                }
            ),
            "acts": .many(acts.map(\.fields)),
            "isEmpty": .flag(acts.isEmpty),
            "csv": .href(csvURL),
            "pager": .one(pager(newer: newerURL, localized("Newer"), older: olderURL, localized("Older"))),
        ]).merging(Head(title: localized("Moderation log")).fields(in: frame))
    }
}
