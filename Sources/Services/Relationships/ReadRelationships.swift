// How accounts stand to each other, as those who ask are told. What every page needs of its reader is in `RelationsCache`.

public import Basics
internal import Database
public import Domain
internal import Storage

extension Services {
    /// What lies between an account and others, in their order.
    public func relationships(of account: Int64, to targets: [Int64]) async throws -> [Relationship] {
        let now = clock.now()
        return try await database.read {
            try RelationshipQueries.relationships(of: account, to: targets, now: now, $0)
        }
    }

    /// What lies between an account and one other, and on which of its lists that one is; nil where there is no such account.
    public func relationshipAndLists(
        of account: Int64,
        to target: Int64
    ) async throws -> (relationship: Relationship, lists: [ListChoice])? {
        let now = clock.now()
        return try await database.read { connection in
            let lists = try Services.listChoices(of: account, for: target, connection)
            return try RelationshipQueries.relationships(of: account, to: [target], now: now, connection).first.map {
                (relationship: $0, lists: lists)
            }
        }
    }

    /// Rows of a list of accounts, the newest first, with the cursors by which it pages. Whether the one who asks may see it is for
    /// the caller to say.
    public func accounts(
        in list: RelationshipList,
        of account: Int64,
        _ bounds: PageBounds
    ) async throws -> [(cursor: Int64, item: Int64)] {
        try await database.read { try RelationshipQueries.list(list, of: account, bounds, $0) }
    }

    /// When the mutes of these accounts end; those without an end are absent.
    public func muteEnds(of account: Int64, to targets: [Int64]) async throws -> [Int64: Timestamp] {
        try await database.read { try RelationshipQueries.muteExpiries(of: account, to: targets, $0) }
    }

    /// For each of these accounts, those of its followers whom the reader follows.
    public func familiarFollowers(of accounts: [Int64], for reader: Int64) async throws -> [Int64: [Int64]] {
        try await database.read { try RelationshipQueries.familiarFollowers(of: accounts, for: reader, $0) }
    }
}
