// What somebody was told, those alike as one.

internal import Domain
internal import Services

/// Lines of notifications, the newest first.
struct NotificationsPage: PageModel {
    static let template = "notifications"

    struct Line: Sendable {
        var kind: NotificationKind
        /// The newest of those who caused it, the newest first.
        var people: [AccountView]
        var count: Int
        var at: TimeView
        var now: TimeView
        var isNew: Bool
        /// What it is about, as far as it can be seen.
        var status: StatusView?
        /// Where there is more about it, and nothing to show here.
        var url: String?
        /// What the moderators wrote.
        var words: String?
        /// Who asks to follow, with buttons to answer.
        var asks: Int64?
    }

    var frame: Frame
    var tabs: [TimelinePage.Tab]
    var lines: [Line]
    /// Senders who were held back and would be heard.
    var held: Int
    /// Replies that wait for the reader's approval.
    var waitingReplies = 0
    /// The reader's shield.
    var shield = Shield()
    /// The key by which push services know this server; nil where it is not offered.
    var pushKey: String?
    /// This browser is told.
    var isTold = false
    var newerURL: String?
    var olderURL: String?

    var fields: Fields {
        var head = Head(title: localized("Notifications"))
        head.scripts = [Assets.timesScript, Assets.goneScript, Assets.livingScript]
        if pushKey != nil { head.scripts.append(Assets.pushScript) }
        return Fields([
            "tabs": .many(
                tabs.map {
                    Fields(["label": .text($0.label), "url": .href($0.url), "isCurrent": .flag($0.isCurrent)])
                }
            ),
            "held": .text(held == 0 ? nil : Words.count(held, "person you do not know", "people you do not know")),
            "waiting": .text(waitingReplies == 0 ? nil : Words.waitingReplies(waitingReplies)),
            "shieldWords": .text(
                shield.until.map { ShieldWords.isUp(until: TimeView($0)) }
                    ?? shield.unusualMentions.map(ShieldWords.proposal)
            ),
            "shielded": .flag(shield.until != nil),
            "lines": .many(lines.map(\.fields)),
            "hasLines": .flag(!lines.isEmpty),
            "csrf": .text(frame.csrf),
            "push": .one(
                pushKey.map {
                    Fields(["key": .text($0), "csrf": .text(frame.csrf), "told": .text(isTold ? "true" : "false")])
                }
            ),
            "pager": .one(pager(newer: newerURL, localized("Newer"), older: olderURL, localized("Older"))),
        ]).merging(head.fields(in: frame))
    }
}

extension NotificationsPage.Line {
    fileprivate var fields: Fields {
        // A mention or a new post is its own post; of all others the post is only recalled.
        let isWhole = [.mention, .status, .quote].contains(kind)
        return Fields([
            "kind": .text(kind.name.replacing(".", with: "-")),
            "isNew": .flag(isNew),
            "faces": .many(people.prefix(6).map(\.fields)),
            "first": .one(people.first?.fields),
            "others": .text(count > 1 ? Words.count(count - 1, "other", "others") : nil),
            "said": .text(said),
            "time": .one(at.fields(at: now)),
            "url": .link(url),
            "words": .text(words),
            "asks": .text(asks.map(String.init)),
            "status": .one(isWhole ? status?.fields(.list) : nil),
            "recalled": .one(isWhole ? nil : status.map { QuotedView.post($0).fields }),
        ])
    }

    /// What they did, after their names.
    private var said: String {
        switch kind {
        case .mention: localized("mentioned you")
        case .status: localized("posted")
        case .reblog: Words.noun(Int64(count), "boosted your post", "boosted your post")
        case .follow: Words.noun(Int64(count), "follows you", "follow you")
        case .followRequest: localized("asks to follow you")
        case .favourite: Words.noun(Int64(count), "favourited your post", "favourited your post")
        case .update: localized("edited a post that you boosted")
        case .poll: localized("ended a poll that you made or voted in")
        case .adminSignUp: localized("signed up")
        case .adminReport: localized("reported somebody")
        case .moderationWarning: localized("warned you")
        case .quote: localized("quoted your post")
        case .quotedUpdate: localized("edited a post that you quoted")
        }
    }
}
