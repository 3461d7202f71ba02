// Filters as their owner edits them. Those that are applied are in `FilterCache`.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// All filters of an account, those that have ended too.
    public func contentFilters(of account: Int64) async throws -> [ContentFilter] {
        try await database.read { try FilterQueries.filters(of: account, $0) }
    }
}
