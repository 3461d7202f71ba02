// What a reader has chosen beyond single accounts: tags, exclusive lists, domains.

/// Part of `ReaderRelations`, read together with it.
public struct ReaderChoices: Sendable, Equatable {
    /// Tags whose public statuses come into the home timeline.
    public var followedTags: Set<Int64> = []
    /// Tags shown on the reader's own profile.
    public var featuredTags: Set<Int64> = []
    /// Members of exclusive lists: they stay out of the home timeline.
    public var exclusiveMembers: Set<Int64> = []
    /// Whole servers of which the reader wants to see nothing.
    public var blockedDomains: Set<String> = []

    public init() {}
}
