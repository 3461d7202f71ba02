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
            let verb = scope.hasPrefix("admin:read") ? "See" : "Change"
            let text = "\(verb) what only moderators of this server can: \(part(scope))"
            return Sentence(scope: scope, text: text, strong: true)
        }
        if scope.hasPrefix("read:"), let noun = nouns[part(scope)] {
            return Sentence(scope: scope, text: "See \(noun)", strong: false)
        }
        if scope.hasPrefix("write:"), let text = changes[part(scope)] {
            return Sentence(scope: scope, text: text, strong: true)
        }
        return Sentence(scope: scope, text: "Something this server has no words for: \(scope)", strong: true)
    }

    private static func part(_ scope: String) -> String {
        String(scope.split(separator: ":").last ?? "").replacing("_", with: " ")
    }

    private static let whole = [
        "read":
            "See everything in your account, also what is private: posts, direct messages, bookmarks, whom you block",
        "write": "Post and reply as you, and change or delete anything in your account",
        "follow": "Follow, mute and block people for you",
        "push": "Receive your notifications while you are not using it",
        "profile": "See your name, your handle and your picture, and nothing else",
        "admin:read": "See everything that only moderators of this server can see",
        "admin:write": "Change everything that only moderators of this server can change",
    ]

    private static let nouns = [
        "accounts": "your profile and other people's",
        "blocks": "whom you block",
        "bookmarks": "your bookmarks",
        "collections": "your collections",
        "favourites": "your favourites",
        "filters": "your filters",
        "follows": "whom you follow and who follows you",
        "lists": "your lists",
        "mutes": "whom you mute",
        "notifications": "your notifications",
        "search": "what you can find by searching",
        "statuses": "your posts, and all posts that you can see, also private ones",
    ]

    private static let changes = [
        "accounts": "Change your profile",
        "blocks": "Block and unblock people for you",
        "bookmarks": "Bookmark posts for you",
        "collections": "Change your collections",
        "conversations": "Mark conversations as read, mute and delete them",
        "favourites": "Mark posts as your favourites",
        "filters": "Change your filters",
        "follows": "Follow and unfollow people for you",
        "lists": "Change your lists",
        "media": "Upload pictures, sounds and videos for you",
        "mutes": "Mute people and conversations for you",
        "notifications": "Clear your notifications",
        "reports": "Report people to the moderators for you",
        "statuses": "Post, reply, edit and delete posts as you",
    ]
}
