// A list of people: followers, requests, whom one has muted, who has boosted a post.

/// People, a line each, with what can be done.
struct PeoplePage: PageModel {
    static let template = "people"

    /// A button of a line.
    struct Button: Sendable {
        var label: String
        /// What the form is told, such as `unmute.12`.
        var act: String
        var isQuiet = true
    }

    struct Line: Sendable {
        var account: AccountView
        /// In a few words, such as when a mute ends.
        var said: String?
        var buttons: [Button] = []
    }

    var frame: Frame
    var title: String
    /// Whose list it is; nil for one's own.
    var owner: AccountView?
    var tabs: [TimelinePage.Tab] = []
    var hint: String?
    var lines: [Line]
    var emptyWords: String
    var newerURL: String?
    var olderURL: String?
    /// Where they are no newer and older ones.
    var newerWords: String?
    var olderWords: String?

    var fields: Fields {
        Fields([
            "title": .text(title),
            "owner": .one(owner?.fields),
            "hasTabs": .flag(!tabs.isEmpty),
            "tabs": .many(
                tabs.map {
                    Fields(["label": .text($0.label), "url": .href($0.url), "isCurrent": .flag($0.isCurrent)])
                }
            ),
            "hint": .text(hint),
            "lines": .many(lines.map(\.fields)),
            "isEmpty": .flag(lines.isEmpty),
            "emptyWords": .text(emptyWords),
            "pager": .one(
                pager(
                    newer: newerURL,
                    newerWords ?? localized("Newer"),
                    older: olderURL,
                    olderWords ?? localized("Older")
                )
            ),
        ]).merging(Head(title: owner.map { "\(title), \($0.name)" } ?? title).fields(in: frame))
    }
}

extension PeoplePage.Line {
    /// The names that `people-list.mustache` asks for.
    var fields: Fields {
        Fields([
            "account": .one(account.fields),
            "said": .text(said),
            "buttons": .many(
                buttons.map {
                    Fields([
                        "label": .text($0.label), "act": .text($0.act), "quiet": .flag($0.isQuiet),
                        "name": .text(account.name),
                    ])
                }
            ),
        ])
    }
}
