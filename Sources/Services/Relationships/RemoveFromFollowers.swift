// Making somebody no longer follow oneself, without a block.

public import Domain

extension Services {
    /// Ends the follow that `follower` has of `account`; where there is none, nothing happens.
    public func removeFromFollowers(_ follower: Int64, of account: Int64) async throws -> Relationship {
        try await change { change in
            _ = try change.pair(account, follower)
            if try change.endFollow(of: follower, to: account) {
                change.tell(.relationshipChanged(account: follower, target: account))
            }
            return try change.relationship(of: account, to: follower)
        }
    }
}
