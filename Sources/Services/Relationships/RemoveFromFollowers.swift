// Making somebody no longer follow oneself, without a block.

public import Domain
internal import Storage

extension Services {
    /// Ends the follow that `follower` has of `account`; where there is none, nothing happens.
    public func removeFromFollowers(_ follower: Int64, of account: Int64) async throws -> Relationship {
        try await change { change in
            let (target, other) = try change.pair(account, follower)
            if let follow = try change.endFollow(of: follower, to: account) {
                try change.record(
                    .followRejected(account: follower, target: account, uri: follow.uri),
                    sentBy: OutboxPolicy.sender(of: target.account, to: other.account)
                )
            }
            return try change.relationship(of: account, to: follower)
        }
    }
}
