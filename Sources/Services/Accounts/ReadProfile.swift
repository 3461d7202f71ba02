// What the owner of a profile reads of it beside the account itself.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// How many ask to follow an account, and what else its profile says.
    public func credentials(of account: Int64) async throws -> (followRequests: Int64, extras: ProfileExtras) {
        try await database.read {
            (try RelationshipQueries.requestCount(to: account, $0), try ProfileQueries.extras(of: account, $0))
        }
    }

    /// What a profile says and shows, for whoever edits it.
    public func editedProfile(of account: Int64) async throws -> (extras: ProfileExtras, tags: [FeaturedTag]) {
        try await database.read {
            (try ProfileQueries.extras(of: account, $0), try FeaturedTagQueries.list(of: account, $0))
        }
    }
}
