// A private note about somebody: seen by its writer alone.

internal import Basics
public import Domain
internal import Storage

extension Services {
    /// Keeps a note of at most 2,000 characters; a blank one deletes it.
    public func setAccountNote(_ comment: String, about target: Int64, by account: Int64) async throws -> Relationship {
        let comment = ProfileLine.lines(comment)
        guard comment.count <= Self.accountNoteCharacters else {
            throw ServiceError.invalid(
                "Comment is too long (maximum is \(most: Self.accountNoteCharacters) characters)"
            )
        }
        return try await change { change in
            _ = try change.pair(account, target)
            try RelationshipQueries.setNote(comment, about: target, by: account, change.connection)
            return try change.relationship(of: account, to: target)
        }
    }

    private static var accountNoteCharacters: Int { 2000 }
}
