// Somebody's wish that own posts go by themselves when they are old, and which of them stay.

/// When own posts are deleted, and which are kept.
public struct PostExpiry: Sendable, Equatable {
    /// What is kept, however old.
    public struct Keeps: OptionSet, Sendable, Hashable {
        public let rawValue: Int64

        public init(rawValue: Int64) { self.rawValue = rawValue }

        public static let pinned = Keeps(rawValue: 1)
        /// Favourited by the author.
        public static let favourited = Keeps(rawValue: 2)
        /// Bookmarked by the author.
        public static let bookmarked = Keeps(rawValue: 4)
        public static let polls = Keeps(rawValue: 8)
        public static let media = Keeps(rawValue: 16)
        public static let direct = Keeps(rawValue: 32)
    }

    /// Ages that can be chosen, in days, with their names.
    public static let ages: [(days: Int64, name: String)] = [
        (7, "1 week"), (14, "2 weeks"), (30, "1 month"), (60, "2 months"), (90, "3 months"), (180, "6 months"),
        (365, "1 year"), (730, "2 years"),
    ]

    public var days: Int64
    public var keeps: Keeps
    /// Posts with at least so many favourites, or reblogs, are kept; nil for no such exception.
    public var leastFavourites: Int64?
    public var leastReblogs: Int64?

    public init(days: Int64, keeps: Keeps, leastFavourites: Int64? = nil, leastReblogs: Int64? = nil) {
        self.days = days
        self.keeps = keeps
        self.leastFavourites = leastFavourites
        self.leastReblogs = leastReblogs
    }

    /// One post, as the wish looks at it.
    public struct Post: Sendable {
        public var id: Int64
        /// What of the exceptions it is.
        public var traits: Keeps
        public var favourites: Int64
        public var reblogs: Int64

        public init(id: Int64, traits: Keeps, favourites: Int64, reblogs: Int64) {
            self.id = id
            self.traits = traits
            self.favourites = favourites
            self.reblogs = reblogs
        }
    }

    /// Whether an old post stays all the same.
    public func keeps(_ post: Post) -> Bool {
        !keeps.isDisjoint(with: post.traits) || (leastFavourites.map { post.favourites >= $0 } ?? false)
            || (leastReblogs.map { post.reblogs >= $0 } ?? false)
    }
}
