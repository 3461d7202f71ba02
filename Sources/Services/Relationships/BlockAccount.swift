// Having nothing to do with somebody, either way.

public import Domain
internal import Storage

extension Services {
    /// Blocks somebody: follows and requests end both ways, and notifications of the blocked are deleted.
    ///
    /// Blocking oneself does nothing.
    public func blockAccount(_ target: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            _ = try change.pair(account, target)
            guard account != target else { return Relationship(targetID: target) }
            for (from, to) in [(account, target), (target, account)] {
                try change.endFollow(of: from, to: to)
                try change.endRequest(of: from, to: to)
            }
            try RelationshipQueries.block(target, by: account, at: change.now, change.connection)
            try change.revokeQuotes(of: account, by: target)
            try NotificationQueries.deleteAll(of: account, from: target, change.connection)
            change.tell(.relationshipChanged(account: account, target: target))
            return try change.relationship(of: account, to: target)
        }
    }
}
