// OAuth scopes in plain words. The scopes are those of Mastodon 4.6.

/// What a scope lets an app do, for the person who decides.
enum ScopeWords {
    /// One line of the consent page.
    struct Sentence: Equatable {
        /// The scope as the app wrote it.
        let scope: String
        /// What it means.
        let text: String
        /// It changes something, or reaches far: shown with more weight.
        let strong: Bool
    }

    /// One sentence for each scope, in order, each once; a part is left out where its whole is asked for as well.
    static func sentences(for scopes: [String]) -> [Sentence] {
        var seen: Set<String> = []
        let asked = Set(scopes)
        return scopes.compactMap { scope in
            let whole = scope.split(separator: ":").dropLast().joined(separator: ":")
            guard seen.insert(scope).inserted, whole.isEmpty || !asked.contains(whole) else { return nil }
            return sentence(scope)
        }
    }

    private static func sentence(_ scope: String) -> Sentence {
        let strong = !scope.hasPrefix("read:") && scope != "read" && scope != "profile" && scope != "push"
        if let text = whole[scope] { return Sentence(scope: scope, text: text, strong: strong) }
        if scope.hasPrefix("admin:") {
            let what = ["scope": part(scope)]
            let text =
                scope.hasPrefix("admin:read")
                ? localized("See what only moderators of this server can: {scope}", what)
                : localized("Change what only moderators of this server can: {scope}", what)
            return Sentence(scope: scope, text: text, strong: true)
        }
        if scope.hasPrefix("read:"), let text = sights[part(scope)] {
            return Sentence(scope: scope, text: text, strong: false)
        }
        if scope.hasPrefix("write:"), let text = changes[part(scope)] {
            return Sentence(scope: scope, text: text, strong: true)
        }
        let text = localized("Something this server has no words for: {scope}", ["scope": scope])
        return Sentence(scope: scope, text: text, strong: true)
    }

    private static func part(_ scope: String) -> String {
        String(scope.split(separator: ":").last ?? "").replacing("_", with: " ")
    }

    private static var whole: [String: String] {
        [
            "read":
                localized(
                    "See everything in your account, also what is private: posts, direct messages, bookmarks, whom you block"
                ),
            "write": localized("Post and reply as you, and change or delete anything in your account"),
            "follow": localized("Follow, mute and block people for you"),
            "push": localized("Receive your notifications while you are not using it"),
            "profile": localized("See your name, your handle and your picture, and nothing else"),
            "admin:read": localized("See everything that only moderators of this server can see"),
            "admin:write": localized("Change everything that only moderators of this server can change"),
        ]
    }

    private static var sights: [String: String] {
        [
            "accounts": localized("See your profile and other people's"),
            "blocks": localized("See whom you block"),
            "bookmarks": localized("See your bookmarks"),
            "collections": localized("See your collections"),
            "favourites": localized("See your favourites"),
            "filters": localized("See your filters"),
            "follows": localized("See whom you follow and who follows you"),
            "lists": localized("See your lists"),
            "mutes": localized("See whom you mute"),
            "notifications": localized("See your notifications"),
            "search": localized("See what you can find by searching"),
            "statuses": localized("See your posts, and all posts that you can see, also private ones"),
        ]
    }

    private static var changes: [String: String] {
        [
            "accounts": localized("Change your profile"),
            "blocks": localized("Block and unblock people for you"),
            "bookmarks": localized("Bookmark posts for you"),
            "collections": localized("Change your collections"),
            "conversations": localized("Mark conversations as read, mute and delete them"),
            "favourites": localized("Mark posts as your favourites"),
            "filters": localized("Change your filters"),
            "follows": localized("Follow and unfollow people for you"),
            "lists": localized("Change your lists"),
            "media": localized("Upload pictures, videos and audio for you"),
            "mutes": localized("Mute people and conversations for you"),
            "notifications": localized("Clear your notifications"),
            "reports": localized("Report people to the moderators for you"),
            "statuses": localized("Post, reply, edit and delete posts as you"),
        ]
    }
}
