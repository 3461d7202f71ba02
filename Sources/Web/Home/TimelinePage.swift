// A timeline of who is signed in: home, this server, a list.

/// Posts, the newest first, with what else there is to read above them.
struct TimelinePage: PageModel {
    static let template = "timeline"

    /// Another timeline.
    struct Tab: Sendable {
        var label: String
        var url: String
        var isCurrent = false
    }

    /// What somebody new can do first.
    struct Step: Sendable {
        var title: String
        var hint: String
        var url: String
        var isDone: Bool
    }

    var frame: Frame
    var title: String
    /// Above the posts; none for who is not new.
    var steps: [Step] = []
    var tabs: [Tab]
    /// The form for a post; on the first page only.
    var box: ComposeBox?
    var statuses: [StatusView]
    /// Said where there is no post.
    var emptyWords: String
    /// Where a script asks how many posts are newer than the newest here; nil where it does not.
    var newerCountURL: String?
    var newerURL: String?
    var olderURL: String?

    var fields: Fields {
        var head = Head(title: title)
        head.scripts = [Assets.timesScript, Assets.goneScript, Assets.livingScript]
        return Fields([
            "title": .text(title),
            "tabs": .many(
                tabs.map {
                    Fields(["label": .text($0.label), "url": .href($0.url), "isCurrent": .flag($0.isCurrent)])
                }
            ),
            "hasSteps": .flag(!steps.isEmpty),
            "steps": .many(
                steps.map {
                    Fields([
                        "title": .text($0.title), "hint": .text($0.hint), "url": .href($0.url),
                        "done": .flag($0.isDone),
                    ])
                }
            ),
            "compose": .one(box?.fields),
            "newerCount": .link(newerCountURL),
            "path": .href(tabs.first { $0.isCurrent }?.url ?? "/home"),
            "statuses": .many(statuses.map { $0.fields(.list) }),
            "isEmpty": .flag(statuses.isEmpty && steps.isEmpty),
            "emptyWords": .text(emptyWords),
            "pager": .one(pager(newer: newerURL, localized("Newer posts"), older: olderURL, localized("Older posts"))),
        ]).merging(head.fields(in: frame))
    }
}
