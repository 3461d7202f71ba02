// Having nothing to do with somebody, either way.

public import Domain
internal import Storage

extension Services {
    /// Blocks somebody: follows and requests end both ways, and notifications of the blocked are deleted.
    ///
    /// Blocking oneself does nothing.
    public func blockAccount(_ target: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            let (blocker, blocked) = try change.pair(account, target)
            guard account != target else { return Relationship(targetID: target) }
            try change.endTies(of: blocker.account, with: blocked.account)
            try RelationshipQueries.block(target, by: account, at: change.now, change.connection)
            try change.revokeQuotes(of: account, by: target)
            try NotificationQueries.deleteAll(of: account, from: target, change.connection)
            try change.record(
                .blocked(account: account, target: target),
                sentBy: OutboxPolicy.sender(of: blocker.account, to: blocked.account)
            )
            return try change.relationship(of: account, to: target)
        }
    }
}
