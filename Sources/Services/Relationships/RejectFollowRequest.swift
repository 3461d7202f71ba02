// Declining to be followed.

public import Domain

extension Services {
    /// Deletes the request of `follower`, who may ask again. Throws `.notFound` where there is none.
    public func rejectFollowRequest(of follower: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            _ = try change.pair(account, follower)
            guard try change.endRequest(of: follower, to: account) else { throw ServiceError.notFound }
            change.tell(.relationshipChanged(account: follower, target: account))
            return try change.relationship(of: account, to: follower)
        }
    }
}
