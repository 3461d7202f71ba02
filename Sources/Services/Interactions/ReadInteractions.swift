// Who did something with a status, and what somebody did it with.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// One page of the accounts that have favourited a status, the last first.
    public func favouriters(of status: Int64, _ bounds: PageBounds) async throws -> Page<Int64> {
        let rows = try await database.read { try InteractionQueries.favouriters(of: status, bounds, $0) }
        return Page(rows: rows, bounds: bounds)
    }

    /// One page of the accounts that have reblogged a status, the last first.
    public func rebloggers(of status: Int64, _ bounds: PageBounds) async throws -> Page<Int64> {
        let rows = try await database.read { try InteractionQueries.rebloggers(of: status, bounds, $0) }
        return Page(rows: rows, bounds: bounds)
    }

    /// Rows of the statuses that an account has favourited, bookmarked or pinned, the last first, with the cursors by which the list
    /// pages.
    public func statuses(
        with kind: InteractionKind,
        by account: Int64,
        _ bounds: PageBounds
    ) async throws -> [(cursor: Int64, item: Int64)] {
        try await database.read { try InteractionQueries.statuses(kind, by: account, bounds, $0) }
    }
}
