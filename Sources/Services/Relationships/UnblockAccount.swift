// Lifting a block. What it ended does not come back.

public import Domain
internal import Storage

extension Services {
    public func unblockAccount(_ target: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            let (blocker, blocked) = try change.pair(account, target)
            if try RelationshipQueries.unblock(target, by: account, change.connection) {
                try change.record(
                    .unblocked(account: account, target: target),
                    sentBy: OutboxPolicy.sender(of: blocker.account, to: blocked.account)
                )
            }
            return try change.relationship(of: account, to: target)
        }
    }
}
