// No longer following somebody, or no longer asking to.

public import Domain
internal import Storage

extension Services {
    /// Ends a follow or withdraws a request; where there is neither, nothing happens.
    public func unfollowAccount(_ target: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            let (follower, followed) = try change.pair(account, target)
            let ended = try change.endFollow(of: account, to: target)
            let withdrawn = try change.endRequest(of: account, to: target)
            if ended != nil || withdrawn != nil {
                try change.record(
                    .unfollowed(account: account, target: target),
                    sentBy: OutboxPolicy.sender(of: follower.account, to: followed.account)
                )
            }
            return try change.relationship(of: account, to: target)
        }
    }
}
