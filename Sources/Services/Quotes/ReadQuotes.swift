// The quotes of a status.

internal import Database
public import Domain
internal import Storage

extension Services {
    /// Statuses that quote one, the newest first; what a viewer may not see of them is left out by who shows them.
    public func quotes(of status: Int64, _ request: PageBounds) async throws -> Page<Int64> {
        let ids = try await database.read { try QuoteQueries.quotes(of: status, request, $0) }
        return Page(rows: ids.map { (cursor: $0, item: $0) }, bounds: request)
    }
}
