// Following tags, and showing them on one's profile.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Follows a tag, also one that nobody has used yet. Doing it again changes nothing.
    public func followTag(_ tag: TagName, by account: Int64) async throws {
        let most = limits.followedTags
        try await change { change in
            try CounterQueries.lock([account], change.connection)
            let id = try TagQueries.idMaking(tag, at: change.now, change.connection)
            guard try TagFollowQueries.insert(id, by: account, at: change.now, change.connection) else { return }
            guard try TagFollowQueries.count(by: account, change.connection) <= most else {
                throw ServiceError.invalid("You cannot follow more than \(most: most) hashtags")
            }
            change.record(.tagChoiceChanged(account: account, tag: id))
        }
    }

    public func unfollowTag(_ tag: TagName, by account: Int64) async throws {
        guard let id = try await tagID(tag) else { return }
        try await change { change in
            guard try TagFollowQueries.delete(id, by: account, change.connection) else { return }
            change.record(.tagChoiceChanged(account: account, tag: id))
        }
    }

    /// Shows a tag on the account's profile; doing it again changes nothing.
    public func featureTag(_ tag: TagName, by account: Int64) async throws -> FeaturedTag {
        let most = limits.featuredTags
        return try await change { change in
            try CounterQueries.lock([account], change.connection)
            let id = try TagQueries.idMaking(tag, at: change.now, change.connection)
            let isNew = try FeaturedTagQueries.insert(
                id,
                name: tag.display,
                by: account,
                at: change.now,
                change.connection
            )
            if isNew {
                guard try FeaturedTagQueries.count(by: account, change.connection) <= most else {
                    throw ServiceError.invalid("You have already featured the maximum number of hashtags")
                }
                change.record(.tagChoiceChanged(account: account, tag: id))
            }
            guard let featured = try FeaturedTagQueries.featured(id, by: account, change.connection) else {
                throw ServiceError.notFound
            }
            return featured
        }
    }

    public func unfeatureTag(_ tag: TagName, by account: Int64) async throws {
        guard let id = try await tagID(tag) else { return }
        try await change { change in
            guard try FeaturedTagQueries.delete(id, by: account, change.connection) else { return }
            change.record(.tagChoiceChanged(account: account, tag: id))
        }
    }

    /// Takes a tag off the profile, by the id of its entry there.
    public func unfeatureTag(entry: Int64, by account: Int64) async throws {
        try await change { change in
            guard let tag = try FeaturedTagQueries.tag(of: entry, by: account, change.connection) else {
                throw ServiceError.notFound
            }
            _ = try FeaturedTagQueries.delete(tag, by: account, change.connection)
            change.record(.tagChoiceChanged(account: account, tag: tag))
        }
    }
}
