// What somebody who follows wishes to see of the other.

/// Changes of a follow's options; what is nil stays, or takes its default in a new follow.
public struct FollowWishes: Sendable, Equatable {
    public var showReblogs: Bool?
    public var notify: Bool?
    /// ISO 639 codes; an empty list means all languages.
    public var languages: [String]?

    public init(showReblogs: Bool? = nil, notify: Bool? = nil, languages: [String]? = nil) {
        self.showReblogs = showReblogs
        self.notify = notify
        self.languages = languages
    }

    public func applied(to options: FollowOptions = FollowOptions()) -> FollowOptions {
        FollowOptions(
            showReblogs: showReblogs ?? options.showReblogs,
            notify: notify ?? options.notify,
            languages: languages.map { $0.isEmpty ? nil : $0 } ?? options.languages
        )
    }
}
