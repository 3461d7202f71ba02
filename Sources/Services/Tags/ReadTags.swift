// Tags that somebody follows or shows, and tags by what they are called.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// One page of the tags that an account follows, the last followed first.
    public func followedTags(by account: Int64, _ bounds: PageBounds) async throws -> Page<FollowedTag> {
        let tags = try await database.read { try TagFollowQueries.list(by: account, bounds, $0) }
        return Page(rows: tags.map { ($0.cursor, $0) }, bounds: bounds)
    }

    /// The tags that an account shows on its profile.
    public func featuredTags(of account: Int64) async throws -> [FeaturedTag] {
        try await database.read { try FeaturedTagQueries.list(of: account, $0) }
    }

    /// Tags that an account could show on its profile, as it posts them often.
    public func featuredTagSuggestions(for account: Int64, limit: Int) async throws -> [(id: Int64, name: String)] {
        let unlisted = try await unlisted()
        let tags = try await database.read {
            try FeaturedTagQueries.suggestions(for: account, limit: limit + unlisted.count, $0)
        }
        return Array(tags.filter { !unlisted.contains(.tag($0.id)) }.prefix(limit))
    }

    /// Tags whose names begin like one, that one first.
    ///
    /// - Parameter onlyReviewed: only that one, and those that a moderator lets be listed.
    public func tags(
        beginningLike tag: TagName,
        onlyReviewed: Bool = false,
        limit: Int,
        offset: Int = 0
    ) async throws -> [(id: Int64, name: String)] {
        let unlisted = try await unlisted()
        return try await database.read { connection in
            let tags = try TagQueries.beginning(like: tag, limit: limit, offset: offset, connection)
                .filter { !unlisted.contains(.tag($0.id)) }
            guard onlyReviewed else { return tags }
            let reviewed = try TrendQueries.rulings(connection)
            return tags.filter { $0.name == tag.name || reviewed[$0.id]?.lists == true }
        }
    }

    /// The spelling of a tag's first use; nil where nobody has used it.
    public func displayName(of tag: TagName) async throws -> String? {
        try await database.read { try TagQueries.displayName(tag, $0) }
    }

    /// The ids of those tags that there are, in no order.
    public func tagIDs(of tags: [TagName]) async throws -> [Int64] {
        guard !tags.isEmpty else { return [] }
        return try await database.read { try TagQueries.ids(tags, $0) }
    }

    /// The tags whose timelines show a status.
    public func tags(listing status: Int64) async throws -> [Int64] {
        try await database.read { try TagQueries.listed(on: status, $0) }
    }
}
