// /moderation: what waits for a moderator.

struct QueuePage: PageModel {
    static let template = "moderation-queue"

    /// One thing that waits.
    struct Line: Sendable {
        var url: String
        var title: String
        var hint: String
        var text: String
    }

    var frame: Frame
    var reports: [Line]
    var held: [Line]
    var appeals: [Line]
    /// People who wait to be let in.
    var signUps: [Line]

    var fields: Fields {
        var head = Head(title: localized("Moderation"))
        head.scripts = [Assets.moderationScript]
        let sections = [
            (localized("Reports"), reports), (localized("Held posts"), held), (localized("Appeals"), appeals),
            (localized("Sign-ups"), signUps),
        ]
        return Fields([
            "sections": .many(
                sections.filter { !$0.1.isEmpty }.map { title, lines in
                    Fields([
                        "title": .text(title), "number": .text(Words.number(lines.count)),
                        "lines": .many(lines.map(\.fields)),
                    ])
                }
            ),
            "isEmpty": .flag(sections.allSatisfy { $0.1.isEmpty }),
            "place": .one(deskPlace(.queue)),
        ]).merging(head.fields(in: frame))
    }
}

extension QueuePage.Line {
    fileprivate var fields: Fields {
        Fields([
            "url": .href(url), "title": .text(title), "hint": .text(hint), "text": .text(text.isEmpty ? nil : text),
        ])
    }
}

enum DeskPlace { case queue, accounts, tags, log }

/// Where one is, for the links between the pages of moderators.
func deskPlace(_ place: DeskPlace) -> Fields {
    Fields([
        "queue": .flag(place == .queue), "accounts": .flag(place == .accounts), "tags": .flag(place == .tags),
        "log": .flag(place == .log),
    ])
}
