// Showing somebody whom one follows on one's profile.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Endorses somebody; doing it again changes nothing. Throws `.invalid` for one whom the account does not follow.
    public func endorseAccount(_ target: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            _ = try change.pair(account, target)
            guard try RelationshipQueries.followOptions(of: account, to: target, change.connection) != nil else {
                throw ServiceError.invalid("You must be already following the person you want to endorse")
            }
            try RelationshipQueries.endorse(target, by: account, at: change.now, change.connection)
            return try change.relationship(of: account, to: target)
        }
    }

    public func unendorseAccount(_ target: Int64, by account: Int64) async throws -> Relationship {
        try await change { change in
            _ = try change.pair(account, target)
            try RelationshipQueries.unendorse(target, by: account, change.connection)
            return try change.relationship(of: account, to: target)
        }
    }
}
