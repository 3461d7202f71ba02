// Declining to be followed.

public import Domain
internal import Storage

extension Services {
    /// Deletes the request of `follower`, who may ask again. Throws `.notFound` where there is none.
    public func rejectFollowRequest(of follower: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            let (target, other) = try change.pair(account, follower)
            guard let request = try change.endRequest(of: follower, to: account) else { throw ServiceError.notFound }
            try change.record(
                .followRejected(account: follower, target: account, uri: request.uri),
                sentBy: OutboxPolicy.sender(of: target.account, to: other.account)
            )
            return try change.relationship(of: account, to: follower)
        }
    }
}
