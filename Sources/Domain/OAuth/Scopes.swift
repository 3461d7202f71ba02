// What a token may be used for: Mastodon's scope names as a set of bits.

/// A set of granular scopes. A parent (`read`) is the union of its parts, so one test serves both.
public struct Scopes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public static let readAccounts = Scopes(rawValue: 1 << 0)
    public static let readBlocks = Scopes(rawValue: 1 << 1)
    public static let readBookmarks = Scopes(rawValue: 1 << 2)
    public static let readFavourites = Scopes(rawValue: 1 << 3)
    public static let readFilters = Scopes(rawValue: 1 << 4)
    public static let readFollows = Scopes(rawValue: 1 << 5)
    public static let readLists = Scopes(rawValue: 1 << 6)
    public static let readMutes = Scopes(rawValue: 1 << 7)
    public static let readNotifications = Scopes(rawValue: 1 << 8)
    public static let readSearch = Scopes(rawValue: 1 << 9)
    public static let readStatuses = Scopes(rawValue: 1 << 10)
    public static let readCollections = Scopes(rawValue: 1 << 11)
    public static let read: Scopes = [
        .readAccounts, .readBlocks, .readBookmarks, .readFavourites, .readFilters, .readFollows, .readLists, .readMutes,
        .readNotifications, .readSearch, .readStatuses, .readCollections, .readAll,
    ]
    private static let readAll = Scopes(rawValue: 1 << 12)

    public static let writeAccounts = Scopes(rawValue: 1 << 16)
    public static let writeBlocks = Scopes(rawValue: 1 << 17)
    public static let writeBookmarks = Scopes(rawValue: 1 << 18)
    public static let writeConversations = Scopes(rawValue: 1 << 19)
    public static let writeFavourites = Scopes(rawValue: 1 << 20)
    public static let writeFilters = Scopes(rawValue: 1 << 21)
    public static let writeFollows = Scopes(rawValue: 1 << 22)
    public static let writeLists = Scopes(rawValue: 1 << 23)
    public static let writeMedia = Scopes(rawValue: 1 << 24)
    public static let writeMutes = Scopes(rawValue: 1 << 25)
    public static let writeNotifications = Scopes(rawValue: 1 << 26)
    public static let writeReports = Scopes(rawValue: 1 << 27)
    public static let writeStatuses = Scopes(rawValue: 1 << 28)
    public static let writeCollections = Scopes(rawValue: 1 << 29)
    public static let write: Scopes = [
        .writeAccounts, .writeBlocks, .writeBookmarks, .writeConversations, .writeFavourites, .writeFilters,
        .writeFollows,
        .writeLists, .writeMedia, .writeMutes, .writeNotifications, .writeReports, .writeStatuses, .writeCollections,
        .writeAll,
    ]
    private static let writeAll = Scopes(rawValue: 1 << 30)

    /// Deprecated by Mastodon, still asked for by apps: read and write of blocks, follows and mutes.
    public static let follow: Scopes = [
        .readBlocks, .readFollows, .readMutes, .writeBlocks, .writeFollows, .writeMutes, .followAll,
    ]
    private static let followAll = Scopes(rawValue: 1 << 32)
    public static let push = Scopes(rawValue: 1 << 33)
    /// Only the account's own profile.
    public static let profile = Scopes(rawValue: 1 << 34)
    public static let adminRead = Scopes(rawValue: 1 << 40)
    public static let adminWrite = Scopes(rawValue: 1 << 41)

    /// Every name that this server knows, in the order shown in the metadata.
    public static let names: [(name: String, scope: Scopes)] = [
        ("read", .read), ("profile", .profile), ("write", .write), ("follow", .follow), ("push", .push),
        ("read:accounts", .readAccounts), ("read:blocks", .readBlocks), ("read:bookmarks", .readBookmarks),
        ("read:collections", .readCollections), ("read:favourites", .readFavourites), ("read:filters", .readFilters),
        ("read:follows", .readFollows), ("read:lists", .readLists), ("read:mutes", .readMutes),
        ("read:notifications", .readNotifications), ("read:search", .readSearch), ("read:statuses", .readStatuses),
        ("write:accounts", .writeAccounts), ("write:blocks", .writeBlocks), ("write:bookmarks", .writeBookmarks),
        ("write:collections", .writeCollections), ("write:conversations", .writeConversations),
        ("write:favourites", .writeFavourites), ("write:filters", .writeFilters), ("write:follows", .writeFollows),
        ("write:lists", .writeLists), ("write:media", .writeMedia), ("write:mutes", .writeMutes),
        ("write:notifications", .writeNotifications), ("write:reports", .writeReports),
        ("write:statuses", .writeStatuses), ("admin:read", .adminRead), ("admin:write", .adminWrite),
    ]

    private static let byName: [String: Scopes] = Dictionary(names.map { ($0.name, $0.scope) }) { first, _ in first }

    /// Reads a list of names separated by spaces (or `+`, as some apps send). Nil when a name is unknown or none is given.
    public init?(text: String) {
        var scopes: Scopes = []
        for name in Scopes.split(text) {
            guard let scope = Scopes.byName[name] else { return nil }
            scopes.formUnion(scope)
        }
        guard !scopes.isEmpty else { return nil }
        self = scopes
    }

    /// The names in a list as apps write it.
    public static func split(_ text: String) -> [String] {
        text.split { $0 == " " || $0 == "+" || $0 == "," || $0 == "\n" }.map(String.init)
    }
}
