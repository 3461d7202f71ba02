// The lists that people take along and bring: their files, columns and names are Mastodon's.

/// A list as a file; raw values are Mastodon's file names.
public enum ImportKind: String, Sendable, CaseIterable {
    case follows = "following_accounts"
    case lists
    case blocks = "blocked_accounts"
    case mutes = "muted_accounts"
    case domains = "blocked_domains"
    case bookmarks

    /// What stands above the columns.
    public var columns: [String] {
        switch self {
        case .follows: ["Account address", "Show boosts", "Notify on new posts", "Languages"]
        case .mutes: ["Account address", "Hide notifications"]
        case .blocks: ["Account address"]
        case .lists: ["List name", "Account address"]
        case .domains: ["#domain"]
        case .bookmarks: ["#uri"]
        }
    }

    /// The columns without which a line says nothing; a file without a line of headings has just these.
    public var neededColumns: [String] { self == .lists ? columns : Array(columns.prefix(1)) }

    /// Mastodon writes headings in these files only.
    public var isHeaded: Bool { self == .follows || self == .mutes }

    /// What a file holds, by its headings or else its name, as Mastodon guesses; nil where neither says it.
    static func guess(columns: [String], fileName: String) -> ImportKind? {
        let found = Set(columns)
        if found.contains("hide notifications") { return .mutes }
        if !found.isDisjoint(with: ["show boosts", "notify on new posts", "languages"]) { return .follows }
        if found.contains("#domain") { return .domains }
        if found.contains("#uri") { return .bookmarks }
        if found.contains("list name") { return .lists }
        let names: [(String, ImportKind)] = [
            ("follow", .follows), ("block", .blocks), ("mute", .mutes), ("domain_blocks", .domains),
            ("bookmarks", .bookmarks), ("lists", .lists),
        ]
        let name = fileName.lowercased()
        return name.hasPrefix("blocked_domains") ? .domains : names.first { name.hasPrefix($0.0) }?.1
    }
}
