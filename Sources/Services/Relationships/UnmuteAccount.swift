// Seeing somebody again.

public import Domain
internal import Storage

extension Services {
    public func unmuteAccount(_ target: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            _ = try change.pair(account, target)
            try RelationshipQueries.unmute(target, by: account, change.connection)
            change.record(.relationshipChanged(account: account, target: target))
            return try change.relationship(of: account, to: target)
        }
    }
}
