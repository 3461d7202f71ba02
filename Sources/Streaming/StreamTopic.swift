// What can be listened to.

/// One thing that happens in one place. A stream of the client API is one or several of these.
public enum StreamTopic: Hashable, Sendable {
    /// Which statuses of the public timeline.
    public enum Origin: Hashable, Sendable, CaseIterable {
        case all
        case local
        case remote
    }

    /// The home timeline of an account.
    case home(Int64)
    /// What an account is told about.
    case notifications(Int64)
    /// What concerns an account beside its timeline: its filters.
    case settings(Int64)
    /// What concerns everybody here: announcements.
    case server
    /// The conversations of an account.
    case conversations(Int64)
    case publicTimeline(Origin, onlyMedia: Bool)
    /// A tag by its folded name.
    case tag(String, isLocal: Bool)
    case list(Int64)
}

/// A subscription as its subscriber named it: `["user"]`, `["hashtag", "metoo"]`. Told with every message.
public typealias StreamLabel = [String]
