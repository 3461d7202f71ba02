// The one place that says who may see and do what with a status (Mastodon's rules: behaviours of visibility and blocks).

/// How somebody who looks stands to the author of what is looked at.
public struct Standing: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The viewer is the author.
    public static let isSelf = Standing(rawValue: 1 << 0)
    public static let follows = Standing(rawValue: 1 << 1)
    public static let blocks = Standing(rawValue: 1 << 2)
    public static let isBlocked = Standing(rawValue: 1 << 3)
    public static let mutes = Standing(rawValue: 1 << 4)
    public static let blocksDomain = Standing(rawValue: 1 << 5)

    /// No posts of this author belong in any list shown to the viewer.
    public var hidesFromTimelines: Bool {
        !contains(.isSelf) && !isDisjoint(with: [.blocks, .isBlocked, .mutes, .blocksDomain])
    }
}

/// Rules for one status and one viewer. `viewer` nil means nobody is signed in.
public enum StatusPolicy {
    /// May it be fetched by its address? Whatever may not be seen is answered as if it did not exist.
    ///
    /// A mute or a block of the viewer's own hides from lists, not from a direct look.
    public static func canSee(visibility: Visibility, standing: Standing?, isMentioned: Bool) -> Bool {
        guard let standing else { return visibility.isOpen }
        if standing.contains(.isSelf) { return true }
        if standing.contains(.isBlocked) { return false }
        switch visibility {
        case .public, .unlisted: return true
        case .private: return isMentioned || standing.contains(.follows)
        case .direct: return isMentioned
        }
    }

    /// Does it belong in a list (timeline, tag, thread) shown to the viewer?
    public static func isListed(visibility: Visibility, standing: Standing?, isMentioned: Bool) -> Bool {
        canSee(visibility: visibility, standing: standing, isMentioned: isMentioned)
            && !(standing?.hidesFromTimelines ?? false)
    }

    /// Open posts may be reblogged by all who see them and do not block their author, private ones by their author, direct ones by nobody.
    public static func canReblog(visibility: Visibility, standing: Standing) -> Bool {
        switch visibility {
        case .public, .unlisted: standing.isDisjoint(with: [.blocks, .isBlocked])
        case .private: standing.contains(.isSelf)
        case .direct: false
        }
    }

    /// Whoever sees it may favourite it, but not what is of somebody whom they block.
    public static func canFavourite(standing: Standing) -> Bool { standing.isDisjoint(with: [.blocks, .isBlocked]) }

    /// Own statuses that are no reblogs; direct ones are not for a profile page.
    public static func canPin(_ status: Status, by account: Int64) -> Bool {
        status.accountID == account && status.reblogOfID == nil && status.visibility != .direct
    }

    /// A limited author's public posts stay out of the public timelines.
    public static func visibility(wished: Visibility, authorIsSilenced: Bool) -> Visibility {
        authorIsSilenced && wished == .public ? .unlisted : wished
    }
}
