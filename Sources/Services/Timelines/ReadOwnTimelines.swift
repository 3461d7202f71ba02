// The timelines that somebody has made for themselves.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// All lists of an account, and the tags that it followed last.
    public func ownTimelines(
        of account: Int64,
        tags: Int
    ) async throws -> (lists: [AccountList], tags: [FollowedTag]) {
        try await database.read { connection in
            (
                try ListQueries.lists(of: account, connection),
                try TagFollowQueries.list(by: account, PageBounds(limit: tags), connection)
            )
        }
    }
}
