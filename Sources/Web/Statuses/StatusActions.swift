// What who is signed in may do with a post, and has done with it already.

internal import Domain
internal import Services

/// The row of buttons under a post.
public struct StatusActions: Sendable {
    /// The post or boost as it stands in a list; what is pressed names it.
    var entry: Int64
    /// The post itself.
    var status: Int64
    var flags: InteractionFlags
    var isOwn: Bool
    var canBoost: Bool
    var canPin: Bool
    var canQuote: Bool
    /// The name of the act that hides it from the thread, or shows it again; nil where that is not the reader's.
    var hiding: StatusAct.Name?
    /// What the reader has said of it, where it is a reply that they have to approve.
    var approval: ReplyApproval?
    /// Nil for a post of another server, which has its page there.
    var path: String?
    /// Positions that the reader has voted for.
    var votes: [Int64] = []

    init(_ cached: CachedStatus, entry: Int64, _ viewer: Int64, _ standing: Standing, _ flags: InteractionFlags) {
        let status = cached.status
        self.entry = entry
        self.status = status.id
        self.flags = flags
        isOwn = status.accountID == viewer
        canBoost = StatusPolicy.canReblog(visibility: status.visibility, standing: standing)
        canPin = StatusPolicy.canPin(status, by: viewer)
        canQuote = StatusPolicy.canQuote(
            visibility: status.visibility,
            policy: status.quotePolicy,
            standing: standing
        )
    }

    /// The names that `status-actions.mustache` asks for.
    func fields(of view: StatusView, showingCounts: Bool) -> Fields {
        func count(_ value: Int) -> Field { .text(showingCounts && value > 0 ? Words.number(value) : nil) }
        func press(_ name: String, _ flag: InteractionFlags) -> Field {
            .text("\(flags.contains(flag) ? "un" : "")\(name).\(entry)")
        }
        return Fields([
            "author": .text(view.author.name),
            "url": .href(view.url),
            "replyURL": .href("/publish?in_reply_to=\(status)"),
            "replies": count(view.repliesCount),
            "canBoost": .flag(canBoost),
            "boosted": .flag(flags.contains(.reblogged)),
            "boost": press("boost", .reblogged),
            "reblogs": count(view.reblogsCount),
            "favourited": .flag(flags.contains(.favourited)),
            "favourite": press("favourite", .favourited),
            "favourites": count(view.favouritesCount),
            "bookmarked": .flag(flags.contains(.bookmarked)),
            "bookmark": press("bookmark", .bookmarked),
            "muted": .flag(flags.contains(.threadMuted)),
            "mute": press("mute", .threadMuted),
            "isOwn": .flag(isOwn),
            "canPin": .flag(canPin),
            "isPinned": .flag(flags.contains(.pinned)),
            "pin": press("pin", .pinned),
            "hide": .text(hiding == .hide ? "hide.\(entry)" : nil),
            "unhide": .text(hiding == .unhide ? "unhide.\(entry)" : nil),
            "asked": .one(
                approval.map { state in
                    Fields([
                        "approve": .text("approve.\(entry)"),
                        "keepOut": .text(state == .waits ? "keep_out.\(entry)" : nil),
                    ])
                }
            ),
            "repliesURL": .href("/statuses/\(status)/replies"),
            "quoteURL": .link(canQuote ? "/publish?quote=\(status)" : nil),
            "editURL": .href("/statuses/\(status)/edit"),
            "deleteURL": .href("/statuses/\(status)/delete"),
            "reportURL": .href("/statuses/\(status)/report"),
        ])
    }
}
