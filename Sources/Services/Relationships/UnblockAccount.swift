// Lifting a block. What it ended does not come back.

public import Domain
internal import Storage

extension Services {
    public func unblockAccount(_ target: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            _ = try change.pair(account, target)
            try RelationshipQueries.unblock(target, by: account, change.connection)
            change.tell(.relationshipChanged(account: account, target: target))
            return try change.relationship(of: account, to: target)
        }
    }
}
