// What goes from open timelines with an account.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// The newest statuses of an account, of every visibility, and the newest boosts of each by others.
    public func newestEntries(of account: Int64, limit: Int, boosts: Int) async throws -> [TimelineEntry] {
        try await database.read { connection in
            let own = try TimelineQueries.account(
                account,
                upTo: .direct,
                viewer: nil,
                filter: TimelineQueries.AccountFilter(),
                PageBounds(limit: limit),
                connection
            )
            let boosted = try own.filter { $0.reblogOfID == nil }.flatMap { entry in
                try StatusQueries.reblogs(of: entry.id, connection).suffix(boosts).map(\.id)
            }
            return own + (try TimelineQueries.entries(boosted, connection))
        }
    }
}
