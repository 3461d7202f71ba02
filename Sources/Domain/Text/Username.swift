// The rule for usernames of this server, and the names nobody may take.

import Basics

/// Local usernames.
public enum Username {
    public static let maximumLength = 30

    /// 1 to 30 of `[A-Za-z0-9_]`.
    public static func isValid(_ username: String) -> Bool {
        (1...maximumLength).contains(username.utf8.count) && username.utf8.allSatisfy(ASCII.isWord)
    }

    /// The form under which a username is unique; remote usernames are folded the same way.
    public static func folded(_ username: String) -> String {
        if username.utf8.allSatisfy({ ASCII.lowercased($0) == $0 && $0 < 0x80 }) { return username }
        return username.lowercased()
    }

    /// True for names that speak for the server or are words of its URLs, in any letter case.
    public static func isReserved(_ username: String) -> Bool {
        reserved.contains(folded(username))
    }

    private static let reserved: Set<String> = [
        "abuse", "account", "accounts", "admin", "administrator", "api", "about", "announcement", "announcements",
        "auth", "autoconfig", "bot", "call", "calls", "chorus", "contact", "explore", "everyone", "follow", "hashtag",
        "health", "help", "helpdesk", "home", "host", "hostmaster", "inbox", "info", "instance", "login", "logout",
        "mailer_daemon", "mastodon", "me", "media", "metrics", "mod", "moderation", "moderator", "moderators",
        "nobody", "nodeinfo", "noreply", "no_reply", "notifications", "null", "oauth", "official", "outbox", "owner",
        "postmaster", "privacy", "public", "root", "search", "security", "settings", "share", "sign_in", "sign_up",
        "signin", "signup", "staff", "status", "statuses", "streaming", "support", "sysadmin", "system", "tag", "tags",
        "team", "terms", "trends", "undefined", "user", "users", "webmaster", "well_known", "www",
    ]
}
